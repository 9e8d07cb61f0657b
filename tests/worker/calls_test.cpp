// Service calls: the request as the host sees it, the reply as the module sees it.
#include "harness.h"
#include "wire/services.h"

#include <dsreg/probe.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

using namespace dsreg;
using namespace dsreg::test;

namespace {

const std::vector<std::string> all_services = {"dsreg.fs/1", "dsreg.net/1", "dsreg.http/1",
                                               "dsreg.dbus/1", "dsreg.broker/1"};

struct with_services : worker_process {
    with_services() : worker_process(worker_module("services"))
    {
        EXPECT_TRUE(greet().has_value());
        order.services = all_services;
    }
    wire::run_order order;
};

template <class T>
T decoded(const wire::call& call)
{
    T request;
    EXPECT_TRUE(wire::decode(call.payload, request)) << call.service;
    return request;
}

template <class T>
wire::worker_reply reply_with(const T& reply)
{
    return {DSREG_OK, 0, wire::encode(reply)};
}

} // namespace

TEST(Calls, FsRoundTrip)
{
    with_services worker;
    int calls = 0;
    const run_result r = worker.run(0, worker.order, [&](const wire::call& c) {
        EXPECT_EQ(c.service, "dsreg.fs/1");
        const auto request = decoded<wire::fs_request>(c);
        if (++calls == 1) {
            EXPECT_EQ(c.method, wire::fs_read);
            EXPECT_EQ(c.flags, DSREG_CALL_OPTIONAL);
            EXPECT_EQ(c.timeout_ms, 250u);
            EXPECT_EQ(request.path, "/etc/hostname");
            EXPECT_EQ(request.max, 99u);
            return reply_with(wire::fs_reply{0, 0, {{"hostname", 4, 1, 0100644, 0, 0}}, "name"});
        }
        if (calls == 2) {
            EXPECT_EQ(c.method, wire::fs_list);
            return reply_with(wire::fs_reply{DSREG_X_NOT_FOUND, 2, {}, {}});
        }
        return wire::worker_reply{DSREG_E_SERVICE, 0, {}};
    });
    ASSERT_TRUE(r.done);
    EXPECT_EQ(calls, 3); // wrong arguments never leave the worker
    EXPECT_EQ(r.texts.at("bytes"), "name");
    EXPECT_EQ(r.texts.at("name"), "hostname");
    EXPECT_EQ(r.numbers.at("mode"), 0100644);
    EXPECT_EQ(r.numbers.at("native"), 2);
    EXPECT_EQ(r.numbers.at("failed"), DSREG_E_SERVICE);
    for (const char* wrong : {"null-path", "null-ret", "null-host", "small-call"})
        EXPECT_EQ(r.numbers.at(wrong), DSREG_E_INVALID) << wrong;
}

TEST(Calls, NetRoundTrip)
{
    with_services worker;
    const run_result r = worker.run(1, worker.order, [&](const wire::call& c) {
        if (c.method == wire::net_srv) {
            EXPECT_EQ(decoded<wire::net_srv_request>(c).name, "_ldap._tcp.example");
            return reply_with(wire::net_srv_reply{0, {{"dc.example", 389, 1, 2}}});
        }
        const auto request = decoded<wire::net_check_request>(c);
        EXPECT_EQ(request.targets.size(), 2u);
        EXPECT_EQ(request.targets.at(1).host, "b.example");
        EXPECT_EQ(request.targets.at(1).upto, 1u);
        wire::net_check_reply reply;
        wire::net_result& ok = reply.results.emplace_back();
        ok.address = "192.0.2.1";
        ok.certs.push_back({true, "CN=a", "CN=ca", "00", 1, 2, std::string("\x30\0\x01", 3)});
        reply.results.emplace_back().error = DSREG_X_DNS;
        return reply_with(reply);
    });
    ASSERT_TRUE(r.done);
    EXPECT_EQ(r.texts.at("address"), "192.0.2.1");
    EXPECT_EQ(r.texts.at("subject"), "CN=a");
    EXPECT_EQ(r.texts.at("der").size(), 3u);
    EXPECT_EQ(r.numbers.at("error"), DSREG_X_DNS);
    EXPECT_EQ(r.numbers.at("tls-ns"), -1);
    EXPECT_EQ(r.texts.at("srv-host"), "dc.example");
    EXPECT_EQ(r.numbers.at("srv-port"), 389);
    EXPECT_EQ(r.numbers.at("null-targets"), DSREG_E_INVALID);
    EXPECT_EQ(r.numbers.at("too-many"), DSREG_E_LIMIT);
}

