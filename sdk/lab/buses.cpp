#include "buses.h"

#include "file.h"
#include "spawn.h"

#include <fcntl.h>
#include <unistd.h>

namespace dsreg::lab {
namespace {

std::string configuration(bus_kind kind, const std::string& folder)
{
    // Everybody may do everything: the folder's mode is the border. Without <servicehelper> the
    // daemon starts services itself, with its own rights, on either kind of bus.
    return std::string("<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration "
                       "1.0//EN\"\n \"http://www.freedesktop.org/standards/dbus/1.0/"
                       "busconfig.dtd\">\n<busconfig>\n") +
           "<type>" + (kind == bus_kind::session ? "session" : "system") + "</type>\n" +
           "<listen>unix:path=" + folder + "/socket</listen>\n<auth>EXTERNAL</auth>\n" +
           "<servicedir>" + folder + "/services</servicedir>\n" +
           "<policy context=\"default\">\n<allow user=\"*\"/><allow own=\"*\"/>\n"
           "<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/>\n"
           "</policy>\n<limit name=\"service_start_timeout\">10000</limit>\n</busconfig>\n";
}

std::string service_file(const bus_service& service)
{
    std::string command;
    for (const std::string& arg : service.argv) {
        command += (command.empty() ? "\"" : " \"") + arg + "\"";
    }
    return "[D-BUS Service]\nName=" + service.name + "\nExec=" + command + "\n";
}

} // namespace

std::string bus_address(const std::string& folder)
{
    return "unix:path=" + folder + "/socket";
}

status start_bus(bus_kind kind, const std::string& folder, const std::vector<bus_service>& services,
                 unique_fd& ret_ready)
{
    if (status s = make_dirs(folder + "/services"); !s.ok()) return s;
    const std::string config = folder + "/bus.conf";
    if (status s = write_file(config, configuration(kind, folder)); !s.ok()) return s;
    for (const bus_service& service : services) {
        const std::string file = folder + "/services/" + service.name + ".service";
        if (status s = write_file(file, service_file(service)); !s.ok()) return s;
    }
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return {errc::io, "no pipe"};
    unique_fd ready(ends[0]);
    const unique_fd address(ends[1]);
    const std::string log_file = folder + "/daemon.log"; // it grumbles about limits without root
    const unique_fd log(::open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    const unique_fd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    program daemon;
    daemon.argv = {"dbus-daemon", "--config-file=" + config, "--nofork", "--nopidfile",
                   "--nosyslog",  "--print-address=3"};
    daemon.env = {"PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/nonexistent"};
    daemon.fds = {{null.get(), 0}, {null.get(), 1}, {log.get(), 2}, {address.get(), 3}};
    daemon.own_session = true;
    sigemptyset(&daemon.mask);
    pid_t pid = 0;
    if (status s = spawn(daemon, pid); !s.ok()) {
        return {s.code(), s.text() + " (Debian and Fedora: package dbus-daemon)"};
    }
    ret_ready = std::move(ready);
    return {};
}

} // namespace dsreg::lab
