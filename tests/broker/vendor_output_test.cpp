// Both public layouts: git-ecosystem/git-credential-manager, docs/msauth-broker.md (version 3.0.2,
// its author's zeros) and Microsoft Learn, "Troubleshoot device registration with the dsreg tool
// (Linux)". The registration that is missing beside a token: microsoft/shell-intune-samples#297.
#include "broker/vendor_output.h"

#include "dsreg/svc/broker.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::broker;

namespace {

constexpr int64_t second = 1'000'000'000;
const std::string rule = "\n" + std::string(65, '-') + "\n";

const std::string of_3_0_2 =
    "Account" + rule +
    "Home Account ID                    : "
    "00000000-0000-0000-0000-000000000000.00000000-0000-0000-0000-000000000000\n"
    "Environment                        : login.windows.net\n"
    "Tenant ID                          : 00000000-0000-0000-0000-000000000000\n\n"
    "Device State" +
    rule +
    "Device Registration Status         : Registered\n"
    "Device ID                          : 00000000-0000-0000-0000-000000000000\n"
    "Tenant ID                          : 00000000-0000-0000-0000-000000000000\n\n"
    "Primary Refresh Token" +
    rule +
    "PRT Present                        : YES\n"
    "PRT Cached At                      : 2026-09-15 10:33:57 UTC\n"
    "PRT Age                            : 0.04 hours\n"
    "PRT Expires On                     : 2026-09-29 10:33:56 UTC\n"
    "Session Key Protocol               : 3.0\n\n"
    "Broker Information" +
    rule +
    "Broker Version                     : 3.0.2\n"
    "Broker Service Name                : microsoft-identity-device-broker.service\n"
    "Broker Binary Path                 : "
    "/opt/microsoft/identity-broker/bin/microsoft-identity-broker\n"
    "Broker Binary Timestamp            : 2026-04-22 19:28:58 UTC\n";

const std::string of_the_document =
    "Device State" + rule +
    "Device Registration Status   : Registered\n"
    "Device ID                    : a1b2c3d4-e5f6-g7h8-i9j0-k1l2m3n4o5p6\n"
    "Tenant ID                    : 12345678-90ab-cdef-1234-567890abcdef\n"
    "Tenant Name                  : contoso.com\n\n"
    "Primary Refresh Token" +
    rule +
    "PRT Present                  : YES\n"
    "PRT Cached At                : 2025-12-11 08:30:15 UTC\n"
    "PRT Expires On               : 2025-12-25 08:30:15 UTC\n"
    "PRT Age                      : 4.25 hours\n"
    "Session Key Protocol         : 3.1\n\n"
    "Broker Information" +
    rule + "Broker Version               : 2.0.123.456\n";

vendor_output read(const std::string& text)
{
    vendor_output v;
    const status s = parse_vendor_output(text, v);
    EXPECT_TRUE(s.ok()) << s.text();
    return v;
}

std::string refusal(const std::string& text)
{
    vendor_output v;
    v.device_id = "untouched";
    const status s = parse_vendor_output(text, v);
    EXPECT_EQ(v.device_id, "untouched");
    return s.ok() ? "" : s.text();
}

std::string state_block(const std::string& rows)
{
    return "Device State" + rule + rows;
}
std::string prt_block(const std::string& rows)
{
    return "Primary Refresh Token" + rule + rows;
}

} // namespace

