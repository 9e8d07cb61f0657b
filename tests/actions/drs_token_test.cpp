#include "actions/drs_token.h"

#include "broker/tokens.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::actions;
using dsreg::test::token_of;

namespace {

constexpr int64_t second = 1'000'000'000;
constexpr int64_t now = 1'800'000'000 * second;
const std::string tenant = "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234";
const std::string app = "01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9";

std::string claims(const std::string& aud, const std::string& more = "",
                   const std::string& tid = tenant)
{
    return R"({"aud":)" + aud + R"(,"tid":")" + tid + R"(","exp":1800003600,"nbf":1800000000)" +
           more + "}";
}

std::string why(const std::string& claims)
{
    const dsreg::status s = check_drs_token(token_of(claims), tenant, now);
    EXPECT_EQ(s.text().find("eyJ"), std::string::npos);
    return s.text();
}

} // namespace

TEST(check_drs_token, every_name_of_the_registration_service)
{
    for (const std::string& aud :
         {app, "spn:" + app, "api://" + app, "api://" + app + "/",
          std::string("01CB2876-7EBD-4AA4-9CC9-D28BD4D359A9"),
          std::string("urn:ms-drs:enterpriseregistration.windows.net"),
          std::string("urn:ms-drs:enterpriseregistration.microsoftonline.us"),
          std::string("urn:ms-drs:enterpriseregistration.partner.microsoftonline.cn")}) {
        EXPECT_EQ(why(claims('"' + aud + '"')), "") << aud;
        EXPECT_EQ(why(claims("[\"" + aud + "\"]")), "") << aud;
    }
}

TEST(check_drs_token, another_service_is_refused)
{
    const std::string refused = "it is meant for another service than device registration";
    for (const std::string& aud :
         {std::string(R"("https://graph.microsoft.com")"), std::string(R"("")"), "\"x" + app + "\"",
          "\"" + app + "x\"", "\"spn:spn:" + app + "\"",
          "[\"" + app + "\",\"https://graph.microsoft.com\"]", std::string("[]"),
          std::string(R"("urn:ms-drs:enterpriseregistration.windows.net.example.com")"),
          std::string(R"("urn:ms-drs:434df4a9-3cf2-4c1d-917e-2cd2b72f515a")")})
        EXPECT_EQ(why(claims(aud)), refused) << aud;
    EXPECT_EQ(why(R"({"exp":1800003600})"), refused);
}

TEST(check_drs_token, another_tenant_is_refused)
{
    const std::string aud = '"' + app + '"';
    for (const char* tid : {"11112222-bbbb-3333-cccc-4444dddd5555", "", "common"})
        EXPECT_EQ(why(claims(aud, "", tid)), "it belongs to another tenant than " + tenant);
    EXPECT_EQ(why(claims(aud, "", "7F2B6C1E-94D3-4A08-B5E6-0C1D8E9FA234")), "");
    EXPECT_TRUE(check_drs_token(token_of(claims(aud, "", "x")), "", now).ok());
}

TEST(check_drs_token, its_time_counts_to_the_second)
{
    const std::string token = token_of(claims('"' + app + '"'));
    const auto at = [&](int64_t s) { return check_drs_token(token, tenant, s * second).ok(); };
    EXPECT_TRUE(at(1'800'003'599));
    EXPECT_FALSE(at(1'800'003'600));
    EXPECT_TRUE(at(1'800'000'000 - 300)); // a clock five minutes slow
    EXPECT_FALSE(at(1'800'000'000 - 301));
}

TEST(check_drs_token, a_token_without_an_end_is_refused)
{
    const std::string start = R"({"aud":")" + app + R"(","tid":")" + tenant + '"';
    EXPECT_EQ(why(start + "}"), "it does not say until when it holds");
    EXPECT_EQ(why(start + R"(,"exp":0})"), "it does not say until when it holds");
    EXPECT_EQ(why(start + R"(,"exp":-5})"), "it does not say until when it holds");
    EXPECT_EQ(why(start + R"(,"exp":"1800003600"})"), "it is no JWT");
}

TEST(check_drs_token, what_is_no_token_is_refused_without_a_word_of_it)
{
    const std::string good = token_of(claims('"' + app + '"'));
    for (const std::string& bad : {std::string(), std::string("secret"), good + "\n", good + ".x",
                                   good + std::string(65'536, 'x')}) {
        const dsreg::status s = check_drs_token(bad, tenant, now);
        EXPECT_FALSE(s.ok()) << bad;
        EXPECT_EQ(s.text().find("secret"), std::string::npos);
    }
}

TEST(secret_text, leaves_nothing_in_what_it_was_moved_from)
{
    secret_text a(std::string(100, 's'));
    secret_text b(std::move(a));
    EXPECT_EQ(b.view(), std::string(100, 's'));
    EXPECT_EQ(a.view(), ""); // NOLINT: what is left is what the test is about
}
