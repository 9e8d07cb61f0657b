// A bus, a device root and a broker that says what the test lets it say.
#pragma once
#include "broker/broker.h"
#include "bus/private_bus.h"

#include <fcntl.h>

#include <fstream>
#include <stdexcept>

namespace dsreg::test {

class stage
{
public:
    explicit stage(const activatables& services = {}) : daemon(services) {}

    std::string root() const { return (dir.path() / "root").string(); }
    std::string words() const { return (dir.path() / "words").string(); }

    // The broker's answer to `method`, or with ".error" and so on what stub_broker.cpp lists.
    void says(const std::string& file, const std::string& text) const
    {
        dir.write("words/" + file, text);
    }

    // Puts the stub at `path` of the device root; where it lies tells its vendor.
    std::string install(const std::string& path) const
    {
        const std::filesystem::path to = root() + path;
        std::filesystem::create_directories(to.parent_path());
        std::filesystem::copy_file(STUB_BROKER, to);
        return to.string();
    }

    void run(const std::string& path)
    {
        std::filesystem::create_directories(words());
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
        const unique_fd ready(ends[0]);
        unique_fd in_child(ends[1]);
        broker = start({install(path), words()}, in_child.get(), (dir.path() / "log").string(),
                       {"DBUS_STARTER_ADDRESS=" + daemon.address(), "STUB_READY=1"});
        in_child.reset();
        if (read_line(ready.get()) != "ready") throw std::runtime_error("the stub did not start");
    }

    wire::world world() const
    {
        wire::world w;
        w.lab = true;
        w.session_bus = daemon.address();
        w.device_root = root();
        return w;
    }

    // Asks, with a connection of its own.
    template <class F>
    auto ask(const F& question) const
    {
        bus::connection c;
        const bus::outcome end = broker::connect(world(), soon(), c);
        if (!end.ok()) throw std::runtime_error("no bus: " + end.text);
        broker::session_broker b(c, broker::place_of(world()));
        return question(b);
    }
    wire::broker_info info(broker::asking how) const
    {
        return ask([&](broker::session_broker& b) { return b.info(how); });
    }
    wire::broker_info info() const { return info({soon(), false}); }
    wire::broker_accounts accounts(broker::asking how) const
    {
        return ask([&](broker::session_broker& b) { return b.accounts(how); });
    }
    wire::broker_accounts accounts() const { return accounts({soon(), false}); }
    wire::broker_token token(uint32_t kind, const std::string& account = "") const
    {
        return ask([&](broker::session_broker& b) {
            return b.token({kind, account}, {soon(), false});
        });
    }

    wire::broker_state state(const std::string& account = "", bool may_start = false) const
    {
        return ask([&](broker::session_broker& b) {
            return b.state(account, {soon(), may_start});
        });
    }

    temp_dir dir;
    private_bus daemon;
    child broker;
};

} // namespace dsreg::test
