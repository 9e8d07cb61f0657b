// stub_broker DIRECTORY: a broker that says what lies in a directory.
//
//   METHOD.json    the reply
//   METHOD.error   a D-Bus error instead: name, line break, text
//   METHOD.once    the same, for the first call only
//   METHOD.big     a reply of 10 MiB
//   METHOD.hold    a FIFO: the reply waits until it is opened for writing
//   METHOD.die     ends the process inside the call
//   METHOD.then    the reply of getAccounts from then on
//   identifier     SyslogIdentifier of org.freedesktop.LogControl1
//   exit           ends before it takes the name
//   asked          what was asked is appended here: method, version, correlation, JSON
#include "bus/server.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace dsreg;
namespace fs = std::filesystem;

namespace {

bool read(const fs::path& file, std::string& ret)
{
    std::ifstream in(file, std::ios::binary);
    if (!in) return false;
    ret.assign(std::istreambuf_iterator<char>(in), {});
    return true;
}

bus::answer reply(const fs::path& dir, const std::string& method, const bus::incoming& in)
{
    std::ofstream(dir / "asked", std::ios::app)
        << method << ' ' << in.text(0) << ' ' << in.text(1) << ' ' << in.text(2) << '\n';
    const fs::path base = dir / method;
    const auto with = [&](const char* end) { return fs::path(base.string() + end); };
    if (fs::exists(with(".die"))) ::_exit(7);
    if (fs::exists(with(".hold"))) ::close(::open(with(".hold").c_str(), O_RDONLY | O_CLOEXEC));
    if (fs::exists(with(".big"))) return {{bus::of_text(std::string(10 << 20, 'x'))}, "", ""};
    if (fs::exists(with(".then"))) fs::rename(with(".then"), dir / "getAccounts.json");
    std::string text;
    if (read(with(".once"), text) ? fs::remove(with(".once")) : read(with(".error"), text)) {
        const std::size_t end = text.find('\n');
        return bus::answer::error(text.substr(0, end), text.substr(end + 1));
    }
    if (read(with(".json"), text)) return {{bus::of_text(text)}, "", ""};
    return bus::answer::error("org.freedesktop.DBus.Error.UnknownMethod", "Unknown method");
}

} // namespace

int main(int argc, char** argv)
{
    const char* address = std::getenv("DBUS_STARTER_ADDRESS");
    if (argc != 2 || !address) return 2;
    const fs::path dir = argv[1];
    if (fs::exists(dir / "exit")) return 1;
    bus::server server;
    if (!server.open(address, bus::clock::now() + std::chrono::seconds(10)).ok()) return 3;
    for (const char* method : {"getLinuxBrokerVersion", "getAccounts", "removeAccount",
                               "acquireTokenSilently", "acquirePrtSsoCookie"}) {
        server.method("/com/microsoft/identity/broker1", "com.microsoft.identity.Broker1", method,
                      "sss", "s",
                      [dir, method](const bus::incoming& in) { return reply(dir, method, in); });
    }
    server.method("/com/microsoft/identity/broker1", "org.dsreg.ReferenceBroker1", "getState",
                  "sss", "s",
                  [dir](const bus::incoming& in) { return reply(dir, "getState", in); });
    std::string identifier;
    if (read(dir / "identifier", identifier)) {
        server.property("/org/freedesktop/LogControl1", "org.freedesktop.LogControl1",
                        "SyslogIdentifier", [identifier] { return bus::of_text(identifier); });
    }
    if (!server.request_name("com.microsoft.identity.broker1").ok()) return 4;
    // Ready: whoever started us waits for this line on descriptor 3, if it gave one.
    if (::fcntl(3, F_GETFD) >= 0 && std::getenv("STUB_READY")) (void)!::write(3, "ready\n", 6);
    (void)server.run(-1);
    return 0;
}
