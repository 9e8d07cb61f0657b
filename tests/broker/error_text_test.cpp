#include "broker/error_text.h"

#include <gtest/gtest.h>

using namespace dsreg::broker;

TEST(error_text, aadsts_number)
{
    EXPECT_EQ(aadsts_number("AADSTS50078: Presented multi-factor authentication has expired"),
              50078u);
    EXPECT_EQ(aadsts_number("(code) AADSTS700016."), 700016u);
    EXPECT_EQ(aadsts_number("AADSTS: none, then AADSTS50126"), 50126u);
    EXPECT_EQ(aadsts_number("AADSTS99999999999999999999"), 0u);
    EXPECT_EQ(aadsts_number("AADSTS"), 0u);
    EXPECT_EQ(aadsts_number("aadsts50078"), 0u);
    EXPECT_EQ(aadsts_number(""), 0u);
}

TEST(error_text, suberror_and_correlation)
{
    EXPECT_EQ(suberror_in("Code: 'invalid_grant' suberror: 'token_expired'"), "token_expired");
    EXPECT_EQ(suberror_in("suberror: \"basic_action\", x"), "basic_action");
    EXPECT_EQ(suberror_in("suberror: ''"), "");
    EXPECT_EQ(suberror_in("suberror:"), "");
    EXPECT_EQ(suberror_in("no such word"), "");
    EXPECT_EQ(correlation_in("Trace ID: x Correlation ID: 0A1B2C3D-0000-1111-2222-333344445555 "
                             "Timestamp: y"),
              "0a1b2c3d-0000-1111-2222-333344445555");
    EXPECT_EQ(correlation_in("Correlation ID: not-a-guid"), "");
    EXPECT_EQ(correlation_in("Correlation ID:"), "");
}

TEST(error_text, plain_words_only)
{
    EXPECT_EQ(plain_word("token_expired"), "token_expired");
    EXPECT_EQ(plain_word("965ya"), "965ya");
    for (const char* bad : {"", "two words", "a\nb", "<x>", "caf\xc3\xa9"}) {
        EXPECT_EQ(plain_word(bad), "") << bad;
    }
    EXPECT_EQ(plain_word(std::string(65, 'a')), "");
    EXPECT_EQ(plain_word("eyJhbGciOiJub25lIn0.eyJ4IjoxfQ"), "");
}

TEST(error_text, tokens_are_taken_out)
{
    const std::string jwt = "eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4In0.c2ln";
    EXPECT_EQ(without_tokens("got " + jwt + ", sorry"), "got [removed], sorry");
    EXPECT_EQ(without_tokens("access_token=" + jwt), "access_token=[removed]");
    EXPECT_EQ(without_tokens("\"" + jwt + "\""), "\"[removed]\"");
    EXPECT_EQ(without_tokens("0.AX" + std::string(80, 'k') + " end"), "[removed] end");
    const std::string plain = "AADSTS50078: see https://aka.ms/mfa (code 12, 0x8)";
    EXPECT_EQ(without_tokens(plain), plain);
    EXPECT_EQ(without_tokens(""), "");
}

TEST(error_text, foreign_text_is_bounded_and_a_cut_token_leaves_no_piece)
{
    EXPECT_EQ(foreign_text(std::string(5000, '!')).size(), 4096u);
    const std::string near_the_end = std::string(4090, '!') + std::string(500, 'k');
    EXPECT_EQ(foreign_text(near_the_end).find('k'), std::string::npos);
    EXPECT_LT(excerpt(std::string(5000, '!')).size(), 230u);
    EXPECT_EQ(excerpt(""), "it is empty");
}
