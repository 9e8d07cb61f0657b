#include "net/fit.h"

#include "net/calls.h"
#include "net/tls_server.h"
#include "wire/frame.h"

using namespace dsreg;
using namespace dsreg::net_test;

namespace {
wire::net_result with_certificates(std::size_t count)
{
    wire::net_result r;
    r.address = "127.0.0.1";
    wire::net_cert c;
    c.subject = std::string(1000, 's');
    c.der = std::string(16 * 1024, 'd');
    r.certs.assign(count, c);
    return r;
}
} // namespace

TEST(Fit, AReplyThatFitsStaysAsItIs)
{
    wire::net_check_reply reply{{with_certificates(10), with_certificates(10)}};
    const std::string before = wire::encode(reply);
    net::fit(reply);
    EXPECT_EQ(wire::encode(reply), before);
}

TEST(Fit, CertificatesAreDroppedFromTheEnd)
{
    wire::net_check_reply reply;
    reply.results.assign(64, with_certificates(10));
    net::fit(reply);
    EXPECT_LT(wire::encode(reply).size(), wire::reply_max);
    EXPECT_FALSE(reply.results.front().certs.at(0).der.empty());
    EXPECT_TRUE(reply.results.back().certs.at(0).der.empty());
    EXPECT_FALSE(reply.results.back().certs.at(0).subject.empty());
    EXPECT_EQ(reply.results.back().address, "127.0.0.1");
}

TEST(Fit, BodiesThatDoNotFitTogetherAreTooLarge)
{
    const authority ca("Test Root");
    const std::string host = "login.example";
    const tls_server server(ca.issue({{host}}), answering(ok(std::string(1024 * 1024, 'x'))));
    wire::http_perform_request request;
    request.requests.assign(8, {"GET", "https://login.example/", {}, "", 0});
    const auto service = services::make_http(lab({{host, server.port()}}, ca.file()));
    const auto reply =
        ask(*service, call_of(wire::http_perform, wire::encode(request), milliseconds(20000)));
    EXPECT_LT(reply.payload.size(), wire::reply_max);
    const auto replies = decoded<wire::http_perform_reply>(reply).replies;
    ASSERT_EQ(replies.size(), 8u);
    for (std::size_t i = 0; i < 5; i++) EXPECT_EQ(replies[i].body.size(), 1024u * 1024u) << i;
    EXPECT_EQ(replies[7].error, DSREG_X_TOO_LARGE);
    EXPECT_EQ(replies[7].status, 200);
    EXPECT_EQ(replies[7].body, "");
}
