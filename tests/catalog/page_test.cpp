#include "base/text.h"
#include "catalog/page.h"

#include <gtest/gtest.h>

#include <dsreg/probe.h>

using namespace dsreg;
using namespace dsreg::catalog;

namespace {

constexpr const char* whole = R"({"format":"1.0","code":"drs.off","probes":["drs.discovery"],
 "severity":"error","title":"Off","meaning":"It is off.","impact":"No join.",
 "remedy":"Switch it on.","command":"sudo rm -r a","risk":"destructive","verify":"Run again.",
 "phase":"discover","url":null,"references":["https://a.example.com/1","https://b.example.com/2"],
 "later":{"added":1}})";

std::string shown(const page& p, unsigned width = 80)
{
    return text({entry_of(p)}, {width, false, false});
}

} // namespace

TEST(Page, ShowsEverythingThatIsKnown)
{
    page p;
    ASSERT_TRUE(parse_page(whole, p));
    EXPECT_EQ(shown(p), "drs.off  Off\n"
                        "  Severity    error\n"
                        "  Meaning     It is off.\n"
                        "  Impact      No join.\n"
                        "  Phase       a device registration breaks in its discover phase\n"
                        "  Remedy      Switch it on.\n"
                        "  Command     sudo rm -r a\n"
                        "  Risk        the command destroys data\n"
                        "  Verify      Run again.\n"
                        "  Found by    drs.discovery\n"
                        "  References  https://a.example.com/1\n"
                        "              https://b.example.com/2\n");
}

TEST(Page, WhatIsNoPageIsRefused)
{
    page p;
    for (const char* text : {"", "{", "[]", "{}", R"({"code":"a.b","title":"T","meaning":1})"})
        EXPECT_FALSE(parse_page(text, p)) << text;
    EXPECT_EQ(p.code, "");
}

TEST(Page, OfADeclarationWithoutAPage)
{
    wire::finding_decl declared;
    declared.code = "org.example.vpn.down";
    declared.severity = DSREG_SEVERITY_WARNING;
    declared.title = "The VPN is down";
    declared.meaning = "M.";
    EXPECT_EQ(shown(page_of(declared, "org.example.vpn.up")),
              "org.example.vpn.down  The VPN is down\n"
              "  Severity    warning\n"
              "  Meaning     M.\n"
              "  Found by    org.example.vpn.up\n");
}

TEST(Page, WordsOfAModuleAreMadeSafe)
{
    page p;
    p.code = "org.example.x";
    p.title = "\x1b[2J";
    p.command = "a\nb";
    const std::string s = shown(p);
    EXPECT_EQ(s.find('\x1b'), std::string::npos);
    EXPECT_NE(s.find("a b"), std::string::npos);
}

TEST(Page, CodesAreNoPaths)
{
    EXPECT_TRUE(is_finding_code("prt.stale"));
    EXPECT_TRUE(is_finding_code("org.example.vpn.no-profile"));
    for (const char* word : {"", "prt", "../x", ".x", "a/b.c", "A.B", "a.b\n", "0x801c001d"})
        EXPECT_FALSE(is_finding_code(word)) << word;
}

TEST(Entry, WrapsAtTheWidthAndNeverInsideACommand)
{
    page p;
    p.code = "a.b";
    p.title = "T";
    p.meaning = "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf";
    p.command = std::string(60, 'x') + " " + std::string(60, 'y');
    const std::string s = shown(p, 40);
    EXPECT_NE(s.find("  Meaning     eins zwei drei vier fünf\n"
                     "              sechs sieben acht neun\n"
                     "              zehn elf zwölf\n"),
              std::string::npos)
        << s;
    EXPECT_NE(s.find("  Command     " + p.command + "\n"), std::string::npos);
}

TEST(Entry, WithoutColoursTheBytesAreTheSame)
{
    page p;
    ASSERT_TRUE(parse_page(whole, p));
    std::string coloured = text({entry_of(p)}, {80, false, true});
    for (const char* code : {"\x1b[1m", "\x1b[0m"}) {
        const std::size_t at = coloured.find(code);
        ASSERT_NE(at, std::string::npos);
        coloured.erase(at, 4);
    }
    EXPECT_EQ(coloured, shown(p));
}
