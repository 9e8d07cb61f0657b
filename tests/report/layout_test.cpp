#include "report/layout.h"

#include <gtest/gtest.h>

using namespace dsreg::report;

namespace {

uint32_t rank(std::string_view title)
{
    return place_of_section(title).rank;
}
row_place place(std::string_view section, std::string_view label, std::string_view key = "k")
{
    return place_of_row(section, label, key, "dsreg.test");
}

} // namespace

TEST(Layout, SectionsStandInTheDocumentedOrder)
{
    const char* order[] = {"Device State",
                           "Device Details",
                           "Tenant Details",
                           "User State",
                           "SSO State",
                           "Work Account 1",
                           "Broker Information",
                           "Diagnostic Data",
                           "Device Checks",
                           "Network Checks",
                           "SSO Checks",
                           "A third party's",
                           "Ngc Prerequisite Check"};
    for (std::size_t i = 1; i < std::size(order); i++)
        EXPECT_LT(rank(order[i - 1]), rank(order[i])) << order[i];
}
TEST(Layout, OnlyWholeTitlesAreDocumented)
{
    EXPECT_TRUE(place_of_section("Work Account 12").documented);
    EXPECT_FALSE(place_of_section("Device Stat").documented);
    EXPECT_FALSE(place_of_section("Device State 2").documented);
}
TEST(Layout, RowsOfAGroupStandInTheDocumentedOrder)
{
    EXPECT_LT(place("Tenant Details", "TenantName").row, place("Tenant Details", "TenantId").row);
    EXPECT_LT(place("Tenant Details", "WebAuthNSrvId").row,
              place("Tenant Details", "DeviceManagementSrvVer").row);
    EXPECT_TRUE(place("Tenant Details", "DeviceManagementSrvId").known);
}
TEST(Layout, HistoryIsAGroupPartedFromTheTests)
{
    const row_place test = place("Diagnostic Data", "Token acquisition Test");
    const row_place history = place("Diagnostic Data", "Previous Registration");
    EXPECT_LT(test.group, history.group);
    EXPECT_FALSE(test.parted);
    EXPECT_TRUE(history.parted);
    EXPECT_EQ(history.rule, shown_when::pre_join);
    EXPECT_EQ(place("Diagnostic Data", "KeySignTest").rule, shown_when::registered);
}
TEST(Layout, RefreshDiagnosticsAreToldFromAcquireDiagnosticsByTheirKeys)
{
    const row_place acquire = place("SSO State", "HTTP status", "prt.acquire.http-status");
    const row_place refresh = place("SSO State", "HTTP status", "prt.refresh.http-status");
    EXPECT_LT(acquire.group, refresh.group);
    EXPECT_LT(refresh.group, place("SSO State", "EnterprisePrt").group);
    EXPECT_EQ(acquire.row, refresh.row);
}
TEST(Layout, UnknownRowsFollowTheKnownOnesOfTheirSection)
{
    const row_place own = place("Broker Information", "Session Bus Test");
    EXPECT_FALSE(own.known);
    EXPECT_GT(own.group, place("Broker Information", "Device Mode").group);
    EXPECT_FALSE(own.parted);
    EXPECT_TRUE(place("Diagnostic Data", "Somebody's Test").parted);
    EXPECT_EQ(place("Diagnostic Data", "Somebody's Test").rule, shown_when::always);
    EXPECT_EQ(place("Device Details", "Somebody's Row").rule, shown_when::joined);
}
TEST(Layout, AThirdPartysModuleHasNoDocumentedRows)
{
    EXPECT_FALSE(place_of_row("Device State", "AzureAdJoined", "k", "org.example.vpn").known);
    EXPECT_TRUE(place_of_row("Device State", "AzureAdJoined", "k", "dsreg.device-state").known);
}
TEST(Layout, KeySignTestHasWordsOfItsOwn)
{
    ASSERT_NE(words_of_row("Diagnostic Data", "KeySignTest"), nullptr);
    EXPECT_EQ(words_of_row("Diagnostic Data", "KeySignTest")->pass, "PASSED");
    EXPECT_EQ(words_of_row("SSO Checks", "KeySignTest"), nullptr);
}
