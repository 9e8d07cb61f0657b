#include "catalog/codes.h"
#include "catalog/readings.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

using namespace dsreg;
using namespace dsreg::catalog;

namespace {

// The table that is shipped.
const error_table& table()
{
    static const error_table shipped = [] {
        std::ifstream file(DSREG_SOURCE_DIR "/schemas/errors.tsv");
        std::stringstream text;
        text << file.rdbuf();
        error_table t;
        EXPECT_TRUE(parse_errors(text.str(), t));
        return t;
    }();
    return shipped;
}

std::vector<std::string> heads(std::string_view word)
{
    std::vector<std::string> list;
    for (const entry& e : readings(table(), word))
        list.push_back(e.head.substr(0, e.head.find("  ")));
    return list;
}

std::string row(std::string_view word, std::string_view label)
{
    for (const entry& e : readings(table(), word))
        for (const entry::row& r : e.rows)
            if (r.label == label) return r.value;
    return "";
}

using list = std::vector<std::string>;

} // namespace

TEST(Readings, OneHresultInEveryForm)
{
    for (const char* word :
         {"0x801c001d", "0X801C001D", "801c001d", "801C001D", "-2145648611", "2149318685",
          "0xffffffff801c001d", " [0x801c001d] ", "DSREG_AUTOJOIN_ADCONFIG_READ_FAILED"})
        EXPECT_EQ(heads(word), list{"0x801c001d"}) << word;
    EXPECT_EQ(row("0x801c001d", "Same as"), "-2145648611");
    EXPECT_EQ(row("0x801c001d", "Phase"), "discover (of a device registration)");
}

TEST(Readings, AadstsNumbers)
{
    for (const char* word : {"AADSTS700003", "aadsts700003", "700003",
                             "AADSTS700003: Device object was not found in the tenant"})
        EXPECT_EQ(heads(word), list{"AADSTS700003"}) << word;
}

TEST(Readings, NtStatus)
{
    EXPECT_EQ(heads("0xc000006d"), list{"0xc000006d"});
    EXPECT_EQ(heads("-1073741715"), list{"0xc000006d"});
}

TEST(Readings, MsalStatuses)
{
    for (const char* word : {"status 2", "status=2", "MSAL status: 2", "2"})
        EXPECT_EQ(heads(word), list{"status 2"}) << word;
    EXPECT_EQ(heads("DeviceNotRegistered"), list{"status 20"});
    EXPECT_EQ(heads("StatusInternal::DeviceNotRegistered"), list{"status 20"});
}

TEST(Readings, ANameWithTwoMeaningsIsReadAsBoth)
{
    EXPECT_EQ(heads("InteractionRequired"), (list{"AADSTS16000", "status 2"}));
}

TEST(Readings, ANumberWithTwoMeaningsIsReadAsBoth)
{
    // The same digits, decimal and hexadecimal.
    const error_table both({{"AADSTS80070005", "S", "token", "M", "R", "W"},
                            {"0x80070005", "E", "local", "M", "R", "W"}});
    const std::vector<entry> found = readings(both, "80070005");
    ASSERT_EQ(found.size(), 2u);
    EXPECT_NE(found[0].head, found[1].head);
}

TEST(Readings, ATagAndItsIntegerAreOnePair)
{
    for (const char* word : {"965ya", "965YA", "595719680"}) {
        EXPECT_EQ(heads(word), list{"965ya"}) << word;
        EXPECT_NE(row(word, "Derived").find("\"tag\": 595719680 in a reply is 965ya"),
                  std::string::npos);
    }
}

TEST(Readings, ATagWithoutAPublicMeaningSaysSo)
{
    EXPECT_EQ(heads("508117271"), list{"4suex"});
    EXPECT_NE(row("4suex", "Meaning").find("not public"), std::string::npos);
    EXPECT_NE(row("4suex", "Derived").find("508117271"), std::string::npos);
}

