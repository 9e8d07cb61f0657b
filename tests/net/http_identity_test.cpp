// A client certificate in one exchange, from memory.
#include "net/calls.h"
#include "net/http_transfer.h"
#include "net/tls_server.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

using namespace dsreg;
using namespace dsreg::net_test;

namespace {

const std::string host = "enterpriseregistration.example";

std::string der_of(X509* certificate)
{
    unsigned char* data = nullptr;
    const int size = i2d_X509(certificate, &data);
    std::string der(reinterpret_cast<char*>(data), static_cast<std::size_t>(size));
    OPENSSL_free(data);
    return der;
}

struct Identity : testing::Test {
    authority ca{"Test Root"};
    identity device = ca.issue({{"device"}});
    std::string certificate = der_of(device.certificate.get());
    std::shared_ptr<X509> seen;
    std::string request_seen;
    int connections = 0;
    net::client_identity as{certificate, device.key.get()};

    std::unique_ptr<tls_server> start(bool ask, int newest = TLS1_3_VERSION)
    {
        auto server = std::make_unique<tls_server>(ca.issue({{host}}), [this](talk& t) {
            request_seen = t.request();
            seen = t.client();
            connections++;
            t.send(ok("{}"));
            t.wait_for_close();
        });
        server->ask_who = ask;
        server->newest = newest;
        return server;
    }
    wire::http_reply remove(const tls_server& server, net::client_identity* who)
    {
        const wire::world where = lab({{host, server.port()}}, ca.file());
        const net::network net(where);
        wire::http_request request;
        request.method = "DELETE";
        request.url = "https://" + host + "/device/1?api-version=1.0";
        net::http_plan plan;
        EXPECT_EQ(net::plan_request(request, DSREG_P_NETWORK | DSREG_P_ACTIVE, plan), DSREG_OK);
        EXPECT_TRUE(net::http_ready());
        bool cut = false;
        return net::exchange(net, request, plan, net::clock::now() + milliseconds(15000), cut, who);
    }
};

} // namespace

TEST_F(Identity, IsShownToAServerThatAsks)
{
    for (const int newest : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        seen.reset();
        as.was_asked_for = as.was_connected = false;
        const auto server = start(true, newest);
        const wire::http_reply reply = remove(*server, &as);
        EXPECT_EQ(reply.status, 200) << reply.error_text;
        ASSERT_TRUE(seen);
        EXPECT_EQ(der_of(seen.get()), certificate);
        EXPECT_TRUE(as.was_asked_for);
        EXPECT_TRUE(as.was_connected);
    }
}

TEST_F(Identity, IsNotShownToAServerThatDoesNotAsk)
{
    const auto server = start(false);
    EXPECT_EQ(remove(*server, &as).status, 200);
    EXPECT_FALSE(seen);
    EXPECT_FALSE(as.was_asked_for);
    EXPECT_TRUE(as.was_connected);
}

TEST_F(Identity, IsNotShownUnlessTheCallerSaysSo)
{
    const auto server = start(true);
    EXPECT_EQ(remove(*server, nullptr).status, 200);
    EXPECT_FALSE(seen);
}

TEST_F(Identity, IsNotShownToAServerThatIsNotTrusted)
{
    const authority other("Another Root");
    tls_server server(other.issue({{host}}), [this](talk& t) { seen = t.client(); });
    server.ask_who = true;
    EXPECT_EQ(remove(server, &as).error, DSREG_X_TLS);
    EXPECT_FALSE(seen);
    EXPECT_FALSE(as.was_connected);
}

TEST_F(Identity, WithAKeyThatDoesNotFitNothingIsSent)
{
    const identity other = ca.issue({{"other"}});
    net::client_identity wrong{certificate, other.key.get()};
    const auto server = start(true);
    const wire::http_reply reply = remove(*server, &wrong);
    EXPECT_EQ(reply.error, DSREG_X_TLS);
    EXPECT_TRUE(contains(reply.error_text, "client certificate cannot be shown to " + host))
        << reply.error_text;
    EXPECT_EQ(connections, 0);
    EXPECT_FALSE(wrong.was_connected);
}

TEST_F(Identity, WithoutABodyNoTypeOfOneIsClaimed)
{
    const auto server = start(true);
    remove(*server, &as);
    EXPECT_TRUE(request_seen.starts_with("DELETE /device/1?api-version=1.0 HTTP/1.1\r\n"));
    EXPECT_FALSE(contains(request_seen, "Content-Type")) << request_seen;
}
