#include "reader_parts.h"

namespace dsreg::lab {

namespace json = boost::json;

namespace {

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
        in.choice("stop", unit.stop, {"works", "fails", "hangs"});
        in.finish();
    }
}

void read_files(const json::object& o, status& error, std::map<std::string, std::string>& ret)
{
    object_reader all(o, "machine.files", error);
    for (const auto& member : o) {
        const std::string path(member.key());
        if (path.size() < 2 || path[0] != '/' || path[1] == '/' ||
            path.find("/..") != std::string::npos) {
            all.fail(path, "must be an absolute path without \"..\"");
        }
        all.text(path, ret[path], 64 * 1024);
    }
}

void read_log(object_reader& in, status& error, std::vector<log_play>& ret)
{
    const json::array* list = in.array("log");
    if (!list) return;
    for (const json::value& v : *list) {
        if (!v.is_object()) return in.fail("log", "must hold objects");
        object_reader line(v.get_object(), in.path("log") + "[" + std::to_string(ret.size()) + "]",
                           error);
        log_play& play = ret.emplace_back();
        line.require("message");
        line.choice("from", play.from, {"device-broker", "user-broker"});
        line.number("ago_s", play.ago_s, 0, longest_time);
        line.number("priority", play.priority, 0, 7);
        line.number("uid", play.uid, 0, UINT32_MAX - 1);
        line.text("message", play.message, 16 * 1024);
        line.finish();
    }
}

// Items stand in the place of the usual ones.
void read_secrets(const json::object& o, status& error, secrets_play& ret)
{
    object_reader in(o, "machine.secrets", error);
    in.choice("collection", ret.collection, {"login", "alias", "locked", "none", "no-service"});
    in.flag("prompt", ret.prompt);
    if (const json::array* list = in.array("items")) {
        ret.usual = false;
        for (const json::value& v : *list) {
            if (!v.is_object()) return in.fail("items", "must hold objects");
            const std::string where =
                in.path("items") + "[" + std::to_string(ret.items.size()) + "]";
            object_reader item(v.get_object(), where, error);
            secret_play& play = ret.items.emplace_back();
            item.text("label", play.label);
            if (const json::object* all = item.object("attributes")) {
                object_reader attributes(*all, where + ".attributes", error);
                for (const auto& member : *all) {
                    const std::string name(member.key());
                    attributes.text(name, play.attributes[name]);
                }
            }
            item.finish();
        }
    }
    in.finish();
}

} // namespace

void read_machine(const json::object& o, status& error, machine_play& ret)
{
    object_reader in(o, "machine", error);
    in.text("hostname", ret.hostname, 64);
    in.flag("elevated", ret.elevated);
    in.flag("time_synchronized", ret.time_synchronized);
    in.flag("remote_session", ret.remote_session);
    in.flag("device_broker", ret.device_broker);
    in.flag("device_service", ret.device_service);
    in.flag("session_bus", ret.session_bus);
    in.flag("authd", ret.authd);
    if (const json::object* k = in.object("secrets")) read_secrets(*k, error, ret.secrets);
    in.number("clock_offset_s", ret.clock_offset_s, -longest_time, longest_time);
    in.choice("journal", ret.journal, {"good", "none", "unreadable", "corrupt"});
    read_log(in, error, ret.log);
    in.text("vendor_dsreg", ret.vendor_dsreg, 64 * 1024);
    if (ret.vendor_dsreg.find('\0') != std::string::npos)
        in.fail("vendor_dsreg", "must not hold NUL: a script cannot print it");
    in.choice("device_era", ret.device_era, {"", "java", "cpp"});
    if (const json::object* u = in.object("units")) read_units(*u, error, ret.units);
    if (const json::object* files = in.object("files")) read_files(*files, error, ret.files);
    in.finish();
}

} // namespace dsreg::lab
