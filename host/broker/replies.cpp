#include "broker/replies.h"

#include "base/text.h"
#include "broker/error_text.h"
#include "dsreg/svc/broker.h"

#include <algorithm>

namespace dsreg::broker {
namespace json = boost::json;
namespace {

constexpr std::size_t longest_member = 512;
constexpr std::size_t longest_context = 64 * 1024;
constexpr std::size_t most_accounts =
    1024; // a shared machine has many; a list of thousands is none
constexpr std::size_t longest_version = 64;

bool is_version(std::string_view s)
{
    return !s.empty() && s.size() <= longest_version && std::all_of(s.begin(), s.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view(".+-~_").find(c) != std::string_view::npos;
    });
}

// A member that helps but decides nothing: whatever is wrong with it, it is left out.
std::string optional_text(const json::object& from, const char* name)
{
    std::string s;
    if (!read_text(from, name, longest_member, s).ok()) s.clear();
    return s;
}

const json::object* optional_object(const json::object& from, const char* name)
{
    const json::object* o = nullptr;
    return read_object(from, name, o).ok() ? o : nullptr;
}

bool same_guid(const std::string& a, const std::string& b)
{
    std::string one, other;
    return parse_guid(a, one) && parse_guid(b, other) && one == other;
}

int32_t small(int64_t n)
{
    return n >= 0 && n <= 9999 ? static_cast<int32_t>(n) : -1;
}

void read_telemetry(const json::object& root, wire::broker_error& ret)
{
    const json::object* telemetry = optional_object(root, "telemetry");
    if (!telemetry) return;
    const std::string tag = optional_text(*telemetry, "api_error_tag");
    if (ret.tag.empty() && tag.size() == 5) ret.tag = plain_word(tag);
    std::string guid;
    if (ret.correlation.empty() && parse_guid(optional_text(*telemetry, "correlation_id"), guid)) {
        ret.correlation = guid;
    }
}

// The sub-error stands beside the error (2.5), in its diagnostics (Java), or only in its words.
std::string find_suberror(const json::object* response, const json::object& error,
                          const std::string& context)
{
    std::string s;
    if (response) s = plain_word(optional_text(*response, "subError"));
    if (response && s.empty()) s = plain_word(optional_text(*response, "stsSubError"));
    const json::object* diagnostics = optional_object(error, "diagnostics");
    if (diagnostics && s.empty()) {
        s = plain_word(optional_text(*diagnostics, "oauth2_sub_error_code"));
    }
    return s.empty() ? suberror_in(context) : s;
}

status read_error(const json::object& error, uint32_t vendor, wire::broker_error& ret,
                  std::string& ret_context)
{
    int64_t code = -1, sub = -1, tag = 0;
    status end = read_text(error, "context", longest_context, ret_context);
    if (end.ok()) end = read_number(error, "status", code);
    if (end.ok()) end = read_number(error, "subStatus", sub);
    if (end.ok()) end = read_number(error, "tag", tag);
    if (!end.ok()) return end;
    const bool silent = vendor == DSREG_BROKER_HIMMELBLAU;
    ret.status = silent && code == 0 ? -1 : small(code);
    ret.sub_status = silent && sub == 0 ? -1 : small(sub);
    ret.tag = tag_text(tag);
    return {};
}

} // namespace

wire::broker_error protocol_error(const status& why)
{
    wire::broker_error e;
    e.kind = DSREG_X_PROTOCOL;
    e.text = foreign_text(why.text()); // the sentence may quote what came
    return e;
}

bool find_error(const json::object& root, uint32_t vendor, wire::broker_error& ret)
{
    const json::object* response = nullptr;
    const json::object* error = nullptr;
    status end = read_object(root, "brokerTokenResponse", response);
    if (end.ok()) end = read_object(root, "error", error);
    if (end.ok() && !error && response) end = read_object(*response, "error", error);
    if (end.ok() && !error) return false;
    wire::broker_error found;
    found.kind = DSREG_X_REFUSED;
    std::string context;
    if (end.ok()) end = read_error(*error, vendor, found, context);
    if (!end.ok()) {
        ret = protocol_error(end);
        return true;
    }
    found.aadsts = aadsts_number(context);
    found.suberror = find_suberror(response, *error, context);
    found.correlation = correlation_in(context);
    found.text = foreign_text(context);
    read_telemetry(root, found);
    ret = std::move(found);
    return true;
}

void read_version(std::string_view reply, uint32_t vendor, wire::broker_info& ret)
{
    document doc;
    if (const status end = doc.parse(reply); !end.ok()) {
        ret.error = protocol_error(end);
        return;
    }
    const bool failed = find_error(doc.root(), vendor, ret.error);
    std::string version;
    const status end = read_text(doc.root(), "linuxBrokerVersion", longest_member, version);
    if (!failed && !end.ok()) {
        ret.error = protocol_error(end);
        return;
    }
    if (is_version(version)) {
        ret.version = version;
        ret.version_source = "getLinuxBrokerVersion";
        return;
    }
    if (!failed && !version.empty()) {
        ret.error = protocol_error({errc::protocol, "member linuxBrokerVersion is no version"});
        return;
    }
    const json::object* telemetry = optional_object(doc.root(), "telemetry");
    version = telemetry ? optional_text(*telemetry, "broker_version") : "";
    if (is_version(version)) {
        ret.version = version;
        ret.version_source = "telemetry";
    }
}

wire::broker_accounts read_accounts(std::string_view reply, uint32_t vendor)
{
    wire::broker_accounts result;
    const auto fail = [&](const status& why) {
        result.accounts.clear();
        result.error = protocol_error(why);
        return result;
    };
    document doc;
    if (const status end = doc.parse(reply); !end.ok()) return fail(end);
    if (find_error(doc.root(), vendor, result.error)) return result;
    const json::array* list = nullptr;
    if (const status end = read_array(doc.root(), "accounts", list); !end.ok()) return fail(end);
    if (!list) return fail({errc::protocol, "the answer has neither accounts nor an error"});
    if (list->size() > most_accounts) return fail({errc::protocol, "it names too many accounts"});
    for (const json::value& item : *list) {
        if (!item.is_object()) return fail({errc::protocol, "an account is not an object"});
        const json::object& from = item.get_object();
        wire::broker_account a;
        status end = read_text(from, "homeAccountId", longest_member, a.home_account_id);
        if (end.ok()) end = read_text(from, "username", longest_member, a.username);
        if (end.ok()) end = read_text(from, "realm", longest_member, a.tenant_id);
        if (end.ok()) end = read_text(from, "environment", longest_member, a.environment);
        if (!end.ok()) return fail(end);
        result.accounts.push_back(std::move(a));
    }
    return result;
}

bool pick_account(std::string_view accounts_reply, const account_choice& whose, json::object& ret)
{
    document doc;
    const json::array* list = nullptr;
    if (!doc.parse(accounts_reply).ok()) return false;
    if (!read_array(doc.root(), "accounts", list).ok() || !list) return false;
    for (const json::value& item : *list) {
        if (!item.is_object()) continue;
        const json::object& account = item.get_object();
        const std::string& id = whose.home_account_id;
        if (!id.empty() && optional_text(account, "homeAccountId") != id) continue;
        if (!whose.tenant_id.empty() &&
            !same_guid(optional_text(account, "realm"), whose.tenant_id))
            continue;
        ret = json::object(account, json::storage_ptr()); // outlives the document's memory
        return true;
    }
    return false;
}

} // namespace dsreg::broker
