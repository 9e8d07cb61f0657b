// dsreg-lab-broker - an identity broker that owns no secret. The lab copies it to where the vendor
// that it plays has its program, so that its executable tells what a diagnosis would see.
//
//   SCENARIO LOG                       started by the session bus: the user's broker
//   SCENARIO LOG --device BUS          holds the device broker's name on the system bus
#include "bus/server.h"
#include "file.h"
#include "reference/replies.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <sys/eventfd.h>
#include <unistd.h>

namespace {

using namespace dsreg;
using namespace dsreg::lab;

const std::string user_name = "com.microsoft.identity.broker1";
const std::string user_path = "/com/microsoft/identity/broker1";
const std::string user_interface = "com.microsoft.identity.Broker1";
const std::string device_name = "com.microsoft.identity.devicebroker1";

void wait_ms(int64_t ms)
{
    timespec left{ms / 1000, ms % 1000 * 1'000'000};
    while (::nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
}

bus::answer handle(const scenario& s, const std::string& log, const std::string& method,
                   const bus::incoming& in)
{
    append_line(log,
                boost::json::serialize(boost::json::object{
                    {"method", method}, {"protocol", in.text(0)}, {"correlation", in.text(1)}}));
    const auto& faulty = s.broker.methods;
    scenario play = s;
    if (!faulty.empty() && std::find(faulty.begin(), faulty.end(), method) == faulty.end()) {
        play.broker.fault = "none";
    }
    if (play.broker.fault == "crash") std::_Exit(134);
    if (play.broker.fault == "slow") wait_ms(play.broker.delay_ms);
    std::string text = "<html>502 this is not JSON";
    if (play.broker.fault != "garbage") {
        text = reply(play, {method, in.text(1), in.text(2), std::time(nullptr)});
    }
    return {{bus::of_text(std::move(text))}, "", ""};
}

void export_user_broker(bus::server& server, const scenario& s, const std::string& log)
{
    for (const std::string& method : broker_methods()) {
        server.method(
            user_path, user_interface, method, "sss", "s",
            [&s, &log, method](const bus::incoming& in) { return handle(s, log, method, in); });
    }
    if (s.broker.kind == "reference") {
        server.method(
            user_path, state_interface, state_method, "sss", "s",
            [&s, &log](const bus::incoming& in) { return handle(s, log, state_method, in); });
    }
    if (s.broker.kind == "himmelblau") {
        server.property("/org/freedesktop/LogControl1", "org.freedesktop.LogControl1",
                        "SyslogIdentifier", [] { return bus::of_text("himmelblau_broker"); });
    }
}

int complain(const std::string& what)
{
    std::fprintf(stderr, "dsreg-lab-broker: %s\n", what.c_str());
    return 1;
}

} // namespace

int main(int argc, char** argv)
{
    const bool device = argc == 5 && std::string(argv[3]) == "--device";
    if (argc != 3 && !device) return 2;
    const char* starter = std::getenv("DBUS_STARTER_ADDRESS");
    const std::string address = device ? argv[4] : starter ? starter : "";
    const std::string log = argv[2];
    scenario s;
    if (status loaded = load_scenario(argv[1], s); !loaded.ok()) return complain(loaded.text());

    bus::server server;
    const bus::outcome open = server.open(address, bus::clock::now() + std::chrono::seconds(5));
    if (!open.ok()) return complain("no bus: " + open.text);
    if (!device) export_user_broker(server, s, log);
    const bus::outcome named = server.request_name(device ? device_name : user_name);
    if (!named.ok()) return complain("no name: " + named.text);
    if (device) { // whoever started it waits for this line
        (void)!::write(1, "ready\n", 6);
        ::close(1);
    }
    const int never = ::eventfd(0, EFD_CLOEXEC);
    (void)server.run(never); // until the bus goes away
    return 0;
}