TEST(vendor_output, real_output_of_3_0_2)
{
    const vendor_output v = read(of_3_0_2);
    ASSERT_EQ(v.accounts.size(), 1u);
    EXPECT_EQ(v.accounts[0].home_account_id,
              "00000000-0000-0000-0000-000000000000.00000000-0000-0000-0000-000000000000");
    EXPECT_EQ(v.accounts[0].environment, "login.windows.net");
    EXPECT_EQ(v.registered, DSREG_KNOWN_YES);
    EXPECT_EQ(v.device_id, "00000000-0000-0000-0000-000000000000");
    EXPECT_EQ(v.tenant_domain, "");
    EXPECT_EQ(v.prt, DSREG_KNOWN_YES);
    EXPECT_EQ(v.prt_cached, 1'789'468'437 * second);
    EXPECT_EQ(v.prt_expires, 1'790'678'036 * second);
    EXPECT_EQ(v.prt_refreshed, 0);
    EXPECT_EQ(v.session_key_protocol, "3.0");
    EXPECT_EQ(v.device_mode, "");
}

TEST(vendor_output, the_document_s_sample_whose_device_id_is_no_guid)
{
    const vendor_output v = read(of_the_document);
    EXPECT_TRUE(v.accounts.empty());
    EXPECT_EQ(v.device_id, "a1b2c3d4-e5f6-g7h8-i9j0-k1l2m3n4o5p6");
    EXPECT_EQ(v.tenant_id, "12345678-90ab-cdef-1234-567890abcdef");
    EXPECT_EQ(v.tenant_domain, "contoso.com");
    EXPECT_EQ(v.prt_cached, 1'765'441'815 * second);
    EXPECT_EQ(v.prt_expires - v.prt_cached, 14 * 86'400 * second);
    EXPECT_EQ(v.session_key_protocol, "3.1");
}

TEST(vendor_output, a_token_without_a_registration_is_read_as_it_is)
{
    const vendor_output v =
        read(state_block("Device Registration Status         : Not Registered\n\n") +
             prt_block("PRT Present                        : YES\n"
                       "PRT Cached At                      : 2026-09-02 18:39:59 UTC\n"));
    EXPECT_EQ(v.registered, DSREG_KNOWN_NO);
    EXPECT_EQ(v.prt, DSREG_KNOWN_YES);
    EXPECT_GT(v.prt_cached, 0);
}

TEST(vendor_output, several_accounts_in_their_order)
{
    const vendor_output v = read("Account" + rule + "Home Account ID : a.t\n\nAccount" + rule +
                                 "Home Account ID : b.t\n\n" + prt_block("PRT Present : NO\n"));
    ASSERT_EQ(v.accounts.size(), 2u);
    EXPECT_EQ(v.accounts[1].home_account_id, "b.t");
    EXPECT_EQ(v.prt, DSREG_KNOWN_NO);
}

TEST(vendor_output, rows_and_blocks_that_nobody_knows_are_passed_over)
{
    const vendor_output v =
        read("Weather" + rule + "PRT Present : NO\n\n" +
             prt_block("PRT Colour : blue\nPRT Present : YES\nnot a row at all\n"));
    EXPECT_EQ(v.prt, DSREG_KNOWN_YES);
}

TEST(vendor_output, words_that_it_does_not_know_are_no_answer)
{
    const vendor_output v = read(state_block("Device Registration Status : Perhaps\n\n") +
                                 prt_block("PRT Present : MAYBE\n"));
    EXPECT_EQ(v.registered, DSREG_KNOWN_NOT);
    EXPECT_EQ(v.prt, DSREG_KNOWN_NOT);
}

TEST(vendor_output, an_absent_token_has_no_times)
{
    const vendor_output v =
        read(prt_block("PRT Present : NO\nPRT Cached At : 2026-09-02 18:39:59 UTC\n"));
    EXPECT_EQ(v.prt_cached, 0);
}

TEST(vendor_output, a_device_mode_is_taken_if_it_ever_appears)
{
    EXPECT_EQ(read(of_the_document + "Device Mode : Shared\n").device_mode, "Shared");
    EXPECT_EQ(read(of_the_document + "Device Mode : Rented\n").device_mode, "");
}

TEST(vendor_output, line_ends_of_both_kinds)
{
    std::string text = of_the_document;
    for (std::size_t at = 0; (at = text.find('\n', at)) != text.npos; at += 2)
        text.insert(at, "\r");
    EXPECT_EQ(read(text).tenant_domain, "contoso.com");
}

TEST(vendor_output, what_is_no_status_is_refused)
{
    EXPECT_EQ(refusal(""), "it is not the output of a status");
    EXPECT_EQ(refusal("Failed to get broker instance\n"), "it is not the output of a status");
    EXPECT_EQ(refusal("PRT Present : YES\n"), "it is not the output of a status");
    EXPECT_EQ(refusal("Account" + rule + "Tenant ID : t\n"), "it is not the output of a status");
}

TEST(vendor_output, no_value_carries_a_token)
{
    const std::string jwt = "eyJ" + std::string(80, 'a');
    const vendor_output v =
        read("Account" + rule + "Home Account ID : " + jwt + "\nTenant ID : " + jwt + "\n\n" +
             state_block("Device Registration Status : Registered\nDevice ID : " + jwt +
                         "\nTenant ID : " + jwt + "\nTenant Name : " + jwt + "\n\n") +
             prt_block("PRT Present : YES\nSession Key Protocol : " + jwt + "\n"));
    for (const std::string& text :
         {v.accounts[0].home_account_id, v.accounts[0].tenant_id, v.device_id, v.tenant_id,
          v.tenant_domain, v.session_key_protocol})
        EXPECT_EQ(text, "[removed]");
}

TEST(vendor_output, hostile_output_is_refused)
{
    EXPECT_EQ(refusal(of_3_0_2 + std::string(largest_output, ' ')), "it is longer than 64 KiB");
    EXPECT_EQ(refusal(state_block("Device ID : \x1b[2J\n")), "it holds control characters");
    EXPECT_EQ(refusal(state_block(std::string("Device ID : a\0b\n", 16))),
              "it holds control characters");
    EXPECT_EQ(refusal(state_block("Device ID : " + std::string(600, 'x') + "\n")),
              "a value is too long");
    EXPECT_EQ(refusal(prt_block("PRT Present : YES\nPRT Present : NO\n")), "it has one row twice");
    EXPECT_EQ(refusal(prt_block("PRT Present : YES\n") + prt_block("PRT Present : NO\n")),
              "it has one block twice");
    std::string crowd;
    for (int i = 0; i < 65; i++) crowd += "Account" + rule + "Tenant ID : t\n\n";
    EXPECT_EQ(refusal(crowd), "it names too many accounts");
}

TEST(parse_utc, days_that_exist)
{
    int64_t t = 0;
    EXPECT_TRUE(parse_utc("2000-01-01 00:00:00 UTC", t));
    EXPECT_EQ(t, 946'684'800 * second);
    EXPECT_TRUE(parse_utc("2028-02-29 23:59:59 UTC", t));
    EXPECT_EQ(t, 1'835'481'599 * second);
}

TEST(parse_utc, times_that_do_not)
{
    int64_t t = 7;
    for (const char* wrong :
         {"", "2026-02-29 00:00:00 UTC", "2026-13-01 00:00:00 UTC", "2026-00-01 00:00:00 UTC",
          "2026-01-00 00:00:00 UTC", "2026-01-01 24:00:00 UTC", "2026-01-01 00:60:00 UTC",
          "1999-12-31 00:00:00 UTC", "2200-01-01 00:00:00 UTC", "2026-01-01 00:00:00 CET",
          "2026-01-01T00:00:00 UTC", "2026-01-01 00:00:00.5 UTC", "20x6-01-01 00:00:00 UTC"}) {
        EXPECT_FALSE(parse_utc(wrong, t)) << wrong;
    }
    EXPECT_EQ(t, 7);
}
