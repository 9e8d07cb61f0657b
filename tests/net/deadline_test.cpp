// The deadline holds whatever the peer does; `cut_short` says that it was what ended the call.
#include "net/calls.h"
#include "net/dns_server.h"
#include "net/tls_server.h"

using namespace dsreg;
using namespace dsreg::net_test;

namespace {
const std::string host = "login.example";
const std::string url = "https://login.example/x";
const milliseconds budget(500);

struct Deadline : testing::Test {
    authority ca{"Test Root"};
    timed t;

    wire::http_reply from(const tls_server::handler& handler)
    {
        const tls_server server(ca.issue({{host}}), handler);
        return get(lab({{host, server.port()}}, ca.file()), url, budget, &t);
    }
};
} // namespace

TEST_F(Deadline, ASilentTlsPeer)
{
    listener silent([](int fd) { wait_for_close(fd); });
    const auto r = get(lab({{host, silent.port()}}, ca.file()), url, budget, &t);
    EXPECT_EQ(r.error, DSREG_X_TIMEOUT);
    EXPECT_TRUE(t.cut_short);
    EXPECT_TRUE(contains(r.error_text, "TLS handshake")) << r.error_text;
    EXPECT_GE(r.net.resolve_ns, 0);
    EXPECT_GT(r.net.connect_ns, 0);
    EXPECT_GT(r.net.tls_ns, 300'000'000);
}

TEST_F(Deadline, AServerThatDoesNotAnswer)
{
    const auto r = from([](talk& one) { one.wait_for_close(); });
    EXPECT_EQ(r.error, DSREG_X_TIMEOUT);
    EXPECT_TRUE(t.cut_short);
    EXPECT_EQ(r.status, 0);
    EXPECT_LT(r.net.tls_ns, 400'000'000);
    EXPECT_TRUE(contains(r.error_text, "did not answer in time")) << r.error_text;
}

TEST_F(Deadline, ABodyThatDrips)
{
    const auto r = from([](talk& one) {
        one.request();
        one.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        std::mutex mutex;
        std::condition_variable never;
        std::unique_lock lock(mutex);
        while (one.send("x")) never.wait_for(lock, milliseconds(20));
    });
    EXPECT_EQ(r.error, DSREG_X_TIMEOUT);
    EXPECT_TRUE(t.cut_short);
    EXPECT_EQ(r.status, 200);
    EXPECT_EQ(r.body, "");
    EXPECT_TRUE(contains(r.error_text, "began to answer (HTTP 200, ")) << r.error_text;
}

TEST_F(Deadline, ASilentNameServerUnderHttp)
{
    const dns_server dns(dns_mode::silent);
    wire::world where;
    where.lab = true;
    where.dns_server = dns.address();
    where.hosts = {{host, 443, "", 0, "silent"}};
    const auto r = get(where, url, budget, &t);
    EXPECT_EQ(r.error, DSREG_X_TIMEOUT);
    EXPECT_TRUE(t.cut_short);
    EXPECT_EQ(r.net.connect_ns, -1);
}

TEST_F(Deadline, OneThatHasPassedIsAnsweredAtOnce)
{
    const wire::net_check_request request{{{host, 443, DSREG_NET_TLS}}};
    listener silent([](int fd) { wait_for_close(fd); });
    for (const bool in_lab : {true, false}) {
        const auto net = services::make_net(in_lab ? lab({{host, silent.port()}}) : wire::world{});
        const auto begin = services::clock::now();
        const auto reply =
            net->handle(call_of(wire::net_check, wire::encode(request), milliseconds(-50)));
        EXPECT_LT(services::clock::now() - begin, milliseconds(100));
        EXPECT_TRUE(reply.cut_short);
        EXPECT_EQ(decoded<wire::net_check_reply>(reply).results.at(0).error, DSREG_X_TIMEOUT);
    }
}

TEST_F(Deadline, AnAnswerInTimeIsNotCutShort)
{
    EXPECT_EQ(from(answering(ok("x"))).error, DSREG_X_NONE);
    EXPECT_FALSE(t.cut_short);
    EXPECT_EQ(get(lab({}), url, budget, &t).error, DSREG_X_DNS);
    EXPECT_FALSE(t.cut_short);
}
