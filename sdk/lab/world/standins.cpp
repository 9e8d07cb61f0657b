#include "world/standins.h"

#include <functional>

namespace dsreg::lab {
namespace {

using bus::answer;
using bus::incoming;
using bus::of_bool;
using bus::of_path;
using bus::of_text;
using bus::of_u32;
using bus::typed;

const std::string manager = "org.freedesktop.systemd1.Manager";
const std::string systemd_path = "/org/freedesktop/systemd1";

std::string unit_path(const std::string& name)
{
    static constexpr char hex[] = "0123456789abcdef";
    std::string path = systemd_path + "/unit/";
    for (const char c : name) {
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        const auto byte = static_cast<unsigned char>(c);
        if (plain)
            path += c;
        else
            path += std::string("_") + hex[byte >> 4] + hex[byte & 15];
    }
    return path;
}

answer no_such_unit(const std::string& name)
{
    return answer::error("org.freedesktop.systemd1.NoSuchUnit", "Unit " + name + " not loaded.");
}

answer no_such_file(const std::string& name)
{
    return answer::error("org.freedesktop.DBus.Error.FileNotFound",
                         "No such file or directory: " + name);
}

unit_play absent_unit()
{
    return {"not-found", "inactive", "dead", "success", ""};
}

std::string fragment(const std::string& name, const unit_play& unit)
{
    if (unit.load == "masked") return "/dev/null";
    return unit.load == "loaded" ? "/usr/lib/systemd/system/" + name : "";
}

typed unit_row(const std::string& name, const unit_play& unit)
{
    return bus::of_struct({of_text(name), of_text(name), of_text(unit.load), of_text(unit.active),
                           of_text(unit.sub), of_text(""), of_path(unit_path(name)), of_u32(0),
                           of_text(""), of_path("/")});
}

void export_unit(bus::server& server, const std::string& name, const unit_play& unit)
{
    const std::string interface = "org.freedesktop.systemd1.Unit";
    const auto text = [&](const char* property, const std::string& value) {
        server.property(unit_path(name), interface, property, [value] { return of_text(value); });
    };
    text("Id", name);
    text("LoadState", unit.load);
    text("ActiveState", unit.active);
    text("SubState", unit.sub);
    text("UnitFileState", unit.file);
    text("FragmentPath", fragment(name, unit));
    server.property(unit_path(name), "org.freedesktop.systemd1.Service", "Result",
                    [result = unit.result] { return of_text(result); });
}

void export_systemd(bus::server& server, const scenario& s)
{
    std::map<std::string, unit_play> all = units(s);
    // What a diagnosis asks for exists as an object even if the machine has no such unit.
    all.try_emplace("microsoft-identity-device-broker.service", absent_unit());
    all.try_emplace("himmelblaud.service", absent_unit());
    for (const auto& [name, unit] : all) export_unit(server, name, unit);

    server.method(systemd_path, manager, "GetUnit", "s", "o", [all](const incoming& in) {
        const auto unit = all.find(in.text(0));
        if (unit == all.end() || unit->second.load != "loaded") return no_such_unit(in.text(0));
        return answer{{of_path(unit_path(unit->first))}, "", ""};
    });
    server.method(systemd_path, manager, "LoadUnit", "s", "o", [all](const incoming& in) {
        if (!all.count(in.text(0))) return no_such_unit(in.text(0));
        return answer{{of_path(unit_path(in.text(0)))}, "", ""};
    });
    server.method(systemd_path, manager, "GetUnitFileState", "s", "s", [all](const incoming& in) {
        const auto unit = all.find(in.text(0));
        if (unit == all.end() || unit->second.file.empty()) return no_such_file(in.text(0));
        return answer{{of_text(unit->second.file)}, "", ""};
    });
    server.method(systemd_path, manager, "ListUnitsByNames", "as", "a(ssssssouso)",
                  [all](const incoming& in) {
                      std::vector<typed> rows;
                      for (const auto& [where, name] : in.arguments) {
                          const auto unit = all.find(name.text);
                          rows.push_back(unit_row(name.text, unit == all.end() ? absent_unit()
                                                                               : unit->second));
                      }
                      return answer{{bus::of_array("(ssssssouso)", std::move(rows))}, "", ""};
                  });
    server.property(systemd_path, manager, "Version", [] { return of_text("255"); });
    server.property(systemd_path, manager, "SystemState", [] { return of_text("running"); });
}

void export_logind(bus::server& server, const scenario& s, uint32_t uid, const std::string& user)
{
    const std::string path = "/org/freedesktop/login1";
    const std::string interface = "org.freedesktop.login1.Manager";
    const std::string session = path + "/session/_31";
    server.method(path, interface, "ListSessions", "", "a(susso)", [=](const incoming&) {
        typed row = bus::of_struct(
            {of_text("1"), of_u32(uid), of_text(user), of_text("seat0"), of_path(session)});
        return answer{{bus::of_array("(susso)", {std::move(row)})}, "", ""};
    });
    server.method(path, interface, "GetSession", "s", "o", [=](const incoming& in) {
        if (in.text(0) == "1" || in.text(0) == "auto") return answer{{of_path(session)}, "", ""};
        return answer::error("org.freedesktop.login1.NoSuchSession",
                             "No session '" + in.text(0) + "' known");
    });
    const std::string one = "org.freedesktop.login1.Session";
    const auto text = [&](const char* property, const std::string& value) {
        server.property(session, one, property, [value] { return of_text(value); });
    };
    text("Id", "1");
    text("Name", user);
    text("Type", s.machine.remote_session ? "tty" : "wayland");
    text("Class", "user");
    text("State", "active");
    text("RemoteHost", s.machine.remote_session ? "192.0.2.10" : "");
    server.property(session, one, "Remote",
                    [remote = s.machine.remote_session] { return of_bool(remote); });
    server.property(session, one, "Active", [] { return of_bool(true); });
}

void export_small_ones(bus::server& server, const scenario& s)
{
    const std::string time = "/org/freedesktop/timedate1",
                      time_interface = "org.freedesktop.timedate1";
    server.property(time, time_interface, "Timezone", [] { return of_text("Etc/UTC"); });
    server.property(time, time_interface, "NTP", [] { return of_bool(true); });
    server.property(time, time_interface, "CanNTP", [] { return of_bool(true); });
    server.property(time, time_interface, "NTPSynchronized",
                    [yes = s.machine.time_synchronized] { return of_bool(yes); });

    const std::string host = "/org/freedesktop/hostname1",
                      host_interface = "org.freedesktop.hostname1";
    for (const char* name : {"Hostname", "StaticHostname"}) {
        server.property(host, host_interface, name,
                        [value = s.machine.hostname] { return of_text(value); });
    }
    server.property("/org/freedesktop/realmd", "org.freedesktop.realmd.Provider", "Realms",
                    [] { return bus::of_paths({}); });
}

} // namespace

status play_system_services(bus::server& server, const scenario& s, uint32_t uid,
                            const std::string& user)
{
    export_systemd(server, s);
    export_logind(server, s, uid, user);
    export_small_ones(server, s);
    for (const char* name : {"systemd1", "login1", "timedate1", "hostname1", "realmd"}) {
        const bus::outcome taken = server.request_name(std::string("org.freedesktop.") + name);
        if (!taken.ok()) return {errc::io, "no name on the lab's system bus: " + taken.text};
    }
    return {};
}

} // namespace dsreg::lab
