#include "base/tag.h"

#include <gtest/gtest.h>

using namespace dsreg;

TEST(Tag, TextByThePublicPairAndOthersDerived)
{
    EXPECT_EQ(tag_text(595719680), "965ya"); // siemens/linux-entra-sso, issue 129
    EXPECT_EQ(tag_text(506025877), "4kv4v");
    EXPECT_EQ(tag_text(508678529), "4u3gb");
    EXPECT_EQ(tag_text(593794710), "9zj0w");
    EXPECT_EQ(tag_text(1), "aaaab");
    EXPECT_EQ(tag_text(0), "");
    EXPECT_EQ(tag_text(-1), "");
    EXPECT_EQ(tag_text(36), ""); // no sixth bit pattern of ours
    EXPECT_EQ(tag_text(int64_t{1} << 30), "");
    EXPECT_EQ(tag_text(INT64_MAX), "");
}

TEST(Tag, NumberIsTheOtherWayInAnyCase)
{
    EXPECT_EQ(tag_number("965ya"), 595719680);
    EXPECT_EQ(tag_number("965YA"), 595719680);
    EXPECT_EQ(tag_text(tag_number("4kv4v")), "4kv4v");
}

TEST(Tag, WhatIsNoTagHasNoNumber)
{
    for (const char* text : {"", "965y", "965yaa", "965y-", "965y\xff", "aaaaa"})
        EXPECT_EQ(tag_number(text), 0) << text;
}
