#include "base/value.h"

#include <gtest/gtest.h>
#include <limits>

using namespace dsreg;

TEST(FormatTime, PrintsUtcWithMilliseconds)
{
    EXPECT_EQ(format_time(1548926190'123'000'000), "2019-01-31 09:16:30.123 UTC");
    EXPECT_EQ(format_time(1548926190'123'000'000, false), "2019-01-31 09:16:30 UTC");
}
TEST(FormatTime, BeforeTheEpochAndTheExtremesStayDefined)
{
    EXPECT_EQ(format_time(-1'000'000), "1969-12-31 23:59:59.999 UTC");
    EXPECT_NE(format_time(std::numeric_limits<int64_t>::min()), "");
    EXPECT_NE(format_time(std::numeric_limits<int64_t>::max()), "");
}
TEST(Display, SaysYesNoAndTheTwoKindsOfAbsence)
{
    EXPECT_EQ(display(value::of_bool(true)), "YES");
    EXPECT_EQ(display(value::of_bool(false)), "NO");
    EXPECT_EQ(display(value::unknown("no source")), "UNKNOWN");
    value v = value::of_text("");
    EXPECT_EQ(display(v), "");
    v.type = value_type::not_applicable;
    EXPECT_EQ(display(v), "NOT APPLICABLE");
}
TEST(Display, RealNumbersNeverFollowTheLocale)
{
    value v;
    v.type = value_type::real;
    v.d = 4.25;
    EXPECT_EQ(display(v), "4.25");
}
