#include "patience.h"

#include <gtest/gtest.h>

namespace {

using dsreg::check::patience;
using std::chrono::seconds;

const patience::time_point started{};

TEST(check_patience, without_progress_it_ends_after_one_deadline)
{
    const patience left(started, seconds(10));
    EXPECT_EQ(left.ends(), started + seconds(10));
    EXPECT_TRUE(left.stands_still());
}

TEST(check_patience, progress_starts_the_deadline_again)
{
    patience left(started, seconds(10));
    left.progress(started + seconds(9));
    EXPECT_EQ(left.ends(), started + seconds(19));
    EXPECT_TRUE(left.stands_still());
}

TEST(check_patience, no_progress_stretches_it_for_ever)
{
    patience left(started, seconds(10));
    for (int s = 5; s < 1000; s += 5) left.progress(started + seconds(s));
    EXPECT_EQ(left.ends(), started + seconds(200));
    EXPECT_FALSE(left.stands_still());
}

} // namespace
