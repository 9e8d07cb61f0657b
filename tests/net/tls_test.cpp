#include "net/calls.h"
#include "net/tls_server.h"

#include <cerrno>
#include <openssl/x509_vfy.h>
#include <sys/socket.h>

using namespace dsreg;
using namespace dsreg::net_test;

namespace {
const std::string host = "login.example";

struct Tls : testing::Test {
    authority ca{"Test Root"};

    wire::net_result shake(uint16_t port, timed* t = nullptr,
                           milliseconds budget = milliseconds(5000)) const
    {
        return check_one(lab({{host, port}}, ca.file()), host, 443, DSREG_NET_TLS, budget, t);
    }
    wire::net_result shake(const identity& who, std::vector<identity> chain = {}) const
    {
        const tls_server server(
            who, [](talk& t) { t.wait_for_close(); }, std::move(chain));
        return shake(server.port());
    }
};
} // namespace

TEST_F(Tls, AGoodPeerIsDescribedWhole)
{
    const identity middle = ca.intermediate("Test Middle");
    const auto r = shake(issue_from(middle, {{host}}), {middle});
    EXPECT_EQ(r.error, DSREG_X_NONE) << r.error_text;
    EXPECT_EQ(r.native, 0);
    EXPECT_EQ(r.tls_version, "TLSv1.3");
    EXPECT_GT(r.tls_ns, 0);
    EXPECT_GE(r.connect_ns, 0);
    ASSERT_EQ(r.certs.size(), 2u);
    EXPECT_EQ(r.certs[0].subject, "CN=login.example,O=Contoso");
    EXPECT_EQ(r.certs[0].issuer, "CN=Test Middle,O=Contoso");
    EXPECT_EQ(r.certs[1].subject, "CN=Test Middle,O=Contoso");
    EXPECT_EQ(r.certs[1].issuer, "CN=Test Root,O=Contoso");
    for (const auto& c : r.certs) {
        EXPECT_TRUE(c.trusted);
        EXPECT_EQ(c.sha256.size(), 64u);
        EXPECT_LT(c.not_before, c.not_after);
        const auto* bytes = reinterpret_cast<const unsigned char*>(c.der.data());
        X509* parsed = d2i_X509(nullptr, &bytes, static_cast<long>(c.der.size()));
        EXPECT_NE(parsed, nullptr);
        X509_free(parsed);
    }
}

TEST_F(Tls, TheNameIsSentToTheServer)
{
    std::string seen;
    {
        const tls_server server(ca.issue({{host}}), [&](talk& t) {
            seen = t.server_name();
            t.wait_for_close();
        });
        EXPECT_EQ(shake(server.port()).error, DSREG_X_NONE);
    }
    EXPECT_EQ(seen, host);
}

TEST_F(Tls, AnExpiredCertificateIsToldWithItsChainWhichLeadsToARoot)
{
    const auto r = shake(ca.issue({{host}, -20, -2}));
    EXPECT_EQ(r.error, DSREG_X_TLS);
    EXPECT_EQ(r.native, X509_V_ERR_CERT_HAS_EXPIRED);
    EXPECT_TRUE(contains(r.error_text, "expired")) << r.error_text;
    ASSERT_EQ(r.certs.size(), 1u);
    EXPECT_TRUE(r.certs[0].trusted);
    EXPECT_FALSE(r.certs[0].der.empty());
    EXPECT_GT(r.tls_ns, 0);
}

TEST_F(Tls, ACertificateOfTheFutureIsTold)
{
    const auto r = shake(ca.issue({{host}, 2, 20}));
    EXPECT_EQ(r.native, X509_V_ERR_CERT_NOT_YET_VALID);
}

TEST_F(Tls, ALabsClockDecidesWhatIsExpired)
{
    const tls_server server(ca.issue({{host}, -1, 2}), [](talk& t) { t.wait_for_close(); });
    wire::world where = lab({{host, server.port()}}, ca.file());
    where.clock_offset = int64_t{5} * 86400 * 1'000'000'000;
    EXPECT_EQ(check_one(where, host).native, X509_V_ERR_CERT_HAS_EXPIRED);
}

TEST_F(Tls, AWrongNameIsToldWithTheNameThatItIsFor)
{
    const auto r = shake(ca.issue({{"other.example"}}));
    EXPECT_EQ(r.error, DSREG_X_TLS);
    EXPECT_EQ(r.native, X509_V_ERR_HOSTNAME_MISMATCH);
    EXPECT_TRUE(contains(r.error_text, "CN=other.example")) << r.error_text;
    ASSERT_EQ(r.certs.size(), 1u);
    EXPECT_TRUE(r.certs[0].trusted);
}

TEST_F(Tls, AWildcardCoversOneLabel)
{
    const auto shaken = [&](const std::string& name, const std::string& in_certificate) {
        const tls_server server(ca.issue({{in_certificate}}), [](talk& t) { t.wait_for_close(); });
        return check_one(lab({{name, server.port()}}, ca.file()), name).native;
    };
    EXPECT_EQ(shaken("login.contoso.example", "*.contoso.example"), 0);
    EXPECT_EQ(shaken("a.login.contoso.example", "*.contoso.example"), X509_V_ERR_HOSTNAME_MISMATCH);
    EXPECT_EQ(shaken("login.contoso.example", "log*.contoso.example"),
              X509_V_ERR_HOSTNAME_MISMATCH);
}

