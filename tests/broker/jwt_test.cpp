#include "broker/jwt.h"

#include "broker/tokens.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::broker;
using namespace dsreg::test;

TEST(base64url, decodes_every_length_and_refuses_the_rest)
{
    for (const char* text : {"", "a", "ab", "abc", "abcd", "\xff\xfe\xfd"}) {
        std::string back;
        ASSERT_TRUE(decode_base64url(base64url(text), back).ok()) << text;
        EXPECT_EQ(back, text);
    }
    std::string kept = "kept";
    for (const char* bad : {"a", "abcde", "ab+/", "ab==", "a b", "\xff"})
        EXPECT_EQ(decode_base64url(bad, kept).code(), errc::protocol) << bad;
    EXPECT_EQ(kept, "kept");
}

TEST(claims, are_read)
{
    claims c;
    ASSERT_TRUE(read_claims(token_of(R"({"aud":"urn:ms-drs:x","tid":"t-1","deviceid":"d-1",
        "exp":1700000000,"amr":["pwd","mfa"],"more":{"x":[1]}})"),
                            c)
                    .ok());
    EXPECT_EQ(c.audience, "urn:ms-drs:x");
    EXPECT_EQ(c.tenant_id, "t-1");
    EXPECT_EQ(c.device_id, "d-1");
    EXPECT_EQ(c.amr, "pwd mfa");
    EXPECT_EQ(c.expires, 1700000000LL * 1'000'000'000);
}

TEST(claims, may_be_absent_and_a_single_text_is_a_list)
{
    claims c;
    ASSERT_TRUE(read_claims(token_of(R"({"amr":"rsa","aud":["a","b"]})"), c).ok());
    EXPECT_EQ(c.amr, "rsa");
    EXPECT_EQ(c.audience, "a b");
    EXPECT_EQ(c.expires, 0);
}

TEST(claims, of_another_type_are_refused_and_the_sentence_holds_nothing_of_the_token)
{
    for (const char* bad :
         {R"({"tid":7})", R"({"amr":[1]})", R"({"amr":{}})", R"({"exp":"soon-secret"})",
          R"({"aud":true})", R"({"deviceid":"a\u0000b"})", R"({"tid":"a","tid":"b"})", "[]", "{"}) {
        claims c;
        c.tenant_id = "kept";
        const status end = read_claims(token_of(bad), c);
        EXPECT_EQ(end.code(), errc::protocol) << bad;
        EXPECT_EQ(end.text().find("secret"), std::string::npos);
        EXPECT_EQ(c.tenant_id, "kept");
    }
    claims c;
    EXPECT_EQ(read_claims(token_of("{\"tid\":\"" + std::string(300, 'x') + "\"}"), c).code(),
              errc::protocol);
    ASSERT_TRUE(read_claims(token_of(R"({"exp":9223372036854775807})"), c).ok());
    EXPECT_EQ(c.expires, 0);
}

TEST(claims, not_before_is_read)
{
    claims c;
    ASSERT_TRUE(read_claims(token_of(R"({"nbf":1700000000})"), c).ok());
    EXPECT_EQ(c.not_before, 1700000000LL * 1'000'000'000);
    EXPECT_FALSE(read_claims(token_of(R"({"nbf":"now"})"), c).ok());
}

TEST(check_jwt, the_longest_that_may_be)
{
    const auto of_length = [](std::size_t length) {
        std::string s = token_of("{}");
        return s + std::string(length - s.size(), 'x');
    };
    EXPECT_TRUE(check_jwt(of_length(largest_token)).ok());
    EXPECT_FALSE(check_jwt(of_length(largest_token + 1)).ok());
}

TEST(claims, garbage_is_no_token)
{
    claims c;
    for (const char* bad : {"", ".", "..", "a.b", "a.b.c.d", "e30.%%.e30", "x.bm90IGpzb24.y"})
        EXPECT_EQ(read_claims(bad, c).text(), "not a JWT") << bad;
    EXPECT_FALSE(read_claims(std::string(2 << 20, '.'), c).ok());
}
