#include "device/token_request.h"

#include "device/jws.h"
#include "device/sample.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::device;
using namespace dsreg::device_test;

namespace {

jws request_with(EVP_PKEY* key, const char* where = "public")
{
    return jws(make_token_request(key, der_of(make_certificate(key).get()), *find_cloud(where),
                                  "AwABnonce"));
}

} // namespace

TEST(TokenRequest, VerifiesWithTheCertificateThatItCarries)
{
    const key_ptr key = rsa_key();
    const jws made = request_with(key.get());
    EXPECT_EQ(made.header.at("alg"), "RS256");
    EXPECT_EQ(made.header.at("typ"), "JWT");
    EXPECT_TRUE(made.verifies());
}

TEST(TokenRequest, OfAnEllipticCurveVerifiesToo)
{
    for (const auto& [curve, name, size] :
         {std::tuple("P-256", "ES256", 64u), {"P-384", "ES384", 96u}, {"P-521", "ES512", 132u}}) {
        const key_ptr key = ec_key(curve);
        const jws made = request_with(key.get());
        EXPECT_EQ(made.header.at("alg"), name);
        EXPECT_EQ(made.signature.size(), size);
        EXPECT_TRUE(made.verifies()) << curve;
    }
}

TEST(TokenRequest, AsksForADeviceTokenAndNothingElse)
{
    const key_ptr key = rsa_key();
    const jws made = request_with(key.get());
    EXPECT_EQ(made.payload.at("grant_type"), "device_token");
    EXPECT_EQ(made.payload.at("iss"), "aad:brokerplugin");
    EXPECT_EQ(made.payload.at("request_nonce"), "AwABnonce");
    EXPECT_EQ(made.payload.at("resource"), "https://graph.windows.net");
    EXPECT_EQ(made.payload.at("client_id"), "1b730954-1685-4b74-9bfd-dac224a7b894");
    EXPECT_EQ(made.payload.size(), 7u);
}

TEST(TokenRequest, CannotBeMadeWithACurveThatJwsDoesNotKnow)
{
    for (const char* curve : {"P-224", "secp256k1"}) {
        const key_ptr key = ec_key(curve);
        EXPECT_EQ(make_token_request(key.get(), "x", *find_cloud("public"), "n"), "") << curve;
    }
}

TEST(Cloud, EachHasItsOwnHost)
{
    EXPECT_STREQ(find_cloud("public")->host, "login.microsoftonline.com");
    EXPECT_STREQ(find_cloud("usgov")->host, "login.microsoftonline.us");
    EXPECT_STREQ(find_cloud("china")->host, "login.partner.microsoftonline.cn");
    EXPECT_EQ(find_cloud("login.contoso.com"), nullptr);
    EXPECT_EQ(find_cloud(""), nullptr);
}
