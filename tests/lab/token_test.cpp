// The token endpoint, asked as the device of the scenario would ask: with real signatures.
#include "world/token.h"

#include "device_proof.h"
#include "world/entra.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace dsreg::lab {
namespace {

namespace json = boost::json;

const std::string form = "application/x-www-form-urlencoded";
const std::string grant = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";

class Token : public testing::Test
{
protected:
    web_response post(const std::string& path, const std::string& body,
                      const std::string& type = form)
    {
        web_request r;
        r.tls = true;
        r.host = host;
        r.method = "POST";
        r.target = path;
        r.type = type;
        r.body = body;
        return answer(play, r, tokens);
    }
    std::string nonce()
    {
        const auto reply = post("/common/oauth2/token", "grant_type=srv_challenge");
        return std::string(json::parse(reply.body).at("Nonce").as_string());
    }
    web_response ask(const std::string& jws)
    {
        return post("/" + play.tenant.id + "/oauth2/token",
                    "windows_api_version=2.2&" + grant + "&request=" + jws);
    }
    web_response ask(const proof_parts& what)
    {
        proof_parts parts = what;
        if (parts.device.empty()) parts.device = play.device.id;
        if (parts.nonce.empty()) parts.nonce = nonce();
        return ask(signed_proof(parts));
    }
    static int64_t code(const web_response& r)
    {
        return json::parse(r.body).at("error_codes").at(0).as_int64();
    }
    static std::string words(const web_response& r)
    {
        return std::string(json::parse(r.body).at("error_description").as_string());
    }

