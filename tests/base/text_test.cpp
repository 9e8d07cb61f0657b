#include "base/text.h"

#include <gtest/gtest.h>

using namespace dsreg;

TEST(SafeText, ControlCharactersBecomeReplacement)
{
    EXPECT_EQ(safe_text("a\x1b[31mb"), "a\xEF\xBF\xBD[31mb");
    EXPECT_EQ(safe_text("a\xC2\x9Bz"), "a\xEF\xBF\xBDz"); // C1 CSI
}
TEST(SafeText, BidirectionalAndZeroWidthBecomeReplacement)
{
    EXPECT_EQ(safe_text("a\xE2\x80\xAE"
                        "b"),
              "a\xEF\xBF\xBD"
              "b"); // U+202E
    EXPECT_EQ(safe_text("a\xE2\x80\x8B"
                        "b"),
              "a\xEF\xBF\xBD"
              "b"); // U+200B
}
TEST(SafeText, InvalidBytesBecomeReplacement)
{
    EXPECT_EQ(safe_text("a\xFFz"), "a\xEF\xBF\xBDz");
    EXPECT_EQ(safe_text("\xC0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD");         // overlong NUL
    EXPECT_EQ(safe_text("\xED\xA0\x80").find('\xED'), std::string::npos); // surrogate
}
TEST(SafeText, LineBreaksBecomeOneBlank)
{
    EXPECT_EQ(safe_text("a\r\n\tb"), "a b");
}
TEST(SafeText, OrdinaryUnicodeStays)
{
    EXPECT_EQ(safe_text("Zoë 東京"), "Zoë 東京");
}
TEST(SafeText, AsciiTurnsTheRestToQuestionMarks)
{
    EXPECT_EQ(safe_text("Zoë", true), "Zo?");
}
TEST(Columns, WideCharactersTakeTwo)
{
    EXPECT_EQ(columns("東京"), 4u);
    EXPECT_EQ(columns("Zoë"), 3u);
    EXPECT_EQ(columns("e\xCC\x81"), 1u);
}
TEST(CutUtf8, NeverCutsInsideACharacter)
{
    EXPECT_EQ(cut_utf8("Zoë", 3), "Zo");
    EXPECT_EQ(cut_utf8("Zoë", 4), "Zoë");
}
TEST(Guid, AcceptsUpperCaseAndLowersIt)
{
    std::string id;
    ASSERT_TRUE(parse_guid("01CB2876-7ebd-4aa4-9cc9-d28bd4d359a9", id));
    EXPECT_EQ(id, "01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9");
}
TEST(Guid, MalformedLeavesTheOutputUntouched)
{
    std::string id = "x";
    for (const char* bad :
         {"", "{01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9}", "a1b2c3d4-e5f6-g7h8-i9j0-k1l2m3n4o5p6",
          "01cb28767ebd-4aa4-9cc9-d28bd4d359a9-"})
        EXPECT_FALSE(parse_guid(bad, id)) << bad;
    EXPECT_EQ(id, "x");
}
TEST(Glob, StarAndQuestionMark)
{
    EXPECT_TRUE(glob_match("drs.*", "drs.discovery"));
    EXPECT_TRUE(glob_match("*", ""));
    EXPECT_TRUE(glob_match("?rs.*y", "drs.discovery"));
    EXPECT_FALSE(glob_match("drs", "drs.discovery"));
    EXPECT_FALSE(glob_match("", "x"));
}
TEST(Hex32, EightLowerCaseDigits)
{
    EXPECT_EQ(hex32(0x801C0021), "0x801c0021");
}
