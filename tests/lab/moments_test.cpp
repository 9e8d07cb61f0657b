#include "moments.h"

#include <gtest/gtest.h>

namespace dsreg::lab {
namespace {

constexpr int64_t now = 1'789'468'581; // 2026-09-15 10:36:21 UTC

TEST(Moments, TimesCountFromNow)
{
    EXPECT_EQ(with_moments("at {utc -144}, till {utc 60}!", now),
              "at 2026-09-15 10:33:57 UTC, till 2026-09-15 10:37:21 UTC!");
}

TEST(Moments, WhatIsNoTimeStays)
{
    for (const char* text :
         {"", "{", "{utc", "{utc }", "{utc -}", "{utc 5", "{utc 5 }", "{utc x}",
          "{utc 99999999999999999999}", "{utc 9223372036854775807}", "{{utc }}"}) {
        EXPECT_EQ(with_moments(text, now), text);
    }
}

} // namespace
} // namespace dsreg::lab
