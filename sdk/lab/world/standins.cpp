#include "world/standins.h"

#include "world/systemd.h"

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
    if (s.machine.authd) (void)server.request_name("com.ubuntu.authd.MSEntraID");
    return {};
}

} // namespace dsreg::lab
