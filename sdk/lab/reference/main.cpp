// dsreg-lab-broker - an identity broker that owns no secret. The lab copies it to where the vendor
// that it plays has its program, so that its executable tells what a diagnosis would see.
//
//   SCENARIO LOG                       started by the session bus: the user's broker
//   SCENARIO LOG --ready               the same, and says when it has its name
//   SCENARIO LOG --device BUS          holds the device broker's name on the system bus
#include "bus/server.h"
#include "file.h"
#include "reference/faults.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
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

// The user's broker: its bus, what it plays, and its own command line.
struct player {
    bus::server server;
    scenario play;
    std::string program, file, log;
    std::time_t started = 0; // the token is as old in every answer
};

// Another process takes the name; true when it has it.
bool hand_over(player& self)
{
    if (!self.server.release_name(user_name).ok()) return false;
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return false;
    std::string program = self.program, ready = "--ready";
    char* const words[] = {program.data(), self.file.data(), self.log.data(), ready.data(),
                           nullptr};
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], 1);
        ::execv("/proc/self/exe", words);
        std::_Exit(127);
    }
    ::close(ends[1]);
    char word = 0;
    const bool ready_now = child > 0 && ::read(ends[0], &word, 1) == 1;
    ::close(ends[0]);
    return ready_now;
}

bus::answer handle(player& self, const std::string& method, const bus::incoming& in)
{
    scenario& s = self.play;
    const std::string& log = self.log;
    append_line(log,
                boost::json::serialize(boost::json::object{
                    {"method", method}, {"protocol", in.text(0)}, {"correlation", in.text(1)}}));
    const auto& faulty = s.broker.methods;
    scenario play = s;
    if (!faulty.empty() && std::find(faulty.begin(), faulty.end(), method) == faulty.end()) {
        play.broker.fault = "none";
    }
    const std::string& fault = play.broker.fault;
    if (fault == "crash") std::_Exit(134);
    if (fault == "slow") wait_ms(play.broker.delay_ms);
    const broker_call call{method, in.text(1), in.text(2), self.started};
    const std::string good = reply(play, call);
    if (fault == "none" || fault == "slow") settle(s, call);
    bus::answer given{{bus::of_text(with_fault(fault, good))}, "", ""};
    if (fault == "replaced" && !hand_over(self)) std::_Exit(1);
    if (fault == "restart" || fault == "replaced") given.after = [] { std::_Exit(0); };
    return given;
}

void export_user_broker(player& self)
{
    bus::server& server = self.server;
    const scenario& s = self.play;
    for (const std::string& method : broker_methods()) {
        server.method(
            user_path, user_interface, method, "sss", "s",
            [&self, method](const bus::incoming& in) { return handle(self, method, in); });
    }
    if (s.broker.kind == "reference") {
        server.method(user_path, state_interface, state_method, "sss", "s",
                      [&self](const bus::incoming& in) { return handle(self, state_method, in); });
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
    const bool announced = device || (argc == 4 && std::string(argv[3]) == "--ready");
    if (argc != 3 && !announced) return 2;
    const char* starter = std::getenv("DBUS_STARTER_ADDRESS");
    const std::string address = device ? argv[4] : starter ? starter : "";
    player self{{}, {}, argv[0], argv[1], argv[2], std::time(nullptr)};
    if (status loaded = load_scenario(argv[1], self.play); !loaded.ok())
        return complain(loaded.text());

    bus::server& server = self.server;
    const bus::outcome open = server.open(address, bus::clock::now() + std::chrono::seconds(5));
    if (!open.ok()) return complain("no bus: " + open.text);
    if (!device) export_user_broker(self);
    const bus::outcome named = server.request_name(device ? device_name : user_name);
    if (!named.ok()) return complain("no name: " + named.text);
    if (announced) { // whoever started it waits for this line
        (void)!::write(1, "ready\n", 6);
        ::close(1);
    }
    const int never = ::eventfd(0, EFD_CLOEXEC);
    (void)server.run(never); // until the bus goes away
    return 0;
}
