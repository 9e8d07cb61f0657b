#include "world/proxy.h"

#include <gtest/gtest.h>

namespace dsreg::lab {
namespace {

constexpr proxy_ways ways{1443, 1080, 1001, 1002};

// The port that a CONNECT leads to, or minus the status of the refusal.
int asked(const scenario& s, const std::string& authority)
{
    unsigned status = 0;
    const uint16_t port = proxy_target(s, ways, authority, status);
    return port != 0 ? port : -static_cast<int>(status);
}

TEST(Proxy, LeadsToTheLabsHostsOnly)
{
    scenario s;
    s.proxy.mode = "open";
    EXPECT_EQ(asked(s, "login.microsoftonline.com:443"), 1443);
    EXPECT_EQ(asked(s, "login.microsoftonline.com:80"), 1080);
    EXPECT_EQ(asked(s, "login.microsoftonline.com:22"), -403);
    EXPECT_EQ(asked(s, "example.com:443"), -503);
    for (const char* odd : {"", ":", ":443", "login.microsoftonline.com", "login:443:443",
                            "[::1]:443", "127.0.0.1:443"}) {
        EXPECT_LT(asked(s, odd), 0) << odd;
    }
}

TEST(Proxy, FaultsOfAHostAreBehindIt)
{
    scenario s;
    s.proxy.mode = "open";
    s.hosts.resize(2);
    s.hosts[0].name = "graph.microsoft.com";
    s.hosts[0].connect = "refused";
    s.hosts[1].name = "pas.windows.net";
    s.hosts[1].connect = "silent";
    EXPECT_EQ(asked(s, "graph.microsoft.com:443"), -503);
    EXPECT_EQ(asked(s, "pas.windows.net:443"), 1002);
}

TEST(Proxy, AStrictOneSaysNoToAll)
{
    scenario s;
    s.proxy.mode = "auth-required";
    EXPECT_EQ(asked(s, "login.microsoftonline.com:443"), -407);
    s.proxy.mode = "forbidden";
    EXPECT_EQ(asked(s, "login.microsoftonline.com:443"), -403);
}

TEST(Proxy, WithoutAProxyNothingListens)
{
    scenario s;
    uint16_t port = 7;
    ASSERT_TRUE(start_proxy(s, ways, {}, port).ok());
    EXPECT_EQ(port, 0);
    s.proxy.mode = "refused";
    ASSERT_TRUE(start_proxy(s, ways, {}, port).ok());
    EXPECT_EQ(port, ways.refused);
}

} // namespace
} // namespace dsreg::lab
