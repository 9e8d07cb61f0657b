#include "base/secrets.h"

#include <gtest/gtest.h>

using dsreg::looks_secret;
using dsreg::without_tokens;
using dsreg::without_tokens_cut;

namespace {

const std::string jwt = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2lnbmF0dXJl";

} // namespace

TEST(Secrets, ALongRunOrOneThatBeginsLikeAJwtIsSecret)
{
    EXPECT_TRUE(looks_secret(jwt));
    EXPECT_TRUE(looks_secret(jwt.substr(0, 20)));
    EXPECT_TRUE(looks_secret(std::string(64, 'k')));
    EXPECT_FALSE(looks_secret(std::string(63, 'k')));
    EXPECT_FALSE(looks_secret("eyJustShort"));
    EXPECT_FALSE(looks_secret(""));
}

TEST(Secrets, AnOrdinaryAddressStays)
{
    const std::string url =
        "at "
        "https://login.microsoftonline.com/7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234/oauth2/v2.0/token "
        "(POST)";
    EXPECT_EQ(without_tokens(url), url);
}

TEST(Secrets, ATokenInAnAddressGoes)
{
    EXPECT_EQ(without_tokens("https://host/" + jwt + "/x"), "https://host/[removed]/x");
    EXPECT_EQ(without_tokens("https://host/" + std::string(64, 'k')), "https://host/[removed]");
    EXPECT_EQ(without_tokens("https://host/a?code=" + jwt), "https://host/a?code=[removed]");
}

TEST(Secrets, SlashesOutsideOfAnAddressHideNothing)
{
    const std::string base64 = std::string(40, 'k') + "/" + std::string(40, 'k') + "==";
    EXPECT_EQ(without_tokens("key " + base64), "key [removed]");
    EXPECT_EQ(without_tokens("https:" + base64), "https:[removed]");
}

// A value as by chance: base64 of 32 bytes, in both alphabets.
const std::string key32 = "q83vEjRWeJq7zN3u/wARIjNEVWZ3iJmqu8zd7v8BI0U=";
const std::string url32 = "Zk9vQmFyX1B3N2xYdE1hUnE5SGNKZ0w0c1Z3eUQyT2U";

TEST(Secrets, AMixOfLettersAndDigitsIsSecretFromFortyCharactersOn)
{
    EXPECT_EQ(without_tokens("key " + key32), "key [removed]=");
    EXPECT_EQ(without_tokens("at /tmp: " + url32 + "."), "at /tmp: [removed].");
    EXPECT_EQ(without_tokens("got 0.AX" + url32 + "x"), "got 0.[removed]");
    EXPECT_EQ(without_tokens("https://host/a/" + url32 + "/b"), "https://host/a/[removed]/b");
    EXPECT_TRUE(looks_secret(url32));
    EXPECT_FALSE(looks_secret(url32.substr(0, 39)));
}

TEST(Secrets, TheValueBehindItsNameGoes)
{
    const std::pair<const char*, const char*> table[] = {
        {"password=hunter2", "password=[removed]"},
        {"&Password=a,b;c&x=1", "&Password=[removed]&x=1"},
        {"client_secret = s3", "client_secret = [removed]"},
        {"refresh_token=0.AXo&scope=openid", "refresh_token=[removed]&scope=openid"},
        {"client_assertion=ab.cd.ef end", "client_assertion=[removed] end"},
        {"?code=0.AXoA7f2b6c1e94d3&state=5", "?code=[removed]&state=5"},
        {"key=00112233445566778899aabbccddeeff", "key=[removed]"},
        {"accessToken=abc", "accessToken=[removed]"},
        {R"({"password":"hun\"ter","user":"a"})", R"({"password":"[removed]","user":"a"})"},
        {R"({"Refresh_Token" : "abc"})", R"({"Refresh_Token" : "[removed]"})"},
        {R"({\"password\":\"x y\",\"n\":1})", R"({\"password\":\"[removed]\",\"n\":1})"},
        {"{'secret': 'x'}", "{'secret': '[removed]'}"},
        {R"("password":"never closed)", R"("password":"[removed])"},
        {R"(token="a b" rest)", R"(token="[removed]" rest)"},
        {"password=[removed]more", "password=[removed]"},
    };
    for (const auto& [text, clean] : table) EXPECT_EQ(without_tokens(text), clean) << text;
}

TEST(Secrets, WhatADiagnosisNeedsStays)
{
    for (const std::string text :
         {"AADSTS50126: Error validating credentials due to invalid username or password. Trace "
          "ID: 7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234 Correlation ID: "
          "F1A1FB57-6E0C-4D4E-9A6E-0B5F2F5D3C11 Timestamp: 2026-09-15 10:33:57Z",
          "suberror: 'token_expired'",
          "the token: expired",
          "error_code=invalid_grant",
          "x-ms-request-id: 7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234",
          "thumbprint 0F1E2D3C4B5A69788796A5B4C3D2E1F001122334",
          "thumbprint 0f1e2d3c4b5a69788796a5b4c3d2e1f001122334",
          "microsoft-identity-device-broker.service: Main process exited, code=exited, "
          "status=1/FAILURE",
          "/opt/microsoft/identity-broker/bin/microsoft-identity-broker",
          "user@1000.service/app.slice/microsoft-identity-broker.service",
          "org.freedesktop.DBus.Error.ServiceUnknown",
          "ERROR\tErrorInternalImpl:134\tCreated an error: 4kv4v, StatusInternal::Unexpected",
          "https://enterpriseregistration.windows.net/7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234/"
          "Discover?api-version=1.9",
          "3d0c7b52-6a1e-4f5b-9c86-2f1d4be07a91.7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234",
          "DeviceRegistrationServiceDiscoveryEndpointVersion2OfTheTenant",
          "code=0xc000006d",
          "code=50126",
          "key=7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234",
          R"(prt attempt: {"kind":"acquire","code":"0xc000006d","credential":"Password"})",
          R"(registration attempt: {"clientCode":"0x801c03f2","serverCode":"DirectoryError"})",
          "password=",
          "a=b:c==d"})
        EXPECT_EQ(without_tokens(text), text);
}

TEST(Secrets, WhatIsCleanStaysAsItIs)
{
    for (const std::string& text : std::initializer_list<std::string>{
             "password=" + jwt, "code=" + url32, "x " + key32 + key32, R"("token": "a)" + jwt,
             std::string("password=[remov"), R"({"password":"x"},"code":"[removed]y")" + jwt}) {
        const std::string once = without_tokens(text);
        EXPECT_EQ(without_tokens(once), once);
    }
}

TEST(Secrets, WhatIsCutIsLookedAtAgain)
{
    const std::string id =
        "3d0c7b52-6a1e-4f5b-9c86-2f1d4be07a91.7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234";
    EXPECT_EQ(without_tokens_cut(id, 73), id);
    EXPECT_EQ(without_tokens_cut(id, 70), "[removed]"); // no account's id any more
}
