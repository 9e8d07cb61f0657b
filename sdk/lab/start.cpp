#include "start.h"

#include "buses.h"
#include "descriptor.h"
#include "device_root.h"
#include "file.h"
#include "journal.h"
#include "spawn.h"
#include "wire/world.h"

#include <boost/json.hpp>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace dsreg::lab {
namespace {

namespace json = boost::json;
using clock = std::chrono::steady_clock;

constexpr uint16_t proxy_port = 8080; // on the network that is played
constexpr auto patience = std::chrono::seconds(10);
const std::vector<std::string> plain_env = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8",
                                            "HOME=/nonexistent"};

// What a program writes until it closes the pipe; none in time or none at all: an error.
status wait_for_word(int fd, const std::string& of, std::string& ret)
{
    const auto deadline = clock::now() + patience;
    std::string said;
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock::now()).count();
        pollfd p{fd, POLLIN, 0};
        if (left <= 0) return {errc::timeout, "the lab's " + of + " does not start"};
        if (::poll(&p, 1, static_cast<int>(left)) <= 0) continue;
        char block[512];
        const ssize_t n = ::read(fd, block, sizeof block);
        if (n < 0 && errno == EINTR) continue;
        if (n > 0) said.append(block, static_cast<std::size_t>(n));
        const bool whole = n == 0 || (!said.empty() && (said.back() == '\n' || said.back() == '}'));
        if (whole) break;
    }
    if (said.empty()) return {errc::io, "the lab's " + of + " ended at its start"};
    ret = std::move(said);
    return {};
}

// dsreg's own device service has a descriptor of its own, in which it plays root.
std::string descriptor_of_service(const std::string& folder)
{
    return folder + "/device-service.json";
}

status start_buses(const places& where, const scenario& s, const std::string& scenario_file,
                   const std::string& folder)
{
    std::vector<bus_service> services;
    if (s.broker.kind != "none") {
        services.push_back({"com.microsoft.identity.broker1",
                            {folder + "/root" + broker_program(s.broker.kind), scenario_file,
                             folder + "/broker.log"}});
    }
    unique_fd session, system;
    if (s.machine.session_bus) {
        const std::string place = folder + "/session";
        if (status r = start_bus(bus_kind::session, place, services, session); !r.ok()) return r;
    }
    std::vector<bus_service> system_services;
    if (s.machine.device_service) {
        if (::access(where.device_service.c_str(), X_OK) != 0)
            return {errc::not_found, "the lab has no device service to play: " +
                                         where.device_service + " cannot be executed"};
        system_services.push_back({"org.dsreg.DeviceBroker1",
                                   {where.device_service, "--lab", descriptor_of_service(folder)}});
    }
    if (status r = start_bus(bus_kind::system, folder + "/system", system_services, system);
        !r.ok())
        return r;
    std::string address;
    for (const int fd : {session.get(), system.get()}) {
        if (fd < 0) continue;
        if (status r = wait_for_word(fd, "message bus (see dbus-daemon)", address); !r.ok()) {
            std::string log;
            const char* which = fd == session.get() ? "/session/daemon.log" : "/system/daemon.log";
            (void)read_file(folder + which, 4096, log);
            return {r.code(), r.text() + ": " + log};
        }
    }
    return {};
}

status start_world(const places& where, const std::string& scenario_file, const std::string& folder,
                   const wire::world& w, running_lab& ret, unique_fd& ret_ready)
{
    int end[2], ready[2];
    if (::pipe2(end, O_CLOEXEC) != 0) return {errc::io, "no pipe"};
    const unique_fd end_there(end[0]);
    unique_fd end_here(end[1]);
    if (::pipe2(ready, O_CLOEXEC) != 0) return {errc::io, "no pipe"};
    unique_fd ready_here(ready[0]);
    const unique_fd ready_there(ready[1]);
    const unique_fd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    program world;
    world.argv = {where.world, scenario_file, folder, where.share, std::to_string(w.uid), w.user};
    world.env = plain_env;
    world.fds = {{null.get(), 0}, {null.get(), 1}, {end_there.get(), 3}, {ready_there.get(), 4}};
    world.own_session = true;
    world.dies_with_parent = false; // it notices by itself and cleans up
    sigemptyset(&world.mask);
    if (status r = spawn(world, ret.world); !r.ok()) return r;
    ret.world_end = std::move(end_here);
    ret_ready = std::move(ready_here);
    return {};
}

