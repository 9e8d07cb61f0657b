// Each class of error of dsreg.http, by a server that causes it.
#include "net/calls.h"
#include "net/tls_server.h"

#include <cerrno>
#include <netdb.h>
#include <openssl/x509_vfy.h>

using namespace dsreg;
using namespace dsreg::net_test;

namespace {
const std::string host = "login.example";
const std::string url = "https://login.example/x";

struct HttpFailure : testing::Test {
    authority ca{"Test Root"};

    wire::http_reply from(uint16_t port) const { return get(lab({{host, port}}, ca.file()), url); }
    wire::http_reply from(const tls_server::handler& handler) const
    {
        const tls_server server(ca.issue({{host}}), handler);
        return from(server.port());
    }
    wire::http_reply from(const identity& who, std::vector<identity> chain = {}) const
    {
        const tls_server server(who, answering(ok("secret page")), std::move(chain));
        return from(server.port());
    }
};
} // namespace

TEST_F(HttpFailure, AnUnknownName)
{
    const auto r = get(lab({}), url);
    EXPECT_EQ(r.error, DSREG_X_DNS);
    EXPECT_EQ(r.status, 0);
    EXPECT_EQ(r.net.error, DSREG_X_DNS);
    EXPECT_EQ(r.net.native, EAI_NONAME);
    EXPECT_EQ(r.error_text, r.net.error_text);
    EXPECT_EQ(r.net.connect_ns, -1);
}

TEST_F(HttpFailure, ARefusedConnection)
{
    const auto r = from(1);
    EXPECT_EQ(r.error, DSREG_X_CONNECT);
    EXPECT_EQ(r.net.native, ECONNREFUSED);
    EXPECT_EQ(r.error_text, "connection to 127.0.0.1:443 refused");
}

TEST_F(HttpFailure, CertificatesThatDoNotDoComeWithTheirChain)
{
    const authority other("Other Root");
    struct {
        identity who;
        int native;
        bool trusted;
    } const rows[] = {
        {ca.issue({{host}, -20, -2}), X509_V_ERR_CERT_HAS_EXPIRED, true},
        {ca.issue({{"other.example"}}), X509_V_ERR_HOSTNAME_MISMATCH, true},
        {self_signed({{host}}), X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, false},
        {other.issue({{host}}), X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, false},
    };
    for (const auto& row : rows) {
        const auto r = from(row.who);
        EXPECT_EQ(r.error, DSREG_X_TLS) << r.error_text;
        EXPECT_EQ(r.net.native, row.native) << r.error_text;
        EXPECT_EQ(r.status, 0);
        EXPECT_EQ(r.body, "");
        ASSERT_EQ(r.net.certs.size(), 1u) << r.error_text;
        EXPECT_EQ(r.net.certs[0].trusted, row.trusted);
        EXPECT_FALSE(r.net.certs[0].der.empty());
        EXPECT_GT(r.net.tls_ns, 0);
        EXPECT_GT(r.net.connect_ns, 0);
    }
}

TEST_F(HttpFailure, AnAlert)
{
    tls_server server(ca.issue({{host}}), answering(ok("x")));
    server.refuse_names = true;
    const auto r = from(server.port());
    EXPECT_EQ(r.error, DSREG_X_TLS);
    EXPECT_TRUE(contains(r.error_text, "alert 112")) << r.error_text;
}

TEST_F(HttpFailure, ThePeerGoesAwayInTheHandshake)
{
    listener closing([](int fd) { read_until(fd, host); });
    const auto closed = from(closing.port());
    EXPECT_EQ(closed.error, DSREG_X_DISCONNECTED) << closed.error_text;
    listener resetting([](int fd) {
        read_until(fd, host);
        reset(fd);
    });
    const auto r = from(resetting.port());
    EXPECT_EQ(r.error, DSREG_X_DISCONNECTED) << r.error_text;
    EXPECT_EQ(r.net.native, ECONNRESET);
}

TEST_F(HttpFailure, ThePeerIsNotTls)
{
    listener server([](int fd) {
        send_text(fd, "HTTP/1.0 400 Bad Request\r\n\r\n");
        wait_for_close(fd);
    });
    const auto r = from(server.port());
    EXPECT_EQ(r.error, DSREG_X_TLS) << r.error_text;
}

TEST_F(HttpFailure, ThePeerIsNotHttp)
{
    const auto r = from(answering("220 smtp.example ESMTP\r\n250 hello\r\n"));
    EXPECT_EQ(r.error, DSREG_X_PROTOCOL) << r.error_text;
    EXPECT_TRUE(contains(r.error_text, "is not HTTP")) << r.error_text;
    EXPECT_EQ(r.status, 0);
}

TEST_F(HttpFailure, ThePeerEndsWithoutAnAnswer)
{
    const auto r = from([](talk& t) { t.request(); });
    EXPECT_EQ(r.error, DSREG_X_DISCONNECTED) << r.error_text;
}

TEST_F(HttpFailure, ThePeerEndsInTheBody)
{
    const auto r = from([](talk& t) {
        t.request();
        t.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
    });
    EXPECT_EQ(r.error, DSREG_X_DISCONNECTED) << r.error_text;
    EXPECT_EQ(r.body, "");
}

TEST_F(HttpFailure, ThePeerResetsInTheBody)
{
    const auto r = from([](talk& t) {
        t.request();
        t.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
        t.reset();
    });
    EXPECT_EQ(r.error, DSREG_X_DISCONNECTED) << r.error_text;
}
