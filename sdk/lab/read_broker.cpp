#include "reader_parts.h"

namespace dsreg::lab {

namespace json = boost::json;

namespace {

void read_account(const json::object& o, const std::string& where, status& error, account& ret)
{
    object_reader in(o, where, error);
    in.text("username", ret.username);
    in.text("given_name", ret.given_name);
    in.text("family_name", ret.family_name);
    read_guid(in, "object_id", ret.object_id);
    std::string tenant_id = ret.object_id; // of a member that is not there
    read_guid(in, "tenant_id", tenant_id);
    if (o.contains("tenant_id")) ret.tenant_id = tenant_id;
    in.finish();
}

void read_broker_error(const json::object& o, status& error, broker_error& ret)
{
    object_reader in(o, "broker.error", error);
    in.number("status", ret.status, 0, 1000);
    in.number("sub_status", ret.sub_status, 0, INT32_MAX);
    in.number("tag", ret.tag, 0, INT32_MAX);
    in.text("context", ret.context, 4096);
    in.text("suberror", ret.suberror);
    in.choice("where", ret.where, {"top", "inside"});
    in.finish();
}

void read_prt(const json::object& o, status& error, prt_play& ret)
{
    object_reader in(o, "broker.prt", error);
    in.flag("present", ret.present);
    in.number("cached_ago_s", ret.cached_ago_s, -longest_time, longest_time);
    in.number("refreshed_ago_s", ret.refreshed_ago_s, -longest_time, longest_time);
    in.number("expires_in_s", ret.expires_in_s, -longest_time, longest_time);
    in.text("session_key", ret.session_key, 64);
    in.finish();
}

void read_attempt(const json::object& o, const std::string& where, status& error, attempt_play& ret)
{
    ret.there = true;
    object_reader in(o, where, error);
    in.number("ago_s", ret.ago_s, -longest_time, longest_time);
    in.text("code", ret.code);
    in.text("user", ret.user);
    in.text("credential", ret.credential);
    in.text("correlation", ret.correlation);
    in.text("endpoint", ret.endpoint, 2048);
    in.text("http_method", ret.http_method);
    in.text("http_error", ret.http_error);
    in.number("http_status", ret.http_status, 0, 999);
    in.text("server_error", ret.server_error);
    in.text("server_text", ret.server_text, 4096);
    in.finish();
}

void read_mdm(const json::object& o, status& error, mdm_play& ret)
{
    object_reader in(o, "broker.mdm", error);
    in.flag("known", ret.known);
    in.text("url", ret.url, 2048);
    in.text("terms", ret.terms, 2048);
    in.text("compliance", ret.compliance, 2048);
    in.finish();
}

void read_accounts(object_reader& in, status& error, std::vector<account>& ret)
{
    const json::array* list = in.array("accounts");
    if (!list) return;
    ret.clear();
    for (const json::value& v : *list) {
        const std::string where = "broker.accounts[" + std::to_string(ret.size()) + "]";
        if (!v.is_object()) return in.fail("accounts", "must hold objects");
        read_account(v.get_object(), where, error, ret.emplace_back());
    }
}

} // namespace

void read_broker(const json::object& o, status& error, broker_play& ret)
{
    object_reader in(o, "broker", error);
    in.choice("kind", ret.kind, {"none", "java", "cpp", "himmelblau", "proxy", "reference"});
    in.text("version", ret.version);
    in.choice("fault", ret.fault,
              {"none", "slow", "crash", "garbage", "error", "empty", "huge", "wrong-types",
               "duplicate-keys", "surrogate", "escapes", "restart", "replaced"});
    in.number("delay_ms", ret.delay_ms, 0, 600'000);
    in.texts("methods", ret.methods);
    if (const json::object* e = in.object("error")) read_broker_error(*e, error, ret.error);
    read_accounts(in, error, ret.accounts);
    if (const json::object* p = in.object("prt")) read_prt(*p, error, ret.prt);
    if (const json::object* a = in.object("acquire"))
        read_attempt(*a, "broker.acquire", error, ret.acquire);
    if (const json::object* r = in.object("refresh"))
        read_attempt(*r, "broker.refresh", error, ret.refresh);
    if (const json::object* m = in.object("mdm")) read_mdm(*m, error, ret.mdm);
    in.choice("device_mode", ret.device_mode, {"Exclusive", "Shared"});
    in.finish();
}

} // namespace dsreg::lab
