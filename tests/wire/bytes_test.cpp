#include "wire/messages.h"
#include "wire/services.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::wire;

namespace {
finding sample()
{
    return {
        "prt.expired", "u@x", "gone", {{"age", value::of_int(5)}, {"who", value::of_text("a")}}};
}
} // namespace

TEST(Bytes, AFindingComesBackEqual)
{
    finding back;
    ASSERT_TRUE(decode(encode(sample()), back));
    EXPECT_EQ(back, sample());
}
TEST(Bytes, EveryTruncationIsRefused)
{
    const std::string all = encode(sample());
    for (std::size_t n = 0; n < all.size(); n++) {
        finding back;
        EXPECT_FALSE(decode(std::string_view(all).substr(0, n), back)) << n;
    }
}
TEST(Bytes, TrailingBytesAreRefused)
{
    finding back;
    EXPECT_FALSE(decode(encode(sample()) + "x", back));
}
TEST(Bytes, AHugeCountTakesNoMemory)
{
    const std::string bytes("\xFF\xFF\xFF\xFF", 4);
    net_check_request back;
    EXPECT_FALSE(decode(bytes, back));
}
TEST(Bytes, NestedRepliesComeBack)
{
    http_perform_reply out, back;
    out.replies.emplace_back().net.certs.emplace_back().subject = "CN=x";
    out.replies[0].headers = {{"server", "y"}};
    ASSERT_TRUE(decode(encode(out), back));
    EXPECT_EQ(back.replies[0].net.certs[0].subject, "CN=x");
    EXPECT_EQ(back.replies[0].headers[0].second, "y");
}
