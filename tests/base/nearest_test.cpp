#include "base/nearest.h"

#include <gtest/gtest.h>

using dsreg::nearest;

TEST(Nearest, FindsATypo)
{
    EXPECT_EQ(nearest("--diagnsoe", {"--status", "--diagnose"}), "--diagnose");
}
TEST(Nearest, SaysNothingWhenAllAreFar)
{
    EXPECT_EQ(nearest("banana", {"--status"}), "");
}
TEST(Nearest, SurvivesHugeWords)
{
    EXPECT_EQ(nearest(std::string(100'000, 'x'), {"x"}), "");
}