TEST(Readings, DigitsAloneAreNoTag)
{
    EXPECT_EQ(heads("12007"), list{"12007"});
    EXPECT_EQ(heads("50126"), list{"AADSTS50126"});
    EXPECT_EQ(heads("99999"), list{});
    EXPECT_EQ(heads("3"), list{"status 3"});
}

TEST(Readings, TransportErrorsOfTheSignInServiceAreDerived)
{
    EXPECT_EQ(heads("0xcaa82ee2"), list{"0xcaa82ee2"}); // in the table
    EXPECT_EQ(row("0xcaa82ee2", "Derived"), "");
    EXPECT_EQ(heads("0xcaa82f0c"), list{"0xcaa82f0c"});
    EXPECT_NE(row("0xcaa82ef3", "Meaning").find("12019"), std::string::npos);
    EXPECT_EQ(heads("0xcaa80001"), list{}); // no number of WinINet
}

TEST(Readings, ANumberOfIntunesWindowNamesNoCauseAndTheDiagnosis)
{
    for (const char* word : {"1001", "[2400]", " 3402 "}) {
        EXPECT_EQ(heads(word).size(), 1u) << word;
        EXPECT_NE(row(word, "Remedy").find("dsreg --diagnose"), std::string::npos) << word;
    }
}

TEST(Readings, WhatTheTestsOfTheCertificatePrint)
{
    EXPECT_EQ(heads("0x800b0101"), list{"0x800b0101"});
    EXPECT_EQ(heads("CERT_E_CN_NO_MATCH"), list{"0x800b010f"});
    EXPECT_EQ(heads("0x800B0110"), list{"0x800b0110"});
    EXPECT_EQ(heads("0x8009001a"), list{"0x8009001a"});
}

TEST(Readings, HttpStatusInAnErrorCodeIsDerived)
{
    EXPECT_NE(row("0xcaa301f4", "Meaning").find("HTTP status 500"), std::string::npos);
    EXPECT_EQ(heads("0xcaa30193"), list{"0xcaa30193"}); // 403 is in the table
    EXPECT_EQ(heads("0xcaa3ffff"), list{});
}

TEST(Readings, WinHttpNumbersInAnHresultAreDerived)
{
    EXPECT_EQ(heads("0x80072f78"), list{"0x80072f78"});
    EXPECT_NE(row("0x80072f78", "Derived").find("12152"), std::string::npos);
    EXPECT_EQ(heads("0x80071234"), list{});
}

TEST(Readings, BothCodesOfAFailure)
{
    EXPECT_EQ(heads("[0x801c0021/0x80072efd]"), (list{"0x801c0021", "0x80072efd"}));
    EXPECT_EQ(heads("0x801c0021/0x12345678"), list{}); // half an answer is none
}

TEST(Readings, WhatIsNoCode)
{
    for (const char* word : {"", " ", "[]", "/", "0x", "0x1234567890", "hello world", "-", "--",
                             "+5", "99999999999999999999", "AADSTS", "status", "965y-", "\xff\xfe"})
        EXPECT_EQ(heads(word), list{}) << word;
}

TEST(ErrorTable, ALineOfAnotherFormIsRefused)
{
    error_table t;
    EXPECT_FALSE(parse_errors("a\tb\tc\td\te\tf\nx\ty\n", t));
    EXPECT_TRUE(parse_errors("a\tb\tc\td\te\tf\n", t));
    EXPECT_TRUE(t.rows().empty());
}

TEST(Codes, NumbersThatFitNowhereAreNone)
{
    EXPECT_FALSE(decimal_number("4294967296"));
    EXPECT_FALSE(decimal_number("-2147483649"));
    EXPECT_FALSE(decimal_number("1.5"));
    EXPECT_FALSE(hex_code("801c001")); // seven digits without a mark: a number or nothing
    EXPECT_EQ(hex_code("0x1"), 1u);
}
