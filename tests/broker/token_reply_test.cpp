#include "broker/replies.h"

#include "broker/tokens.h"
#include "dsreg/svc/broker.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::broker;
using dsreg::test::token_of;

namespace {

const std::string token = token_of(R"({"aud":"urn:ms-drs:enterpriseregistration.windows.net",
"tid":"t","deviceid":"d","exp":1700000000,"amr":["pwd","mfa"]})");

wire::broker_token read(const std::string& reply)
{
    return read_token(reply, DSREG_BROKER_MICROSOFT);
}
wire::broker_token cookie(const std::string& reply)
{
    return read_cookie(reply, DSREG_BROKER_MICROSOFT);
}

} // namespace

TEST(read_token, verdict_and_claims_but_never_the_token)
{
    const wire::broker_token t = read(R"({"brokerTokenResponse":{"accessToken":")" + token +
                                      R"(","accessTokenType":0,"expiresOn":1}})");
    EXPECT_TRUE(t.granted);
    EXPECT_EQ(t.error.kind, DSREG_X_NONE);
    EXPECT_EQ(t.audience, "urn:ms-drs:enterpriseregistration.windows.net");
    EXPECT_EQ(t.tenant_id, "t");
    EXPECT_EQ(t.device_id, "d");
    EXPECT_EQ(t.amr, "pwd mfa");
    EXPECT_EQ(t.expires, 1700000000LL * 1'000'000'000);
    EXPECT_EQ(wire::encode(t).find("eyJ"), std::string::npos);
    EXPECT_EQ(wire::encode(t).find("c2lnbmF0dXJl"), std::string::npos);
}

TEST(read_token, an_opaque_token_is_granted_without_claims)
{
    const wire::broker_token t =
        read(R"({"brokerTokenResponse":{"accessToken":"opaque","expiresOn":1700000000000}})");
    EXPECT_TRUE(t.granted);
    EXPECT_EQ(t.audience, "");
    EXPECT_EQ(t.expires, 1700000000LL * 1'000'000'000);
}

TEST(read_token, neither_token_nor_error_is_protocol)
{
    for (const char* bad : {"{}", "[]", R"({"brokerTokenResponse":{}})",
                            R"({"brokerTokenResponse":{"accessToken":""}})",
                            R"({"brokerTokenResponse":{"accessToken":7}})",
                            R"({"brokerTokenResponse":{"accessToken":"x","expiresOn":"soon"}})",
                            R"({"accessToken":"x"})"}) {
        const wire::broker_token t = read(bad);
        EXPECT_FALSE(t.granted) << bad;
        EXPECT_EQ(t.error.kind, DSREG_X_PROTOCOL) << bad;
    }
}

TEST(read_token, a_token_beside_an_error_is_not_granted)
{
    const wire::broker_token t =
        read(R"({"brokerTokenResponse":{"accessToken":")" + token + R"(","error":{"status":2}}})");
    EXPECT_FALSE(t.granted);
    EXPECT_EQ(t.error.status, 2);
    EXPECT_EQ(t.audience, "");
}

namespace {

std::string reply_with(const std::string& accessToken)
{
    boost::json::object response{{"accessToken", accessToken}};
    return boost::json::serialize(
        boost::json::object{{"brokerTokenResponse", std::move(response)}});
}

} // namespace

TEST(take_token, gives_the_token_itself)
{
    std::string taken;
    EXPECT_EQ(take_token(reply_with(token), DSREG_BROKER_MICROSOFT, taken).kind, DSREG_X_NONE);
    EXPECT_EQ(taken, token);
}

TEST(take_token, what_could_do_harm_when_printed_is_a_protocol_error_that_does_not_repeat_it)
{
    const std::string claims = token_of("{}");
    for (const std::string& bad :
         {std::string("opaque"), claims + "\n", "\x1b[2J" + claims, claims + " x",
          "x" + claims + "=", claims.substr(0, claims.rfind('.') + 1), "." + claims, claims + ".",
          claims + ".x", std::string("e30.bm90IGpzb24.c2ln"),
          token_of("{\"x\":\"" + std::string(65'536, 'x') + "\"}")}) {
        std::string taken = "kept";
        const wire::broker_error e = take_token(reply_with(bad), DSREG_BROKER_MICROSOFT, taken);
        EXPECT_EQ(e.kind, DSREG_X_PROTOCOL) << bad;
        EXPECT_EQ(taken, "kept") << bad;
        EXPECT_EQ(e.text.find("eyJ"), std::string::npos) << e.text;
        EXPECT_EQ(e.text.find('\x1b'), std::string::npos);
    }
}

TEST(take_token, an_error_beside_the_token_wins)
{
    std::string taken = "kept";
    const wire::broker_error e = take_token(R"({"brokerTokenResponse":{"accessToken":")" + token +
                                                R"(","error":{"status":2}}})",
                                            DSREG_BROKER_MICROSOFT, taken);
    EXPECT_EQ(e.kind, DSREG_X_REFUSED);
    EXPECT_EQ(e.status, 2);
    EXPECT_EQ(taken, "kept");
}

TEST(read_cookie, both_shapes)
{
    const std::string item = R"({"cookieName":"x-ms-RefreshTokenCredential","cookieContent":")" +
                             token_of(R"({"iat":1})") + "\"}";
    for (const std::string& reply : {item, R"({"cookieItems":[)" + item + "]}"}) {
        const wire::broker_token t = cookie(reply);
        EXPECT_TRUE(t.granted) << reply;
        EXPECT_EQ(t.expires, 0);
        EXPECT_EQ(t.error.kind, DSREG_X_NONE);
    }
}

TEST(read_cookie, garbage_and_errors)
{
    for (const char* bad :
         {"{}", R"({"cookieItems":[]})", R"({"cookieItems":7})", R"({"cookieItems":[7]})",
          R"({"cookieItems":[{}]})", R"({"cookieContent":7})", R"({"cookieContent":""})"}) {
        EXPECT_FALSE(cookie(bad).granted) << bad;
        EXPECT_EQ(cookie(bad).error.kind, DSREG_X_PROTOCOL) << bad;
    }
    EXPECT_EQ(cookie(R"({"error":{"status":20}})").error.status, 20);
}
