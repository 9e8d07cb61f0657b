// Buses that are not there, refuse, or accept and stay silent.
#include "bus/client.h"

#include "bus/private_bus.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>

using namespace dsreg;
using namespace dsreg::test;
using namespace std::chrono_literals;

namespace {

unique_fd listener(const std::filesystem::path& where)
{
    unique_fd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    where.string().copy(address.sun_path, sizeof address.sun_path - 1);
    EXPECT_EQ(::bind(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(fd.get(), 8), 0);
    return fd;
}

} // namespace

TEST(open, a_socket_that_is_not_there_is_connect)
{
    bus::connection c;
    const bus::outcome end = c.open("unix:path=/nonexistent/bus", soon());
    EXPECT_EQ(end.kind, DSREG_X_CONNECT);
    EXPECT_EQ(end.name, "System.Error.ENOENT");
    EXPECT_FALSE(end.text.empty());
    EXPECT_FALSE(c.is_open());
}

TEST(open, a_socket_without_a_listener_is_connect)
{
    const temp_dir dir;
    listener(dir.path() / "s").reset();
    bus::connection c;
    EXPECT_EQ(c.open("unix:path=" + (dir.path() / "s").string(), soon()).kind, DSREG_X_CONNECT);
}

TEST(open, a_silent_socket_ends_at_the_deadline)
{
    const temp_dir dir;
    const unique_fd silent = listener(dir.path() / "s");
    bus::connection c;
    const auto begin = bus::clock::now();
    const bus::outcome end = c.open("unix:path=" + (dir.path() / "s").string(), in(80ms));
    EXPECT_EQ(end.kind, DSREG_X_TIMEOUT);
    EXPECT_LT(bus::clock::now() - begin, 2s);
}

TEST(open, a_stopped_bus_ends_at_the_deadline)
{
    private_bus daemon;
    ASSERT_EQ(::kill(daemon.pid(), SIGSTOP), 0);
    bus::connection c;
    EXPECT_EQ(c.open(daemon.address(), in(80ms)).kind, DSREG_X_TIMEOUT);
    EXPECT_EQ(::kill(daemon.pid(), SIGCONT), 0);
}

TEST(open, a_peer_that_hangs_up_is_connect)
{
    const temp_dir dir;
    const unique_fd server = listener(dir.path() / "s");
    const pid_t pid = ::fork();
    if (pid == 0) {
        while (true) { // reads a little, so that it hangs up inside the handshake and not before
            const unique_fd one(::accept(server.get(), nullptr, nullptr));
            char c = 0;
            (void)!::read(one.get(), &c, 1);
        }
    }
    const child peer(pid);
    bus::connection c;
    EXPECT_EQ(c.open("unix:path=" + (dir.path() / "s").string(), soon()).kind, DSREG_X_CONNECT);
}

TEST(open, never_runs_a_program_named_by_an_address)
{
    const temp_dir dir;
    const std::string mark = (dir.path() / "mark").string();
    bus::connection c;
    EXPECT_EQ(c.open("unixexec:path=/usr/bin/touch,argv1=" + mark, soon()).kind, DSREG_X_CONNECT);
    EXPECT_FALSE(std::filesystem::exists(mark));
}
