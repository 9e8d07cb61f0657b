#include "net/calls.h"
#include "net/dns_server.h"

using namespace dsreg;
using namespace dsreg::net_test;

namespace {
wire::net_srv_reply find(const wire::world& where, timed* t = nullptr,
                         milliseconds budget = milliseconds(4000))
{
    const auto service = services::make_net(where);
    const wire::net_srv_request request{"_ldap._tcp.dc._msdcs.example.com"};
    return decoded<wire::net_srv_reply>(
        ask(*service, call_of(wire::net_srv, wire::encode(request), budget), t));
}

wire::world lab_of(const dns_server& dns)
{
    wire::world where;
    where.lab = true;
    where.dns_server = dns.address();
    return where;
}
} // namespace

TEST(Srv, RecordsComeInTheOrderInWhichToUseThem)
{
    const dns_server dns(dns_mode::answer, 0,
                         {{20, 1, 389, "c.example.com"},
                          {10, 5, 389, "b.example.com"},
                          {10, 50, 3268, "A.example.com"}});
    const auto r = find(lab_of(dns));
    EXPECT_EQ(r.error, DSREG_X_NONE);
    ASSERT_EQ(r.records.size(), 3u);
    EXPECT_EQ(r.records[0].host, "a.example.com");
    EXPECT_EQ(r.records[0].port, 3268);
    EXPECT_EQ(r.records[0].weight, 50);
    EXPECT_EQ(r.records[1].host, "b.example.com");
    EXPECT_EQ(r.records[2].priority, 20);
}

TEST(Srv, WhatTheServerSaysIsToldApart)
{
    const dns_server empty(dns_mode::answer), none(dns_mode::nxdomain), broken(dns_mode::servfail),
        closed(dns_mode::refused);
    EXPECT_EQ(find(lab_of(empty)).error, DSREG_X_NOT_FOUND);
    EXPECT_EQ(find(lab_of(none)).error, DSREG_X_NOT_FOUND);
    EXPECT_EQ(find(lab_of(broken)).error, DSREG_X_DNS);
    EXPECT_EQ(find(lab_of(closed)).error, DSREG_X_DNS);
}

TEST(Srv, ASilentServerKeepsTheDeadline)
{
    const dns_server dns(dns_mode::silent);
    timed t;
    EXPECT_EQ(find(lab_of(dns), &t, milliseconds(500)).error, DSREG_X_TIMEOUT);
    EXPECT_TRUE(t.cut_short);
}

TEST(Srv, ALabWithoutAServerHasNoRecords)
{
    wire::world where;
    where.lab = true;
    EXPECT_EQ(find(where).error, DSREG_X_NOT_FOUND);
}