// The device broker holds its name from the start: on a real machine systemd started it.
status start_device_broker(const scenario& s, const std::string& scenario_file,
                           const std::string& folder, const std::string& system_bus,
                           unique_fd& ret_ready)
{
    const std::string broker = device_broker_program(s);
    if (broker.empty() || !s.machine.device_broker) return {};
    int ready[2];
    if (::pipe2(ready, O_CLOEXEC) != 0) return {errc::io, "no pipe"};
    unique_fd ready_here(ready[0]);
    const unique_fd ready_there(ready[1]);
    const unique_fd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    program device;
    device.argv = {folder + "/root" + broker, scenario_file, folder + "/broker.log", "--device",
                   system_bus};
    device.env = plain_env;
    device.fds = {{null.get(), 0}, {ready_there.get(), 1}};
    device.own_session = true;
    sigemptyset(&device.mask);
    pid_t pid = 0;
    if (status r = spawn(device, pid); !r.ok()) return r;
    ret_ready = std::move(ready_here);
    return {};
}

// One name and home for everybody: a report of one scenario reads alike whoever plays it.
void set_user(wire::world& w)
{
    w.uid = ::geteuid();
    w.gid = ::getegid();
    w.user = "lab";
    w.home = "/home/lab";
}

status map_hosts(const scenario& s, const std::string& text, wire::world& w)
{
    json::error_code failed;
    const json::value v = json::parse(text, failed);
    if (failed || !v.is_object()) return {errc::internal, "the lab's world names no ports"};
    const auto port = [&](const char* key) {
        const json::value* p = v.get_object().if_contains(key);
        return p && p->is_int64() ? static_cast<uint16_t>(p->get_int64()) : uint16_t{0};
    };
    w.dns_server = "127.0.0.1:" + std::to_string(port("dns"));
    const bool through_proxy = s.proxy.mode != "none"; // then the network lets nothing else out
    if (through_proxy) { // by a name, so that no report holds a port of this run
        const std::string name = "proxy." + s.tenant.domain;
        w.proxy = "http://" + name + ":" + std::to_string(proxy_port);
        w.hosts.push_back({name, proxy_port, "127.0.0.1", port("proxy"), ""});
    }
    for (const std::string& name : host_names(s)) {
        const host_play play = behaviour(s, name);
        const std::string fail = play.dns == "answer" ? "" : play.dns;
        for (const uint16_t from : {uint16_t{443}, uint16_t{80}}) {
            uint16_t to = port(from == 443 ? "https" : "http");
            if (play.connect != "answer") to = port(play.connect.c_str());
            if (through_proxy) to = port("refused");
            w.hosts.push_back({name, from, "127.0.0.1", to, fail});
        }
    }
    return {};
}

} // namespace

status start_lab(const places& where, const scenario& s, const std::string& scenario_file,
                 const std::string& folder, running_lab& ret)
{
    std::string play;
    if (status r = read_file(scenario_file, 256 * 1024, play); !r.ok()) return r;
    const std::string copy = folder + "/scenario.json";
    if (status r = write_file(copy, play); !r.ok()) return r;
    journal_maker journal(find_journal_converter());
    if (status r = journal.begin(s, folder, folder + "/root", ::geteuid()); !r.ok()) return r;
    if (status r = start_buses(where, s, copy, folder); !r.ok()) return r;

    wire::world w;
    w.scenario = s.name;
    w.elevated = s.machine.elevated;
    set_user(w);
    w.clock_offset = s.machine.clock_offset_s * 1'000'000'000;
    // The command's environment names a socket that is not there, so that it does not find another.
    ret.session_bus = bus_address(folder + "/session");
    if (s.machine.session_bus)
        w.session_bus = ret.session_bus;
    else
        w.session_why = "no user session bus: DBUS_SESSION_BUS_ADDRESS is not set and /run/user "
                        "has no socket for " +
                        w.user;
    w.system_bus = ret.system_bus = bus_address(folder + "/system");
    w.device_root = folder + "/root";
    w.ca_file = folder + "/ca.pem";
    std::string ca;
    if (status r = read_file(where.share + "/ca.pem", 65536, ca); !r.ok()) return r;
    if (status r = write_file(w.ca_file, ca); !r.ok()) return r;

    unique_fd world_ready, device_ready;
    if (status r = start_world(where, copy, folder, w, ret, world_ready); !r.ok()) return r;
    if (status r = make_device_root(s, w.device_root, w.home, where.broker, where.share, w.owners);
        !r.ok()) {
        return r;
    }
    if (status r = start_device_broker(s, copy, folder, w.system_bus, device_ready); !r.ok()) {
        return r;
    }
    std::string ports, word;
    if (status r = wait_for_word(world_ready.get(), "world", ports); !r.ok()) return r;
    if (device_ready) {
        if (status r = wait_for_word(device_ready.get(), "device broker", word); !r.ok()) return r;
    }
    if (status r = map_hosts(s, ports, w); !r.ok()) return r;
    if (status r = journal.finish(w.owners); !r.ok()) return r;
    if (s.machine.device_service) {
        wire::world roots = w;
        roots.elevated = true;
        if (status r = write_file(descriptor_of_service(folder), descriptor(roots), 0600); !r.ok())
            return r;
    }
    ret.descriptor_file = folder + "/lab.json";
    return write_file(ret.descriptor_file, descriptor(w), 0600);
}

} // namespace dsreg::lab