    scenario play;
    token_service tokens{play};
    std::string host = "login.microsoftonline.com";
};

TEST_F(Token, NoncesAreFresh)
{
    EXPECT_NE(nonce(), nonce());
    EXPECT_EQ(post("/" + play.tenant.id + "/oauth2/token", "grant_type=srv_challenge").status,
              200u);
}

TEST_F(Token, AGoodProofGetsATokenOfNoUse)
{
    for (const bool elliptic : {false, true}) {
        proof_parts parts;
        parts.elliptic = elliptic;
        const auto reply = ask(parts);
        ASSERT_EQ(reply.status, 200u) << reply.body;
        const json::value v = json::parse(reply.body);
        EXPECT_EQ(v.at("token_type").as_string(), "Bearer");
        const std::string token(v.at("access_token").as_string());
        EXPECT_EQ(token.substr(0, 20), "eyJhbGciOiJub25lIiwi"); // alg none
    }
}

TEST_F(Token, TheCertificateMayBeAPlainText)
{
    proof_parts parts;
    parts.x5c_is_text = true;
    EXPECT_EQ(ask(parts).status, 200u);
}

TEST_F(Token, ANonceIsGoodOnce)
{
    proof_parts parts;
    parts.nonce = nonce();
    EXPECT_EQ(ask(parts).status, 200u);
    const auto again = ask(parts);
    EXPECT_EQ(again.status, 400u);
    EXPECT_EQ(code(again), 50027);
    EXPECT_NE(words(again).find("request_nonce is unknown or was used"), std::string::npos);
}

TEST_F(Token, ANonceOfOneselfIsRefused)
{
    proof_parts parts;
    parts.nonce = "AwABAmine";
    EXPECT_EQ(code(ask(parts)), 50027);
}

TEST_F(Token, ABadSignatureIsRefused)
{
    proof_parts parts;
    parts.other_key = true;
    EXPECT_NE(words(ask(parts)).find("Signature validation failed"), std::string::npos);
    parts.elliptic = true;
    EXPECT_NE(words(ask(parts)).find("Signature validation failed"), std::string::npos);
}

TEST_F(Token, AChangedPayloadIsRefused)
{
    proof_parts parts;
    parts.device = play.device.id;
    parts.nonce = nonce();
    std::string jws = signed_proof(parts);
    const std::size_t from = jws.find('.') + 1, to = jws.rfind('.');
    parts.client = "changed";
    parts.other_key = true;
    const std::string other = signed_proof(parts);
    const std::size_t at = other.find('.') + 1;
    jws.replace(from, to - from, other, at, other.rfind('.') - at);
    EXPECT_NE(words(ask(jws)).find("Signature validation failed"), std::string::npos);
}

TEST_F(Token, AnotherDeviceIsRefused)
{
    proof_parts parts;
    parts.device = "00000000-1111-2222-3333-444444444444";
    const auto reply = ask(parts);
    EXPECT_EQ(code(reply), 50027);
    EXPECT_NE(words(reply).find("names another device: 00000000-1111"), std::string::npos);
}

TEST_F(Token, AnExpiredCertificateIsRefused)
{
    proof_parts parts;
    parts.valid_days = -1;
    EXPECT_NE(words(ask(parts)).find("not valid at this time"), std::string::npos);
}

TEST_F(Token, TheFixedPartsOfThePayloadAreChecked)
{
    proof_parts parts;
    parts.issuer = "aad:other";
    EXPECT_NE(words(ask(parts)).find("iss"), std::string::npos);
    parts = {};
    parts.grant = "refresh_token";
    EXPECT_NE(words(ask(parts)).find("device_token"), std::string::npos);
    parts = {};
    parts.client.clear();
    EXPECT_EQ(code(ask(parts)), 900144);
    parts = {};
    parts.algorithm = "none";
    EXPECT_NE(words(ask(parts)).find("alg is not RS256 or ES256"), std::string::npos);
    parts.algorithm = "ES256"; // of an RSA key
    EXPECT_NE(words(ask(parts)).find("alg does not fit"), std::string::npos);
}

TEST_F(Token, WhatTheTenantKnowsOfTheDeviceDecides)
{
    const std::map<std::string, int64_t> codes = {
        {"disabled", 135011}, {"deleted", 700003}, {"unknown-error", 999999}};
    for (const auto& [state, expected] : codes) {
        play.device.state = state;
        const auto reply = ask(proof_parts{});
        EXPECT_EQ(reply.status, 400u);
        EXPECT_EQ(code(reply), expected);
        const json::value v = json::parse(reply.body);
        EXPECT_EQ(v.at("error").as_string(), "invalid_grant");
        for (const char* member : {"timestamp", "trace_id", "correlation_id", "error_uri"}) {
            EXPECT_TRUE(v.as_object().contains(member)) << member;
        }
        EXPECT_EQ(reply.body, ask(proof_parts{}).body); // fixed ids
    }
}

TEST_F(Token, AFreshDeviceIsKnownAtTheSecondQuestion)
{
    play.device.state = "fresh";
    EXPECT_EQ(code(ask(proof_parts{})), 50155);
    EXPECT_EQ(ask(proof_parts{}).status, 200u);
    EXPECT_EQ(ask(proof_parts{}).status, 200u);
}

TEST_F(Token, ASecondRegistrationIsKnownInItsTenantOnly)
{
    const std::string id = "11112222-3333-4444-5555-666677778888";
    const std::string tenant = "99990000-3333-4444-5555-666677778888";
    play.other_devices.push_back({id, tenant});
    play.device.state = "deleted";
    proof_parts parts;
    parts.device = id;
    EXPECT_EQ(code(ask(parts)), 50027);
    parts.nonce = nonce();
    const auto reply =
        post("/" + tenant + "/oauth2/token", grant + "&request=" + signed_proof(parts));
    EXPECT_EQ(reply.status, 200u) << reply.body;
}

TEST_F(Token, OtherTenantsAndClouds)
{
    EXPECT_EQ(code(post("/fabrikam.com/oauth2/token", "grant_type=srv_challenge")), 90002);
    play.tenant.cloud = "usgov";
    EXPECT_EQ(code(ask(proof_parts{})), 90038);
    host = "login.microsoftonline.us";
    const auto reply = ask(proof_parts{});
    EXPECT_EQ(reply.status, 200u) << reply.body;
}

TEST_F(Token, OnlyAFormIsRead)
{
    EXPECT_EQ(code(post("/common/oauth2/token", "grant_type=srv_challenge", "application/json")),
              900144);
    EXPECT_EQ(code(post("/common/oauth2/token", "")), 900144);
    EXPECT_EQ(code(post("/common/oauth2/token", grant)), 900144);
    EXPECT_EQ(code(post("/common/oauth2/token", "grant_type=password")), 70003);
    web_request r;
    r.tls = true;
    r.host = host;
    r.method = "GET";
    r.target = "/common/oauth2/token";
    EXPECT_EQ(code(answer(play, r, tokens)), 900561);
}

TEST_F(Token, GarbageIsRefusedAndNotRepeated)
{
    for (const std::string& jws :
         {std::string("x"), std::string(".."), std::string("a.b.c"), std::string("e30.e30.e30"),
          std::string("e30.e30.e30.e30"), std::string("W10.e30.QQ"), std::string(60000, 'A'),
          std::string("%00.%ff.QQ"),
          std::string("eyJhbGciOiJSUzI1NiIsIng1YyI6WyJNSUlCIl19.e30.QQ")}) {
        const auto reply = ask(jws);
        EXPECT_EQ(reply.status, 400u);
        EXPECT_EQ(code(reply), 50027) << jws.substr(0, 50);
        if (jws.size() < 8) continue;
        EXPECT_EQ(reply.body.find(jws), std::string::npos);
    }
}

} // namespace
} // namespace dsreg::lab
