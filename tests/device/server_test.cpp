// The check with the server, over real TLS.
#include "device/device_broker.h"
#include "device/jws.h"
#include "device/stage.h"
#include "net/calls.h"
#include "net/tls_server.h"

#include <mutex>
#include <thread>

using namespace dsreg;
using namespace dsreg::device;
using namespace dsreg::device_test;
using namespace std::chrono_literals;
using net_test::contains;

namespace {

constexpr const char* host = "login.microsoftonline.com";
const std::string granted = R"({"token_type":"Bearer","access_token":"eyJsecret.token.x"})";

std::string http(int status, const std::string& body)
{
    return "HTTP/1.1 " + std::to_string(status) +
           " Said\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string refusal(const std::string& codes)
{
    return http(400, R"({"error":"invalid_grant","error_description":"AADSTS: words",)"
                     R"("error_codes":[)" +
                         codes + "]}");
}

class Server : public Stage
{
protected:
    Server() : ca("dsreg test root")
    {
        net_test::leaf_plan plan;
        plan.names = {host, "login.microsoftonline.us"};
        server = std::make_unique<net_test::tls_server>(ca.issue(plan),
                                                        [this](net_test::talk& t) { answer(t); });
        where.ca_file = ca.file();
        for (const std::string& name : plan.names)
            where.hosts.push_back({name, 443, "127.0.0.1", server->port(), ""});
        certificate_plan old;
        old.from_seconds = -86400;
        register_device("drs_a", 0, old);
    }
    void answer(net_test::talk& t)
    {
        const std::string request = t.whole_request();
        std::string reply;
        {
            const std::lock_guard lock(mutex);
            requests.push_back(request);
            if (contains(request, "grant_type=srv_challenge"))
                reply = nonce;
            else if (!replies.empty()) {
                reply = replies.front();
                if (replies.size() > 1) replies.erase(replies.begin());
            }
        }
        if (!reply.empty() && t.send(reply)) t.wait_for_close();
        if (reply.empty()) t.wait_for_close();
    }
    wire::device_verdict ask(std::chrono::milliseconds budget = 5s,
                             std::chrono::milliseconds pause = 50ms)
    {
        device_broker device(where, pause);
        cut = false;
        const auto until = net::clock::now() + budget;
        const wire::device_verdict v = device.server_test("drs_a", "public", until, cut);
        EXPECT_LT(net::clock::now(), until + 100ms);
        return v;
    }
    void make_fresh()
    {
        certificate_plan fresh;
        fresh.from_seconds = -60 - 1800; // real ones begin half an hour before they are issued
        register_device("drs_a", 0, fresh);
    }
    std::string sent(std::size_t i)
    {
        const std::lock_guard lock(mutex);
        return requests.at(i);
    }

    net_test::authority ca;
    std::mutex mutex;
    std::vector<std::string> requests;
    std::string nonce = http(200, R"({"Nonce":"AwABsome-nonce"})");
    std::vector<std::string> replies = {http(200, granted)};
    bool cut = false;
    std::unique_ptr<net_test::tls_server> server;
};

} // namespace

TEST_F(Server, KnowsTheDevice)
{
    const wire::device_verdict v = ask();
    EXPECT_EQ(v.verdict, DSREG_DEVICE_OK) << v.text;
    EXPECT_EQ(v.http_status, 200);
    EXPECT_EQ(v.attempts, 1u);
    EXPECT_EQ(v.host, host);
    EXPECT_FALSE(cut);
    EXPECT_EQ(wire::encode(v).find("eyJ"), std::string::npos); // neither token nor request
}

TEST_F(Server, IsAskedForANonceAndThenForADeviceToken)
{
    ask();
    ASSERT_EQ(requests.size(), 2u);
    EXPECT_TRUE(contains(sent(0), "POST /common/oauth2/token HTTP/1.1\r\n"));
    EXPECT_TRUE(contains(sent(0), "\r\n\r\ngrant_type=srv_challenge"));
    EXPECT_TRUE(contains(sent(1), std::string("POST /") + tenant_id + "/oauth2/token "));
    EXPECT_TRUE(contains(sent(1), "Content-Type: application/x-www-form-urlencoded\r\n"));
    EXPECT_TRUE(contains(sent(1), "\r\n\r\nwindows_api_version=2.2&grant_type=urn:ietf:params:"
                                  "oauth:grant-type:jwt-bearer&request=eyJ"));
}

TEST_F(Server, GetsWhatVerifiesWithTheDevicesCertificate)
{
    ask();
    const std::string text = sent(1);
    const jws request(text.substr(text.find("&request=") + 9));
    EXPECT_TRUE(request.verifies());
    EXPECT_EQ(request.payload.at("request_nonce"), "AwABsome-nonce");
    EXPECT_EQ(EVP_PKEY_eq(X509_get0_pubkey(request.certificate.get()), rsa_key(0).get()), 1);
}

TEST_F(Server, SaysWhatBecameOfTheDevice)
{
    replies = {refusal("135011")};
    EXPECT_EQ(ask().verdict, DSREG_DEVICE_DISABLED);
    replies = {refusal("700003")};
    EXPECT_EQ(ask().verdict, DSREG_DEVICE_DELETED);
    replies = {refusal("4711")};
    const wire::device_verdict unknown = ask();
    EXPECT_EQ(unknown.verdict, DSREG_DEVICE_NO_ANSWER);
    EXPECT_EQ(unknown.error, DSREG_X_REFUSED);
    EXPECT_EQ(unknown.aadsts, 4711u);
}

TEST_F(Server, ThatDoesNotKnowAnOldDeviceIsBelievedAtOnce)
{
    replies = {refusal("50155"), http(200, granted)};
    const wire::device_verdict v = ask();
    EXPECT_EQ(v.verdict, DSREG_DEVICE_DELETED);
    EXPECT_EQ(v.attempts, 1u);
}

TEST_F(Server, ThatDoesNotKnowAFreshDeviceYetIsAskedAgain)
{
    make_fresh();
    replies = {refusal("50155"), http(200, granted)};
    const auto begin = net::clock::now();
    const wire::device_verdict v = ask(5s, 200ms);
    EXPECT_EQ(v.verdict, DSREG_DEVICE_OK);
    EXPECT_EQ(v.attempts, 2u);
    EXPECT_GE(net::clock::now() - begin, 200ms);
    EXPECT_EQ(requests.size(), 4u); // a nonce of its own for each
}

TEST_F(Server, ThatDoesNotKnowAFreshDeviceTwiceIsBelieved)
{
    make_fresh();
    replies = {refusal("50155")};
    const wire::device_verdict v = ask();
    EXPECT_EQ(v.verdict, DSREG_DEVICE_DELETED);
    EXPECT_EQ(v.attempts, 2u);
}

TEST_F(Server, WithoutTimeToAskAgainAFreshDeviceIsNotCalledDeleted)
{
    make_fresh();
    replies = {refusal("50155")};
    const wire::device_verdict v = ask(2s, 5s);
    EXPECT_EQ(v.verdict, DSREG_DEVICE_NO_ANSWER);
    EXPECT_EQ(v.error, DSREG_X_TIMEOUT);
    EXPECT_EQ(v.aadsts, 50155u);
    EXPECT_TRUE(contains(v.text, "registered minutes ago"));
    EXPECT_TRUE(cut);
}

TEST_F(Server, FreshIsByTheClockThatIsPlayed)
{
    where.clock_offset = int64_t{3600} * 1'000'000'000;
    certificate_plan old;
    old.from_seconds = 60; // by the wall clock; 59 minutes ago by the played one
    register_device("drs_a", 0, old);
    replies = {refusal("50155")};
    // The server's own certificate is valid for 30 days, so it does not mind.
    EXPECT_EQ(ask().attempts, 1u);
}

TEST_F(Server, FreshEndsTenMinutesAfterTheIssue)
{
    certificate_plan old;
    old.from_seconds = -1800 - 660;
    register_device("drs_a", 0, old);
    replies = {refusal("50155")};
    EXPECT_EQ(ask().attempts, 1u);
}

TEST_F(Server, ThatGivesNoNonceIsNoAnswer)
{
    nonce = http(200, "<html>portal</html>");
    EXPECT_EQ(ask().verdict, DSREG_DEVICE_NO_ANSWER);
    EXPECT_EQ(ask().error, DSREG_X_PROTOCOL);
    nonce = http(503, "");
    EXPECT_EQ(ask().error, DSREG_X_REFUSED);
    EXPECT_EQ(ask().http_status, 503);
}

TEST_F(Server, ThatIsNotThereIsATransportError)
{
    where.hosts = {{host, 443, "", 0, "nxdomain"}};
    EXPECT_EQ(ask().error, DSREG_X_DNS);
    EXPECT_EQ(ask().verdict, DSREG_DEVICE_NO_ANSWER);
    where.hosts = {{host, 443, "127.0.0.1", 1, ""}};
    EXPECT_EQ(ask().error, DSREG_X_CONNECT);
}

TEST_F(Server, ThatIsNotTrustedIsATransportErrorAndGetsNothing)
{
    const net_test::authority other("another root");
    where.ca_file = other.file();
    EXPECT_EQ(ask().error, DSREG_X_TLS);
    EXPECT_TRUE(requests.empty());
}

TEST_F(Server, ThatIsSilentEndsWithTheDeadline)
{
    nonce = "";
    const wire::device_verdict v = ask(700ms);
    EXPECT_EQ(v.verdict, DSREG_DEVICE_NO_ANSWER);
    EXPECT_EQ(v.error, DSREG_X_TIMEOUT);
    EXPECT_TRUE(cut);
}

TEST_F(Server, IsReachedThroughTheProxyOrNotAtAll)
{
    where.proxy = "http://127.0.0.1:1";
    where.proxy_source = "HTTPS_PROXY";
    EXPECT_EQ(ask().error, DSREG_X_PROXY);
    EXPECT_TRUE(requests.empty());
}

TEST_F(Server, OfAnotherCloudIsAskedByItsName)
{
    device_broker device(where, 50ms);
    const auto v = device.server_test("drs_a", "usgov", net::clock::now() + 5s, cut);
    EXPECT_EQ(v.verdict, DSREG_DEVICE_OK);
    EXPECT_EQ(v.host, "login.microsoftonline.us");
    EXPECT_TRUE(contains(sent(0), "Host: login.microsoftonline.us\r\n"));
}

TEST_F(Server, IsNotAskedWithoutTheRightKey)
{
    write(keys + "drs_a", pem_of(rsa_key(1).get()));
    EXPECT_EQ(ask().verdict, DSREG_DEVICE_KEY_MISMATCH);
    files::remove(on_disk(keys + "drs_a"));
    EXPECT_EQ(ask().verdict, DSREG_DEVICE_KEY_MISSING);
    EXPECT_TRUE(requests.empty());
}

TEST_F(Server, IsNotAskedAboutACertificateWithoutATenant)
{
    certificate_plan plan;
    plan.usual = false;
    register_device("drs_a", 0, plan);
    EXPECT_EQ(ask().verdict, DSREG_DEVICE_NO_ANSWER);
    EXPECT_EQ(ask().error, DSREG_X_NOT_FOUND);
    EXPECT_TRUE(requests.empty());
}

TEST_F(Server, IsAskedOnceHoweverOftenAndAtOnceItIsWanted)
{
    device_broker device(where, 50ms);
    std::vector<std::thread> all;
    for (int i = 0; i < 8; i++)
        all.emplace_back([&] {
            bool one_cut = false;
            const auto v = device.server_test("drs_a", "public", net::clock::now() + 5s, one_cut);
            EXPECT_EQ(v.verdict, DSREG_DEVICE_OK);
        });
    for (std::thread& t : all) t.join();
    EXPECT_EQ(requests.size(), 2u);
}

TEST_F(Server, IsNotAskedForACallerWithoutTime)
{
    device_broker device(where, 50ms);
    for (int i = 1; i < 6; i++) {
        cut = false;
        const auto v = device.server_test("drs_a", "public",
                                          net::clock::now() + std::chrono::milliseconds(i), cut);
        EXPECT_EQ(v.error, DSREG_X_TIMEOUT);
        EXPECT_TRUE(cut);
    }
    EXPECT_EQ(server->connections(), 0u);
}

TEST_F(Server, ImpatientCallersDoNotAnswerForAPatientOne)
{
    device_broker device(where, 50ms);
    const std::string given = std::exchange(nonce, "");
    for (const auto impatient : {1ms, 2ms, 3ms, 600ms, 600ms, 600ms, 1200ms, 1200ms, 1200ms})
        EXPECT_EQ(device.server_test("drs_a", "public", net::clock::now() + impatient, cut).verdict,
                  DSREG_DEVICE_NO_ANSWER);
    {
        const std::lock_guard lock(mutex);
        nonce = given;
    }
    cut = false;
    const auto v = device.server_test("drs_a", "public", net::clock::now() + 5s, cut);
    EXPECT_EQ(v.verdict, DSREG_DEVICE_OK) << v.text;
    EXPECT_FALSE(cut);
}

TEST_F(Server, EachRoundThatWasCutMakesTheNextOneDearer)
{
    nonce = "";
    device_broker device(where, 50ms);
    for (int i = 0; i < 4; i++)
        device.server_test("drs_a", "public", net::clock::now() + 550ms, cut);
    EXPECT_EQ(server->connections(), 1u);
}

TEST_F(Server, AnAnswerThatOneCallerHadNoTimeForIsThereForTheNext)
{
    device_broker device(where, 50ms);
    const std::string given = std::exchange(nonce, "");
    EXPECT_EQ(device.server_test("drs_a", "public", net::clock::now() + 550ms, cut).error,
              DSREG_X_TIMEOUT);
    {
        const std::lock_guard lock(mutex);
        nonce = given;
    }
    EXPECT_EQ(device.server_test("drs_a", "public", net::clock::now() + 5s, cut).verdict,
              DSREG_DEVICE_OK);
}
