// The layout of --status, byte for byte.
#include "report/status.h"
#include "status_samples.h"

#include <gtest/gtest.h>

#include <regex>

using namespace dsreg;
using namespace dsreg::report;
using namespace dsreg::report_tests;

namespace {

constexpr const char* rule =
    "-----------------------------------------------------------------\n"; // 65

std::string text(const status_report& r, bool color = false)
{
    status_style style;
    style.color = color;
    return status_text(r, style);
}

std::string stripped(const std::string& coloured)
{
    return std::regex_replace(coloured, std::regex("\x1b\\[[0-9;]*m"), "");
}

bool has(const std::string& whole, const std::string& part)
{
    return whole.find(part) != std::string::npos;
}

} // namespace

TEST(StatusText, EveryRowInItsPlace)
{
    const std::string expected =
        std::string("Account\n") + rule +
        "Home Account ID                    : 11.22\n"
        "Environment                        : login.windows.net\n"
        "Tenant ID                          : 12345678-90ab-cdef-1234-567890abcdef\n"
        "\n"
        "Device State\n" +
        rule +
        "Device Registration Status         : Registered\n"
        "Device ID                          : a1b2c3d4-e5f6-g7h8-i9j0-k1l2m3n4o5p6\n"
        "Tenant ID                          : 12345678-90ab-cdef-1234-567890abcdef\n"
        "Tenant Name                        : contoso.com\n"
        "Certificate Thumbprint             : 1C250BA741CDE1DA952532943C8DB96C433A89F3\n"
        "\n"
        "Primary Refresh Token\n" +
        rule +
        "PRT Present                        : YES\n"
        "PRT Cached At                      : 2025-12-11 08:30:15 UTC\n"
        "PRT Age                            : 4.25 hours\n"
        "PRT Expires On                     : 2025-12-25 08:30:15 UTC\n"
        "Last PRT Refresh Time              : 2025-12-11 11:30:15 UTC\n"
        "Session Key Protocol               : 3.1\n"
        "\n"
        "Broker Information\n" +
        rule +
        "Broker Version                     : 2.0.123.456\n"
        "Broker Service Name                : microsoft-identity-device-broker.service\n"
        "Broker Binary Path                 : "
        "/opt/microsoft/identity-broker/bin/microsoft-identity-broker\n"
        "Broker Binary Timestamp            : 2025-12-19 14:30:22 UTC\n"
        "Device Mode                        : Exclusive\n";
    EXPECT_EQ(text(full_status()), expected);
}

TEST(StatusText, RowsThatAreNotKnownAreLeftOut)
{
    status_report r = full_status();
    r.devices[0].tenant_name.reset();
    r.devices[0].thumbprint.reset();
    r.token.refreshed.reset();
    r.broker.device_mode.reset();
    const std::string shown = text(r);
    for (const char* label : {"Tenant Name", "Thumbprint", "Refresh Time", "Device Mode"})
        EXPECT_FALSE(has(shown, label)) << label;
}

TEST(StatusText, WithoutATokenItsBlockIsOneRow)
{
    status_report r = full_status();
    r.token = {says_yes(false), {}, {}, {}, {}, {}};
    EXPECT_TRUE(has(text(r), std::string("Primary Refresh Token\n") + rule +
                                 "PRT Present                        : NO\n\nBroker"));
}

TEST(StatusText, NobodySignedInHasNoAccountBlock)
{
    status_report r = full_status();
    r.accounts.clear();
    EXPECT_EQ(text(r).rfind("Device State\n", 0), 0u);
}

TEST(StatusText, ABlockForEachAccountAndEachTenant)
{
    status_report r = full_status();
    r.accounts.push_back({says("33.44"), says("login.windows.net"), says("t2"), {}});
    r.devices.push_back({says_yes(true), says("d2"), says("t2"), {}, {}});
    const std::string shown = text(r);
    EXPECT_TRUE(has(shown, std::string("\n\nAccount\n") + rule +
                               "Home Account ID                    : 33.44\n"));
    EXPECT_TRUE(has(shown, std::string("\n\nDevice State\n") + rule +
                               "Device Registration Status         : Registered\n"
                               "Device ID                          : d2\n"
                               "Tenant ID                          : t2\n\nPrimary"));
}

TEST(StatusText, WhatIsUnknownSaysWhy)
{
    status_report r = full_status();
    r.devices[0] = {unknown("needs root"), {}, {}, {}, {}};
    EXPECT_TRUE(has(text(r), "Device Registration Status         : Unknown (needs root)\n"));
}

TEST(StatusText, HoursHaveTwoDecimalsInEveryLocale)
{
    status_report r = full_status();
    r.token.age = hours(0);
    EXPECT_TRUE(has(text(r), "PRT Age                            : 0.00 hours\n"));
    r.token.age = hours(1234567.899);
    EXPECT_TRUE(has(text(r), ": 1234567.90 hours\n"));
}

TEST(StatusText, StrippingTheColoursGivesTheSameBytes)
{
    status_report r = full_status();
    r.devices.push_back({says_yes(false), {}, {}, {}, {}});
    r.token.session_key_protocol = unknown("nobody says it");
    EXPECT_EQ(stripped(text(r, true)), text(r));
}

TEST(StatusText, ColoursHaveTheirWords)
{
    status_report r = full_status();
    r.devices.push_back({says_yes(false), {}, {}, {}, {}});
    r.token.session_key_protocol = unknown("why");
    const std::string shown = text(r, true);
    EXPECT_TRUE(has(shown, "\x1b[1mDevice State\x1b[0m\n"));
    EXPECT_TRUE(has(shown, ": \x1b[32mRegistered\x1b[0m\n"));
    EXPECT_TRUE(has(shown, ": \x1b[31mNot Registered\x1b[0m\n"));
    EXPECT_TRUE(has(shown, ": \x1b[32mYES\x1b[0m\n"));
    EXPECT_TRUE(has(shown, ": \x1b[33mUnknown (why)\x1b[0m\n"));
    r.token = {says_yes(false), {}, {}, {}, {}, {}};
    EXPECT_TRUE(has(text(r, true), ": \x1b[31mNO\x1b[0m\n"));
}

TEST(StatusText, ForeignWordsCannotForgeALine)
{
    status_report r = full_status();
    r.accounts[0].environment = says("a\nPRT Present : NO\x1b[2J\xff");
    const std::string shown = text(r);
    EXPECT_FALSE(has(shown, "\nPRT Present : NO"));
    EXPECT_FALSE(has(shown, "\x1b"));
    status_style ascii;
    ascii.ascii = true;
    EXPECT_FALSE(has(status_text(r, ascii), "\xef"));
}

TEST(StatusText, ARedactedOneHasNoPersonalValue)
{
    const hash_key key{};
    status_style style;
    style.redact = &key;
    const std::string shown = status_text(full_status(), style);
    for (const char* personal : {"11.22", "a1b2c3d4", "12345678-90ab", "contoso.com", "1C250BA"})
        EXPECT_FALSE(has(shown, personal)) << personal;
    EXPECT_TRUE(has(shown, "Home Account ID                    : personal-"));
    EXPECT_TRUE(has(shown, "PRT Cached At                      : 2025-12-11 08:30:15 UTC\n"));
}
