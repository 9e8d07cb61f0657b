// Scenario files: JSON of schemas/scenario-1.schema.json.
#include "base/text.h"
#include "file.h"
#include "reader_parts.h"

#include <algorithm>

namespace dsreg::lab {
namespace {

namespace json = boost::json;
constexpr std::size_t max_file = 256 * 1024;

bool is_name(const std::string& s)
{
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !s.empty() && plain(s[0]) &&
           std::all_of(s.begin(), s.end(), [&](char c) { return plain(c) || c == '-'; });
}

void read_tenant(const json::object& o, status& error, tenant_play& ret)
{
    object_reader in(o, "tenant", error);
    read_guid(in, "id", ret.id);
    in.text("domain", ret.domain);
    in.text("name", ret.name);
    in.choice("realm", ret.realm, {"Managed", "Federated", "Unknown"});
    in.choice("cloud", ret.cloud, {"public", "usgov", "china"});
    in.finish();
}

void read_hosts(const json::object& o, status& error, std::vector<host_play>& ret)
{
    for (const auto& member : o) {
        host_play host;
        host.name = std::string(member.key());
        object_reader all(o, "hosts", error);
        const json::object* entry = all.object(host.name);
        if (!entry) return;
        object_reader in(*entry, "hosts." + host.name, error);
        in.choice("dns", host.dns, {"answer", "nxdomain", "servfail", "refused", "silent"});
        in.choice("connect", host.connect, {"answer", "refused", "silent"});
        in.choice("certificate", host.certificate, {"lab", "other-ca"});
        in.choice("client_certificate", host.client_certificate, {"asked", "lost"});
        in.finish();
        ret.push_back(std::move(host));
    }
}

void read_http(const json::array& list, status& error, std::vector<http_play>& ret)
{
    for (const json::value& v : list) {
        const std::string where = "http[" + std::to_string(ret.size()) + "]";
        if (!v.is_object()) {
            if (error.ok()) error = status(errc::invalid, where + " must be an object");
            return;
        }
        http_play play;
        object_reader in(v.get_object(), where, error);
        in.text("host", play.host);
        in.text("path", play.path);
        in.number("status", play.status, 200, 599);
        in.text("type", play.type);
        in.text("body", play.body, 64 * 1024);
        in.text("location", play.location, 2048);
        in.flag("hang", play.hang);
        in.finish();
        ret.push_back(std::move(play));
    }
}

void read_proxy(const json::object& o, status& error, proxy_play& ret)
{
    object_reader in(o, "proxy", error);
    in.choice("mode", ret.mode, {"none", "open", "auth-required", "forbidden", "refused"});
    in.finish();
}

} // namespace

void read_guid(object_reader& in, std::string_view key, std::string& ret)
{
    std::string text = ret;
    in.text(key, text);
    if (!parse_guid(text, ret)) in.fail(key, "must be a GUID");
}

status parse_scenario(const std::string& text, scenario& ret)
{
    json::error_code failed;
    const json::value whole = json::parse(text, failed);
    if (failed) return {errc::invalid, "it is not JSON: " + failed.message()};
    if (!whole.is_object()) return {errc::invalid, "it is not a JSON object"};
    status error;
    scenario s;
    std::string format, schema;
    object_reader in(whole.get_object(), "", error);
    for (const char* key : {"format", "name", "description"}) in.require(key);
    in.text("$schema", schema);
    in.choice("format", format, {"dsreg-scenario/1"});
    in.text("name", s.name, 64);
    if (!is_name(s.name)) in.fail("name", "must be of a-z, 0-9 and -");
    in.text("description", s.description);
    if (const json::object* o = in.object("broker")) read_broker(*o, error, s.broker);
    if (const json::object* o = in.object("tenant")) read_tenant(*o, error, s.tenant);
    if (const json::object* o = in.object("device")) read_device(*o, error, s.device);
    if (const json::array* a = in.array("other_devices"))
        read_other_devices(*a, error, s.other_devices);
    if (const json::object* o = in.object("proxy")) read_proxy(*o, error, s.proxy);
    if (const json::object* o = in.object("hosts")) read_hosts(*o, error, s.hosts);
    if (const json::array* a = in.array("http")) read_http(*a, error, s.http);
    if (const json::object* o = in.object("machine")) read_machine(*o, error, s.machine);
    in.finish();
    if (error.ok()) ret = std::move(s);
    return error;
}

status load_scenario(const std::string& file, scenario& ret)
{
    std::string text;
    if (status read = read_file(file, max_file, text); !read.ok()) return read;
    status parsed = parse_scenario(text, ret);
    if (parsed.ok()) return parsed;
    return {parsed.code(), "the scenario " + file + " cannot be used: " + parsed.text()};
}

} // namespace dsreg::lab
