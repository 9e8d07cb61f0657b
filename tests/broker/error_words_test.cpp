#include "broker/error_words.h"

#include <dsreg/broker_status.hpp>
#include <dsreg/probe.h>

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::broker;

namespace {

wire::broker_error of(uint32_t kind, const std::string& text = "")
{
    wire::broker_error e;
    e.kind = kind;
    e.text = text;
    return e;
}

} // namespace

TEST(error_words, no_error_is_no_sentence)
{
    EXPECT_EQ(words_of({}), "");
}

TEST(error_words, numbers_stand_behind_the_broker_s_own_words)
{
    wire::broker_error e = of(DSREG_X_REFUSED, "sign in again");
    e.status = 2;
    e.aadsts = 50078;
    e.suberror = "basic_action";
    e.tag = "965ya";
    e.correlation = "11111111-2222-3333-4444-555555555555";
    EXPECT_EQ(words_of(e),
              "the broker refused: sign in again (status 2 InteractionRequired, AADSTS50078, "
              "basic_action, tag 965ya, correlation id 11111111-2222-3333-4444-555555555555)");
}

TEST(error_words, a_status_without_a_name_is_a_number)
{
    wire::broker_error e = of(DSREG_X_REFUSED, "x");
    e.status = 4711;
    EXPECT_EQ(words_of(e), "the broker refused: x (status 4711)");
    EXPECT_STREQ(broker_status_name(21), "FallbackToNativeMsal");
    EXPECT_STREQ(broker_status_name(22), "");
    EXPECT_STREQ(broker_status_name(-1), "");
}

TEST(error_words, the_page_is_that_of_the_number_that_tells_most)
{
    EXPECT_EQ(page_of(50078, "965ya", 2), "AADSTS50078");
    EXPECT_EQ(page_of(0, "965ya", 2), "965ya");
    EXPECT_EQ(page_of(0, "", 2), "status=2");
    EXPECT_EQ(page_of(0, "", 4711), "");
    EXPECT_EQ(page_of(0, "", -1), "");
}

TEST(error_words, silence_and_a_broker_that_left_are_told_apart)
{
    EXPECT_EQ(words_of(of(DSREG_X_TIMEOUT, "Connection timed out")),
              "the broker did not answer in time");
    EXPECT_EQ(words_of(of(DSREG_X_DISCONNECTED, "Message recipient disconnected")),
              "the broker left the session bus before it answered");
}

TEST(error_words, who_has_no_words_still_says_what_happened)
{
    EXPECT_EQ(words_of(of(DSREG_X_REFUSED)), "the broker refused");
    EXPECT_EQ(words_of(of(DSREG_X_NOT_FOUND, "the broker is not running")),
              "the broker is not running");
}
