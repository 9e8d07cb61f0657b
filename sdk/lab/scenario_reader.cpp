// Scenario files: JSON of schemas/scenario-1.schema.json.
#include "base/text.h"
#include "file.h"
#include "object_reader.h"
#include "scenario.h"

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

void read_guid(object_reader& in, std::string_view key, std::string& ret)
{
    std::string text = ret;
    in.text(key, text);
    if (!parse_guid(text, ret)) in.fail(key, "must be a GUID");
}

void read_account(const json::object& o, const std::string& where, status& error, account& ret)
{
    object_reader in(o, where, error);
    in.text("username", ret.username);
    in.text("given_name", ret.given_name);
    in.text("family_name", ret.family_name);
    read_guid(in, "object_id", ret.object_id);
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
    in.finish();
}

void read_broker(const json::object& o, status& error, broker_play& ret)
{
    object_reader in(o, "broker", error);
    in.choice("kind", ret.kind, {"none", "java", "cpp", "himmelblau", "reference"});
    in.text("version", ret.version);
    in.choice("fault", ret.fault, {"none", "slow", "crash", "garbage", "error"});
    in.number("delay_ms", ret.delay_ms, 0, 600'000);
    in.texts("methods", ret.methods);
    if (const json::object* e = in.object("error")) read_broker_error(*e, error, ret.error);
    if (const json::array* list = in.array("accounts")) {
        ret.accounts.clear();
        for (const json::value& v : *list) {
            const std::string where =
                "broker.accounts[" + std::to_string(ret.accounts.size()) + "]";
            if (!v.is_object()) return in.fail("accounts", "must hold objects");
            read_account(v.get_object(), where, error, ret.accounts.emplace_back());
        }
    }
    in.finish();
}

void read_tenant(const json::object& o, status& error, tenant_play& ret)
{
    object_reader in(o, "tenant", error);
    read_guid(in, "id", ret.id);
    in.text("domain", ret.domain);
    in.text("name", ret.name);
    in.choice("realm", ret.realm, {"Managed", "Federated", "Unknown"});
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

void read_units(const json::object& o, status& error, std::map<std::string, unit_play>& ret)
{
    object_reader all(o, "machine.units", error);
    for (const auto& member : o) {
        const std::string name(member.key());
        const json::object* entry = all.object(name);
        if (!entry) return;
        unit_play& unit = ret[name];
        object_reader in(*entry, "machine.units." + name, error);
        in.text("load", unit.load);
        in.text("active", unit.active);
        in.text("sub", unit.sub);
        in.text("result", unit.result);
        in.text("file", unit.file);
        in.finish();
    }
}

void read_machine(const json::object& o, status& error, machine_play& ret)
{
    object_reader in(o, "machine", error);
    in.text("hostname", ret.hostname, 64);
    in.flag("time_synchronized", ret.time_synchronized);
    in.flag("remote_session", ret.remote_session);
    in.flag("device_broker", ret.device_broker);
    if (const json::object* u = in.object("units")) read_units(*u, error, ret.units);
    if (const json::object* files = in.object("files")) {
        object_reader all(*files, "machine.files", error);
        for (const auto& member : *files) {
            const std::string path(member.key());
            if (path.size() < 2 || path[0] != '/' || path[1] == '/' ||
                path.find("/..") != std::string::npos) {
                all.fail(path, "must be an absolute path without \"..\"");
            }
            all.text(path, ret.files[path], 64 * 1024);
        }
    }
    in.finish();
}

} // namespace

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
    if (const json::object* o = in.object("device")) {
        object_reader device(*o, "device", error);
        read_guid(device, "id", s.device_id);
        device.finish();
    }
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