TEST(Calls, HttpRoundTrip)
{
    with_services worker;
    const run_result r = worker.run(2, worker.order, [&](const wire::call& c) {
        const auto request = decoded<wire::http_perform_request>(c);
        EXPECT_EQ(request.requests.at(0).url, "https://a.example/x");
        EXPECT_EQ(request.requests.at(0).headers.at(0).first, "accept");
        EXPECT_EQ(request.requests.at(0).body, "body");
        EXPECT_EQ(request.requests.at(0).max_body, 77u);
        wire::http_perform_reply reply;
        wire::http_reply& one = reply.replies.emplace_back();
        one.status = 503;
        one.headers = {{"server", "test"}};
        one.body = std::string(200'000, 'b'); // several frames
        one.net.address = "192.0.2.2";
        return reply_with(reply);
    });
    ASSERT_TRUE(r.done);
    EXPECT_EQ(r.numbers.at("code"), 503);
    EXPECT_EQ(r.texts.at("field"), "test");
    EXPECT_EQ(r.texts.count("body"), 0u); // noted as a fact it is over the limit of a text
    EXPECT_EQ(r.texts.at("net"), "192.0.2.2");
    EXPECT_EQ(r.numbers.at("no-url"), DSREG_E_INVALID);
    EXPECT_EQ(r.numbers.at("null-request"), DSREG_E_INVALID);
}

TEST(Calls, DbusRoundTrip)
{
    with_services worker;
    const run_result r = worker.run(3, worker.order, [&](const wire::call& c) {
        const auto request = decoded<wire::dbus_request>(c);
        EXPECT_EQ(request.member, "GetAll");
        EXPECT_EQ(request.signature, "su");
        EXPECT_EQ(request.arguments.at(0), value::of_text("one"));
        EXPECT_EQ(request.arguments.at(1), value::of_int(2));
        wire::dbus_reply reply;
        reply.owner = ":1.7";
        reply.owner_uid = 33;
        reply.items = {{"0/State", value::of_text("active")}};
        return reply_with(reply);
    });
    ASSERT_TRUE(r.done);
    EXPECT_EQ(r.texts.at("owner"), ":1.7");
    EXPECT_EQ(r.texts.at("path"), "0/State");
    EXPECT_EQ(r.texts.at("value"), "active");
    EXPECT_EQ(r.numbers.at("uid"), 33);
    EXPECT_EQ(r.numbers.at("null-arguments"), DSREG_E_INVALID);
    EXPECT_EQ(r.numbers.at("null-request"), DSREG_E_INVALID);
}

TEST(Calls, BrokerRoundTripAndRepliesStayUntilTheEnd)
{
    with_services worker;
    const run_result r = worker.run(4, worker.order, [&](const wire::call& c) {
        if (c.method == wire::broker_info_call) {
            EXPECT_TRUE(c.payload.empty());
            wire::broker_info info;
            info.vendor = 2;
            info.version = "1.2.3";
            info.error.tag = "965ya";
            return reply_with(info);
        }
        if (c.method == wire::broker_accounts_call) {
            wire::broker_accounts accounts;
            accounts.accounts = {{"oid.tid", "u@x", "tid", "env"}};
            return reply_with(accounts);
        }
        EXPECT_EQ(decoded<wire::broker_token_request>(c).home_account_id, "oid.tid");
        wire::broker_token token;
        token.audience = "drs";
        token.error.aadsts = 50078;
        return reply_with(token);
    });
    ASSERT_TRUE(r.done);
    EXPECT_EQ(r.numbers.at("vendor"), 2);
    EXPECT_EQ(r.texts.at("tag"), "965ya");
    EXPECT_EQ(r.texts.at("username"), "u@x");
    EXPECT_EQ(r.texts.at("audience"), "drs");
    EXPECT_EQ(r.numbers.at("aadsts"), 50078);
    EXPECT_EQ(r.texts.at("version-still"), "1.2.3");
}

TEST(Calls, WhatIsNotOfferedIsNotThere)
{
    with_services worker;
    const run_result r = worker.run(5); // an order without services
    ASSERT_TRUE(r.done);
    EXPECT_EQ(r.numbers.at("fs"), 1);
    EXPECT_EQ(r.numbers.at("device"), 1);
}

TEST(Calls, AReplyThatMakesNoSenseEndsTheWorker)
{
    with_services worker;
    const run_result r = worker.run(0, worker.order, [](const wire::call&) {
        return wire::worker_reply{DSREG_OK, 0, "nonsense"};
    });
    EXPECT_FALSE(r.done);
}

TEST(Calls, TheWorkerEndsWhenItsHostGoesAwayInsideACall)
{
    with_services worker;
    worker.send_run(0, worker.order, 1);
    worker.collect(1); // reads the call and gives no answer
    worker.hang_up();
    EXPECT_TRUE(WIFEXITED(worker.wait()));
}

TEST(Calls, AfterTheDeadlineACallIsCancelled)
{
    worker_process worker(broken("ignores-service"));
    ASSERT_TRUE(worker.greet().has_value());
    wire::run_order order;
    order.services = {"dsreg.fs/1"};
    order.deadline = monotonic_ns() - 1;
    int calls = 0;
    const run_result r = worker.run(0, order, [&](const wire::call&) {
        calls++;
        return wire::worker_reply{};
    });
    EXPECT_TRUE(r.done);
    EXPECT_EQ(calls, 0);
}
