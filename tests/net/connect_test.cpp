#include "net/connect.h"

#include "net/calls.h"
#include "net/listener.h"

#include <cerrno>
#include <netinet/in.h>

using namespace dsreg;
using namespace dsreg::net_test;

namespace {
net::endpoint to(uint16_t port, const char* address = "127.0.0.1")
{
    return *net::literal(address, port);
}

net::time_point in(int ms)
{
    return net::clock::now() + milliseconds(ms);
}

// A port that is bound but where nobody listens.
struct deaf_port {
    deaf_port() : fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof where;
        EXPECT_EQ(::bind(fd.get(), reinterpret_cast<sockaddr*>(&where), size), 0);
        ::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&where), &size);
        port = ntohs(where.sin_port);
    }
    unique_fd fd;
    uint16_t port = 0;
};

// A port whose queue is full: the kernel leaves new connections without an answer.
struct dead_port : deaf_port {
    dead_port()
    {
        EXPECT_EQ(::listen(fd.get(), 0), 0);
        net::endpoint here = to(port);
        for (unique_fd& one : waiting) {
            one.reset(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
            ::connect(one.get(), reinterpret_cast<sockaddr*>(&here.where), here.size);
        }
    }
    unique_fd waiting[8];
};

void hold(int fd)
{
    wait_for_close(fd);
}
} // namespace

TEST(Connect, AnOpenPortConnects)
{
    listener open(hold);
    const auto r =
        check_one(lab({{"a.example", open.port()}}), "a.example", 443, DSREG_NET_CONNECT);
    EXPECT_EQ(r.error, DSREG_X_NONE);
    EXPECT_EQ(r.address, "127.0.0.1");
    EXPECT_GE(r.connect_ns, 0);
    EXPECT_EQ(r.tls_ns, -1);
}

TEST(Connect, ARefusedOneSaysSoWithThePortThatWasAskedFor)
{
    const deaf_port deaf;
    const auto r = check_one(lab({{"a.example", deaf.port}}), "a.example");
    EXPECT_EQ(r.error, DSREG_X_CONNECT);
    EXPECT_EQ(r.native, ECONNREFUSED);
    EXPECT_EQ(r.error_text, "connection to 127.0.0.1:443 refused");
    EXPECT_EQ(r.address, "127.0.0.1");
    EXPECT_GE(r.connect_ns, 0);
    EXPECT_EQ(r.tls_ns, -1);
}

TEST(Connect, APortThatTheLabDoesNotNameIsClosed)
{
    listener open(hold);
    const auto where = lab({{"a.example", open.port()}});
    const auto r = check_one(where, "a.example", open.port(), DSREG_NET_CONNECT);
    EXPECT_EQ(r.error, DSREG_X_CONNECT);
    EXPECT_EQ(r.native, ECONNREFUSED);
    EXPECT_EQ(open.connections(), 0u);
}

TEST(Connect, SilenceIsATimeoutThatKeepsTheDeadline)
{
    const dead_port dead;
    timed t;
    const auto r = check_one(lab({{"a.example", dead.port}}), "a.example", 443, DSREG_NET_CONNECT,
                             milliseconds(500), &t);
    EXPECT_EQ(r.error, DSREG_X_TIMEOUT);
    EXPECT_EQ(r.native, ETIMEDOUT);
    EXPECT_EQ(r.error_text, "no answer from 127.0.0.1:443 in time");
    EXPECT_TRUE(t.cut_short);
}

TEST(Connect, TwentyDeadHostsTakeOneTimeout)
{
    const dead_port dead;
    listener open(hold);
    wire::world where = lab({{"alive.example", open.port()}});
    std::vector<wire::net_target> targets;
    for (int i = 0; i < 20; i++) {
        const std::string name = "dead" + std::to_string(i) + ".example";
        where.hosts.push_back({name, 443, "127.0.0.1", dead.port, ""});
        targets.push_back({name, 443, DSREG_NET_CONNECT});
    }
    targets.insert(targets.begin() + 7, {"alive.example", 443, DSREG_NET_CONNECT});
    timed t;
    const auto results = check(where, targets, milliseconds(800), &t);
    EXPECT_LT(t.took, milliseconds(800));
    for (std::size_t i = 0; i < results.size(); i++)
        EXPECT_EQ(results[i].error, i == 7 ? DSREG_X_NONE : DSREG_X_TIMEOUT) << i;
}

TEST(Connect, TheNextAddressIsTriedAtOnceAfterAFailure)
{
    listener open(hold);
    const deaf_port deaf;
    const auto begin = net::clock::now();
    const auto c = net::connect_any({to(deaf.port), to(deaf.port), to(open.port())}, in(3000));
    EXPECT_TRUE(c.fd);
    EXPECT_LT(net::clock::now() - begin, milliseconds(200));
}

TEST(Connect, TheNextAddressIsTriedWhileTheFirstIsQuiet)
{
    listener open(hold);
    const dead_port dead;
    const auto begin = net::clock::now();
    const auto c = net::connect_any({to(dead.port), to(open.port())}, in(5000));
    EXPECT_TRUE(c.fd);
    EXPECT_FALSE(c.why);
    const auto took = net::clock::now() - begin;
    EXPECT_GE(took, milliseconds(200));
    EXPECT_LT(took, milliseconds(1500));
}

TEST(Connect, WithoutANetworkDeclaredNothingIsDone)
{
    const auto service = services::make_net(lab({{"a.example", 1}}));
    const wire::net_check_request request{{{"a.example", 443, DSREG_NET_CONNECT}}};
    const auto call = call_of(wire::net_check, wire::encode(request), milliseconds(1000), 0);
    EXPECT_EQ(service->handle(call).status, DSREG_E_UNDECLARED);
}

TEST(Connect, WhatMakesNoSenseIsRefused)
{
    const auto service = services::make_net({});
    const auto status = [&](std::vector<wire::net_target> targets) {
        const wire::net_check_request request{std::move(targets)};
        return service->handle(call_of(wire::net_check, wire::encode(request), milliseconds(1000)))
            .status;
    };
    EXPECT_EQ(status({{"127.0.0.1", 443, 0}}), DSREG_E_INVALID);
    EXPECT_EQ(status({{"127.0.0.1", 443, 4}}), DSREG_E_INVALID);
    EXPECT_EQ(status({{"127.0.0.1", 0, DSREG_NET_TLS}}), DSREG_E_INVALID);
    EXPECT_EQ(status(std::vector<wire::net_target>(65, {"127.0.0.1", 443, DSREG_NET_RESOLVE})),
              DSREG_E_LIMIT);
    EXPECT_EQ(service->handle(call_of(wire::net_check, "garbage", milliseconds(1000))).status,
              DSREG_E_INVALID);
    EXPECT_EQ(service->handle(call_of(99, "", milliseconds(1000))).status, DSREG_E_INVALID);
}
