// dsreg-device-broker: takes its name on the system bus and serves until nobody asks any more.
#include "base/text.h"
#include "base/unique_fd.h"
#include "bus/server.h"
#include "cli/environment.h"
#include "cli/lab_world.h"
#include "cli/output.h"
#include "cli/target_user.h"
#include "device/dispatcher.h"
#include "device/service_methods.h"
#include "device_broker/arguments.h"
#include "wire/frame.h"

#include <csignal>
#include <cstdio>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using namespace dsreg;
using namespace std::chrono_literals;

constexpr int exit_usage = 1, exit_needs_root = 4, exit_broken = 12;
constexpr auto bus_patience = 10s;

int fail(int code, const std::string& text)
{
    std::fprintf(stderr, "dsreg-device-broker: %s\n", safe_text(text).c_str());
    return code;
}

int print(const std::string& text)
{
    bool reader_gone = false;
    const status s = cli::write_all(1, text, reader_gone);
    if (s.ok()) return 0;
    return reader_gone ? exit_broken : fail(exit_broken, "cannot write: " + s.text());
}

// What this process reads and writes is root's: no core, no debugger, no file that others read,
// and no program that it could ever start gets more rights than it has.
bool settle_down()
{
    ::umask(077);
    const rlimit none{0, 0};
    return ::setrlimit(RLIMIT_CORE, &none) == 0 && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

status find_world(const device_broker::arguments& chosen, const cli::environment& env,
                  wire::world& ret)
{
    cli::caller who;
    if (status s = cli::identify_caller(env, who); !s.ok()) return s;
    wire::world w;
    if (!chosen.lab.empty() || env.lab) {
        const std::string file = chosen.lab.empty() ? *env.lab : chosen.lab;
        if (file.empty())
            return {errc::invalid, "the environment variable DSREG_LAB names no file"};
        if (status s = cli::load_lab_world(file, who, w); !s.ok()) return s;
    } else {
        if (!who.elevated) return {errc::access, "only root can be the device service"};
        if (cli::started_by_lab())
            return {errc::invalid, "dsreg-lab started this, but the lab's descriptor did not "
                                   "arrive: it will not serve the real machine"};
        cli::proxy_choice proxy;
        if (status s = cli::choose_proxy(env, proxy); !s.ok()) return s;
        w.proxy = std::move(proxy.url);
        w.proxy_source = std::move(proxy.source);
        w.no_proxy = std::move(proxy.no_proxy);
        w.system_bus = "unix:path=/run/dbus/system_bus_socket";
        w.elevated = true;
    }
    w.home.clear(); // no user's home is this service's business
    ret = std::move(w);
    return {};
}

// Asks the bus on a connection of its own, so that nothing waits behind what is being served.
class bus_identifier final : public device::identifier
{
public:
    bus::outcome open(const std::string& address)
    {
        return bus_.open(address, bus::clock::now() + bus_patience);
    }
    bus::outcome uid_of(const std::string& sender, uint32_t& ret) override
    {
        return bus_.owner_uid(sender, bus::clock::now() + bus_patience, ret);
    }

private:
    bus::connection bus_;
};

int stop_signals()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int s : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, s);
    ::sigprocmask(SIG_BLOCK, &set, nullptr); // before any thread
    return ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int serve(const wire::world& where, std::chrono::seconds idle)
{
    const unique_fd stop(stop_signals());
    bus_identifier who;
    bus::server server;
    if (const auto end = who.open(where.system_bus); !end.ok())
        return fail(exit_broken, "the system bus: " + end.text);
    if (const auto end = server.open(where.system_bus, bus::clock::now() + bus_patience); !end.ok())
        return fail(exit_broken, "the system bus: " + end.text);
    device::dispatcher border(where, ::geteuid(), who, device::service_methods(where));
    for (const device::guarded_method& m : border.methods()) {
        server.slow_method(
            device::service_path, device::service_name, m.name, std::string(m.arguments, 's'), "s",
            [&border, name = m.name](const bus::incoming& in, const bus::later& reply) {
                border.take(name, in, reply);
            });
    }
    server.property(device::service_path, device::service_name, "Version",
                    [] { return bus::of_text(std::string(wire::version())); });
    if (const auto end = server.request_name(device::service_name); !end.ok())
        return fail(exit_broken, std::string(device::service_name) + ": " + end.text);
    const bus::outcome end = server.run(stop.get(), idle);
    if (end.ok()) {
        border.close();
        server.run(stop.get(), 0ms); // hands out what was answered meanwhile
    } else {
        fail(exit_broken, "the system bus: " + end.text);
    }
    std::fflush(nullptr);
    ::_exit(end.ok() ? 0 : exit_broken); // a thread may still wait for a server
}

int start(int argc, const char* const* argv)
{
    cli::keep_standard_descriptors();
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    if (!settle_down()) return fail(exit_broken, "the kernel refuses what protects this process");
    const bool elevated = ::geteuid() == 0;
    const cli::environment env = cli::read_environment(elevated);
    if (elevated) cli::rebuild_environment();
    device_broker::arguments chosen;
    if (const status s = device_broker::parse(argc, argv, chosen); !s.ok())
        return fail(exit_usage, s.text());
    if (chosen.help) return print(device_broker::help_text());
    if (chosen.version) return print("dsreg-device-broker " + std::string(wire::version()) + "\n");
    wire::world where;
    if (const status s = find_world(chosen, env, where); !s.ok())
        return fail(s.code() == errc::access ? exit_needs_root : exit_usage, s.text());
    return serve(where, chosen.idle);
}

} // namespace

int main(int argc, char** argv)
{
    try {
        return start(argc, argv);
    } catch (const std::exception& e) {
        return fail(exit_broken, std::string("internal error: ") + e.what());
    }
}