TEST_F(Tls, ASelfSignedCertificateIsNotTrusted)
{
    const auto r = shake(self_signed({{host}}));
    EXPECT_EQ(r.error, DSREG_X_TLS);
    EXPECT_EQ(r.native, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT);
    ASSERT_EQ(r.certs.size(), 1u);
    EXPECT_FALSE(r.certs[0].trusted);
}

TEST_F(Tls, AnotherRootIsNotTrustedAndItsWholeChainIsKept)
{
    const authority other("Inspecting Proxy Root");
    const identity middle = other.intermediate("Inspecting Proxy");
    const auto r = shake(issue_from(middle, {{host}}), {middle, other.root()});
    EXPECT_EQ(r.error, DSREG_X_TLS);
    EXPECT_EQ(r.native, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN);
    ASSERT_EQ(r.certs.size(), 3u);
    EXPECT_EQ(r.certs[0].issuer, "CN=Inspecting Proxy,O=Contoso");
    EXPECT_EQ(r.certs[2].subject, "CN=Inspecting Proxy Root,O=Contoso");
    for (const auto& c : r.certs) EXPECT_FALSE(c.trusted);
}

TEST_F(Tls, ACaFileClosesTheDoorToTheSystemsRoots)
{
    // Trusted by nobody but the file: with the file of another root nothing is left.
    const authority other("Other Root");
    const tls_server server(ca.issue({{host}}), [](talk& t) { t.wait_for_close(); });
    EXPECT_EQ(check_one(lab({{host, server.port()}}, other.file()), host).error, DSREG_X_TLS);
    const auto gone = check_one(lab({{host, server.port()}}, "/nonexistent/ca.pem"), host);
    EXPECT_EQ(gone.error, DSREG_X_TLS);
    EXPECT_TRUE(contains(gone.error_text, "/nonexistent/ca.pem")) << gone.error_text;
}

TEST_F(Tls, AnAlertOfThePeerIsNamed)
{
    tls_server server(ca.issue({{host}}), [](talk& t) { t.wait_for_close(); });
    server.refuse_names = true;
    const auto r = shake(server.port());
    EXPECT_EQ(r.error, DSREG_X_TLS);
    EXPECT_TRUE(contains(r.error_text, "alert 112")) << r.error_text;
    EXPECT_TRUE(r.certs.empty());
    EXPECT_EQ(r.tls_version, "");
}

TEST_F(Tls, AnOldProtocolIsRefused)
{
    tls_server server(ca.issue({{host}}), [](talk& t) { t.wait_for_close(); });
    server.newest = TLS1_1_VERSION;
    const auto r = shake(server.port());
    EXPECT_EQ(r.error, DSREG_X_TLS) << r.error_text;
}

TEST_F(Tls, APeerThatIsNotTlsIsToldApartFromABadCertificate)
{
    listener server([](int fd) {
        send_text(fd, "220 mail.example ESMTP\r\n");
        wait_for_close(fd);
    });
    const auto r = shake(server.port());
    EXPECT_EQ(r.error, DSREG_X_TLS);
    EXPECT_EQ(r.native, 0);
    EXPECT_TRUE(contains(r.error_text, "TLS handshake with \"login.example\" failed"));
}

TEST_F(Tls, APeerThatHangsUpIsDisconnected)
{
    listener closing([](int fd) { read_until(fd, host); });
    const auto closed = shake(closing.port());
    EXPECT_EQ(closed.error, DSREG_X_DISCONNECTED) << closed.error_text;
    listener resetting([](int fd) {
        read_until(fd, host);
        reset(fd);
    });
    const auto r = shake(resetting.port());
    EXPECT_EQ(r.error, DSREG_X_DISCONNECTED) << r.error_text;
    EXPECT_EQ(r.native, ECONNRESET);
    EXPECT_GT(r.tls_ns, 0);
}

TEST_F(Tls, PeersThatResetAtOnceDoNotKillTheProcess)
{
    listener resetting([](int fd) { reset(fd); });
    const std::vector<wire::net_target> targets(40, {host, 443, DSREG_NET_TLS});
    for (const auto& r : check(lab({{host, resetting.port()}}, ca.file()), targets))
        EXPECT_TRUE(r.error == DSREG_X_DISCONNECTED || r.error == DSREG_X_CONNECT) << r.error_text;
}

TEST_F(Tls, ASilentPeerKeepsTheDeadline)
{
    listener server([](int fd) { wait_for_close(fd); });
    timed t;
    const auto r = shake(server.port(), &t, milliseconds(500));
    EXPECT_EQ(r.error, DSREG_X_TIMEOUT);
    EXPECT_TRUE(t.cut_short);
    EXPECT_GT(r.tls_ns, 300'000'000);
    EXPECT_EQ(r.tls_version, "");
    EXPECT_TRUE(contains(r.error_text, "did not finish the TLS handshake in time"));
}
