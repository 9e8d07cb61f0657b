#include "net/calls.h"
#include "net/dns_server.h"
#include "net/listener.h"

#include <netdb.h>

using namespace dsreg;
using namespace dsreg::net_test;

namespace {
wire::net_result resolve(const wire::world& where, const std::string& host,
                         milliseconds budget = milliseconds(3000), timed* ret = nullptr)
{
    return check_one(where, host, 443, DSREG_NET_RESOLVE, budget, ret);
}

wire::world lab_with_dns(const dns_server& dns, const std::string& fail)
{
    wire::world where;
    where.lab = true;
    where.dns_server = dns.address();
    where.hosts = {{"login.example", 443, "", 0, fail}};
    return where;
}
} // namespace

TEST(Resolve, ANameOfTheLabHasItsAddress)
{
    const auto r = resolve(lab({{"login.example", 4711}}), "LOGIN.example.");
    EXPECT_EQ(r.error, DSREG_X_NONE);
    EXPECT_EQ(r.address, "127.0.0.1");
    EXPECT_GE(r.resolve_ns, 0);
    EXPECT_EQ(r.connect_ns, -1);
    EXPECT_EQ(r.error_text, "");
}

TEST(Resolve, ANameOutsideTheLabDoesNotExist)
{
    for (const char* name : {"localhost", "example.com", "127.0.0.1", "::1"}) {
        const auto r = resolve(lab({{"login.example", 4711}}), name);
        EXPECT_EQ(r.error, DSREG_X_DNS) << name;
        EXPECT_EQ(r.native, EAI_NONAME) << name;
        EXPECT_TRUE(contains(r.error_text, "does not exist")) << r.error_text;
        EXPECT_EQ(r.address, "");
    }
}

TEST(Resolve, AnAddressOfTheLabOutsideLoopbackIsNeverUsed)
{
    wire::world where;
    where.lab = true;
    where.hosts = {{"login.example", 443, "192.0.2.1", 443, ""}};
    const auto r = check_one(where, "login.example");
    EXPECT_EQ(r.error, DSREG_X_DNS);
    EXPECT_EQ(r.connect_ns, -1);
}

TEST(Resolve, TheWaysToFailInALabAreToldApart)
{
    struct {
        const char* fail;
        dns_mode mode;
        int native;
        const char* said;
    } const rows[] = {
        {"nxdomain", dns_mode::nxdomain, EAI_NONAME, "does not exist (NXDOMAIN from 127.0.0.1:"},
        {"servfail", dns_mode::servfail, EAI_AGAIN, "could not be looked up (SERVFAIL from 127"},
        {"refused", dns_mode::refused, EAI_AGAIN, "could not be looked up (REFUSED by 127.0.0.1:"},
    };
    for (const auto& row : rows) {
        const dns_server dns(row.mode);
        const auto with = resolve(lab_with_dns(dns, row.fail), "login.example");
        EXPECT_EQ(with.error, DSREG_X_DNS);
        EXPECT_EQ(with.native, row.native) << row.fail;
        EXPECT_TRUE(contains(with.error_text, row.said)) << with.error_text;
        EXPECT_GT(dns.questions(), 0u) << "the lab's name server was asked";

        wire::world without = lab_with_dns(dns, row.fail);
        without.dns_server.clear();
        EXPECT_EQ(resolve(without, "login.example").native, row.native);
    }
}

TEST(Resolve, ASilentNameServerLastsUntilTheDeadlineAndNoLonger)
{
    const dns_server dns(dns_mode::silent);
    timed t;
    const auto r = resolve(lab_with_dns(dns, "silent"), "login.example", milliseconds(600), &t);
    EXPECT_EQ(r.error, DSREG_X_TIMEOUT);
    EXPECT_EQ(r.native, EAI_AGAIN);
    EXPECT_TRUE(contains(r.error_text, "no answer from 127.0.0.1:")) << r.error_text;
    EXPECT_TRUE(t.cut_short);
    EXPECT_GE(t.took, milliseconds(400));
    EXPECT_GE(r.resolve_ns, 400'000'000);
    EXPECT_EQ(r.connect_ns, -1);
}

TEST(Resolve, ALabNeverAsksANameServerElsewhere)
{
    wire::world where;
    where.lab = true;
    where.dns_server = "192.0.2.1:53";
    timed t;
    const auto r = resolve(where, "login.example", milliseconds(3000), &t);
    EXPECT_EQ(r.native, EAI_NONAME);
    EXPECT_LT(t.took, milliseconds(200));
}

TEST(Resolve, WhatIsNoHostNameIsNotLookedUp)
{
    const std::string too_long(64, 'a');
    for (const std::string& name : {std::string("a b"), std::string("a..b"), std::string(""),
                                    std::string("x\ny"), too_long + ".example"}) {
        const auto r = resolve({}, name);
        EXPECT_EQ(r.error, DSREG_X_DNS);
        EXPECT_EQ(r.native, EAI_NONAME);
        EXPECT_TRUE(contains(r.error_text, "is no host name")) << r.error_text;
        EXPECT_FALSE(contains(r.error_text, "\n"));
    }
}

TEST(Resolve, OutsideALabTheMachineKnowsLocalhostAndAddresses)
{
    EXPECT_EQ(resolve({}, "localhost").error, DSREG_X_NONE);
    EXPECT_EQ(resolve({}, "127.0.0.1").address, "127.0.0.1");
    EXPECT_EQ(resolve({}, "::1").address, "::1");
}
