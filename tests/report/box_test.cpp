#include "report/box.h"

#include "line_parser.h"

#include <gtest/gtest.h>

using namespace dsreg::report;
using namespace dsreg::report_tests;

namespace {

const std::string rule = "+" + std::string(70, '-') + "+\n";

std::string rows(std::vector<box_row> list, const box_style& style = {})
{
    const std::string whole = draw({{"T", {{false, true, std::move(list)}}}}, style);
    const std::size_t head = whole.find("\n\n") + 2;
    return whole.substr(head, whole.size() - head - 1);
}

} // namespace

TEST(Box, HeadIs72ColumnsWithABlankLineAfterAndTheTextEndsInOne)
{
    EXPECT_EQ(draw({{"Device State", {{false, true, {{"A", "1"}}}}}}, {}),
              rule + "| Device State" + std::string(57, ' ') + "|\n" + rule + "\n" +
                  std::string(25, ' ') + "A : 1\n\n");
}
TEST(Box, TitleIsMeasuredInColumns)
{
    const std::string whole = draw({{"東京", {}}}, {});
    EXPECT_NE(whole.find("| 東京" + std::string(65, ' ') + "|\n"), std::string::npos) << whole;
}
TEST(Box, TitleHoldsNoPartingColon)
{
    EXPECT_NE(draw({{"a : b", {}}}, {}).find("| a: b "), std::string::npos);
}
TEST(Box, LongLabelsPushTheColonAndAreNotCut)
{
    EXPECT_EQ(rows({{"KeyContainerId", "x"}}), std::string(12, ' ') + "KeyContainerId : x\n");
    EXPECT_EQ(rows({{"enterpriseregistration.windows.net", "x"}}),
              "enterpriseregistration.windows.net : x\n");
    EXPECT_EQ(rows({{"Zoë", "x"}}), std::string(23, ' ') + "Zoë : x\n");
}
TEST(Box, EmptyValueIsPrintedAsEmpty)
{
    EXPECT_EQ(rows({{"MdmUrl", ""}}), std::string(20, ' ') + "MdmUrl : \n");
}
TEST(Box, PartingColonInAValueLosesItsBlank)
{
    EXPECT_EQ(rows({{"A", "b : c : : d"}}), std::string(25, ' ') + "A : b: c:: d\n");
    EXPECT_EQ(rows({{"A", "at 10:20 :x"}}), std::string(25, ' ') + "A : at 10:20 :x\n");
}
TEST(Box, LabelsCannotForgeAPart)
{
    EXPECT_EQ(rows({{"a : b", "c"}}), std::string(22, ' ') + "a: b : c\n");
    EXPECT_EQ(rows({{"| A title of twenty-six columns", "x|"}}),
              "A title of twenty-six columns : x|\n");
    EXPECT_EQ(rows({{"+" + std::string(70, '-') + "+", ""}}), std::string(70, '-') + "+ : \n");
    EXPECT_EQ(rows({{" : ", "x"}}), std::string(25, ' ') + "? : x\n");
    EXPECT_EQ(rows({{"", "x"}}), std::string(25, ' ') + "? : x\n");
}
TEST(Box, LineBreaksBecomeBlanks)
{
    EXPECT_EQ(rows({{"A\nB", "c\r\nd"}}), std::string(23, ' ') + "A B : c d\n");
}
TEST(Box, EqualLabelsOfAGroupAreNumbered)
{
    EXPECT_EQ(rows({{"A", "1"}, {"A", "2"}, {"A (2)", "3"}, {"A", "4"}}),
              std::string(25, ' ') + "A : 1\n" + std::string(21, ' ') + "A (2) : 2\n" +
                  std::string(17, ' ') + "A (2) (2) : 3\n" + std::string(21, ' ') + "A (3) : 4\n");
}
TEST(Box, GroupsArePartedByOneBlankLine)
{
    const box b{"T", {{true, true, {{"A", "1"}}}, {true, true, {}}, {true, true, {{"A", "2"}}}}};
    const std::string whole = draw({b}, {});
    EXPECT_NE(whole.find("A : 1\n\n" + std::string(25, ' ') + "A : 2\n\n"), std::string::npos);
    EXPECT_EQ(whole.find("\n\n\n"), std::string::npos);
}
TEST(Box, WithoutUtf8EveryByteIsAscii)
{
    const std::string whole =
        draw({{"Zoë", {{false, true, {{"Zoë", "東京 \x1b[0m"}}}}}}, {/* ascii= */ true, false});
    for (const char c : whole) EXPECT_TRUE(c == '\n' || (c >= ' ' && c <= '~')) << int(c);
    EXPECT_NE(whole.find("Zo? : ??"), std::string::npos) << whole;
}
TEST(Box, StrippingColoursGivesThePlainBytes)
{
    const std::vector<box> boxes = {
        {"T", {{false, true, {{"A", "PASS", tone::good}, {"B", "FAIL", tone::bad}}}}},
        {"U", {{false, true, {{"C", "SKIPPED", tone::doubtful}, {"D", "", tone::bad}}}}}};
    const std::string coloured = draw(boxes, {false, /* color= */ true});
    EXPECT_EQ(without_colours(coloured), draw(boxes, {}));
    EXPECT_NE(coloured.find("\x1b[32mPASS\x1b[0m"), std::string::npos);
    EXPECT_NE(coloured.find("\x1b[31mFAIL\x1b[0m"), std::string::npos);
    EXPECT_NE(coloured.find("\x1b[33mSKIPPED\x1b[0m"), std::string::npos);
    EXPECT_NE(coloured.find("| \x1b[1mT\x1b[0m"), std::string::npos);
}
