// The broker's accounts are removed one by one, and what counts is whether they are listed still.
#include "broker/clear.h"
#include "broker/stage.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

using namespace dsreg;
using namespace dsreg::test;
using namespace std::chrono_literals;
using wire::removed;

namespace {

constexpr const char* vendor_path = "/opt/microsoft/identity-broker/bin/microsoft-identity-broker";
constexpr const char* himmelblau_path = "/usr/sbin/himmelblau_broker";
constexpr const char* alice =
    R"({"accounts":[{"homeAccountId":"o1.t1","username":"alice@contoso.com","realm":"t1",
    "clientInfo":"kept","x":{"y":[1]}}]})";
constexpr const char* two =
    R"({"accounts":[{"homeAccountId":"o1.t1","username":"alice@contoso.com"},
    {"homeAccountId":"o2.t1","username":"bob@contoso.com"}]})";
constexpr const char* nobody = R"({"accounts":[]})";
constexpr const char* done = R"({"telemetry":{"broker_version":"3.0.2"}})";

std::vector<wire::device_step> clear(const stage& s, bus::clock::time_point deadline = soon())
{
    bus::connection c;
    const bus::outcome end = broker::connect(s.world(), soon(), c);
    if (!end.ok()) throw std::runtime_error("no bus: " + end.text);
    return broker::clear_accounts(c, broker::place_of(s.world()), deadline);
}

std::string asked(const stage& s)
{
    std::ifstream in(s.words() + "/asked");
    return {std::istreambuf_iterator<char>(in), {}};
}

void expect_row(const wire::device_step& row, removed how, const std::string& path,
                const std::string& why)
{
    EXPECT_EQ(row.how, static_cast<uint32_t>(how)) << row.path << ": " << row.why;
    EXPECT_EQ(row.path, path);
    EXPECT_EQ(row.why, why);
}

} // namespace

TEST(clear_accounts, an_account_that_is_listed_no_more_is_removed)
{
    stage s;
    s.says("getAccounts.json", alice);
    s.says("removeAccount.json", done);
    s.says("removeAccount.then", nobody);
    s.run(vendor_path);
    const auto rows = clear(s);
    ASSERT_EQ(rows.size(), 1u);
    expect_row(rows[0], removed::yes, "account alice@contoso.com", "");
    // The account goes back whole, members that we do not know included.
    const std::string sent = asked(s).substr(asked(s).find("removeAccount"));
    EXPECT_NE(sent.find(R"("clientId":")"), sent.npos);
    EXPECT_NE(sent.find(R"("account":{"homeAccountId":"o1.t1")"), sent.npos);
    EXPECT_NE(sent.find(R"("clientInfo":"kept","x":{"y":[1]})"), sent.npos);
}

TEST(clear_accounts, himmelblau_s_not_implemented_inside_a_reply_is_a_failure)
{
    stage s;
    s.says("getAccounts.json", alice);
    s.says("removeAccount.json",
           R"({"error":{"context":"Not implemented","status":0,"subStatus":0}})");
    s.run(himmelblau_path);
    const auto rows = clear(s);
    ASSERT_EQ(rows.size(), 1u);
    expect_row(rows[0], removed::failed, "account alice@contoso.com",
               "Himmelblau's broker cannot remove accounts; its own way is sudo aad-tool "
               "cache-clear");
}

TEST(clear_accounts, an_error_is_decoded_wherever_the_era_puts_it)
{
    const std::string error =
        R"({"error":{"context":"AADSTS50078: no","status":2,"tag":595719680,"errorCode":0}})";
    for (const std::string& reply : {error, R"({"brokerTokenResponse":)" + error + "}"}) {
        stage s;
        s.says("getAccounts.json", alice);
        s.says("removeAccount.json", reply);
        s.run(vendor_path);
        const auto rows = clear(s);
        ASSERT_EQ(rows.size(), 1u);
        EXPECT_EQ(rows[0].how, static_cast<uint32_t>(removed::failed));
        EXPECT_EQ(rows[0].why.rfind("the broker refused: AADSTS50078: no (status 2 "
                                    "InteractionRequired, AADSTS50078, tag 965ya, ",
                                    0),
                  0u)
            << rows[0].why;
    }
}

TEST(clear_accounts, a_d_bus_error_keeps_its_name)
{
    stage s;
    s.says("getAccounts.json", alice);
    s.says("removeAccount.error", "org.freedesktop.DBus.Error.Failed\nos error 2");
    s.run(himmelblau_path);
    const auto rows = clear(s);
    ASSERT_EQ(rows.size(), 1u);
    expect_row(rows[0], removed::failed, "account alice@contoso.com",
               "the broker answered with the error org.freedesktop.DBus.Error.Failed: os error 2");
}

TEST(clear_accounts, an_account_that_is_listed_still_was_not_removed_whatever_was_said)
{
    stage s;
    s.says("getAccounts.json", two);
    s.says("removeAccount.json", done);
    s.says("removeAccount.then", alice);
    s.run(vendor_path);
    const auto rows = clear(s);
    ASSERT_EQ(rows.size(), 2u);
    expect_row(rows[0], removed::failed, "account alice@contoso.com",
               "the broker said that it is removed, and lists it still");
    expect_row(rows[1], removed::yes, "account bob@contoso.com", "");
}

TEST(clear_accounts, an_account_that_is_gone_after_an_error_is_removed)
{
    stage s;
    s.says("getAccounts.json", alice);
    s.says("removeAccount.json", "<html>");
    s.says("removeAccount.then", nobody);
    s.run(vendor_path);
    const auto rows = clear(s);
    ASSERT_EQ(rows.size(), 1u);
    expect_row(
        rows[0], removed::yes, "account alice@contoso.com",
        "it is gone, although the broker's answer cannot be used: the answer is not JSON: it "
        "begins with \"<html>\"");
}

TEST(clear_accounts, a_broker_that_hangs_is_a_timeout_and_the_others_have_their_turn)
{
    stage s;
    s.says("getAccounts.json", alice);
    ASSERT_EQ(::mkfifo((s.words() + "/removeAccount.hold").c_str(), 0600), 0);
    s.run(vendor_path);
    const auto begin = bus::clock::now();
    const auto rows = clear(s, in(2s));
    EXPECT_LT(bus::clock::now() - begin, 10s);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].how, static_cast<uint32_t>(removed::failed));
    EXPECT_EQ(rows[0].why, "the broker did not answer in time");
}

TEST(clear_accounts, a_broker_that_dies_in_the_call_is_said)
{
    stage s;
    s.says("getAccounts.json", two);
    s.says("removeAccount.die", "");
    s.run(vendor_path);
    const auto rows = clear(s);
    ASSERT_EQ(rows.size(), 2u);
    for (const wire::device_step& row : rows) {
        EXPECT_EQ(row.how, static_cast<uint32_t>(removed::failed));
        EXPECT_EQ(row.why, "the broker left the session bus before it answered");
    }
}

TEST(clear_accounts, not_implemented_of_another_broker_is_its_own_refusal)
{
    stage s;
    s.says("getAccounts.json", alice);
    s.says("removeAccount.json", R"({"error":{"context":"Not implemented","status":0}})");
    s.run(vendor_path);
    const auto rows = clear(s);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].why.rfind("the broker refused: Not implemented", 0), 0u) << rows[0].why;
}

TEST(clear_accounts, no_broker_at_all_is_one_row)
{
    const stage s;
    const auto rows = clear(s);
    ASSERT_EQ(rows.size(), 1u);
    expect_row(rows[0], removed::absent, "accounts of the broker", "no broker is installed");
}

TEST(clear_accounts, a_broker_that_sleeps_is_started_and_its_accounts_go)
{
    temp_dir dir;
    const std::string link = (dir.path() / "broker").string();
    const std::string words = (dir.path() / "words").string();
    const stage s(activatables{{"com.microsoft.identity.broker1", link + " " + words}});
    std::filesystem::create_symlink(s.install(vendor_path), link);
    dir.write("words/getAccounts.json", alice);
    dir.write("words/removeAccount.json", done);
    dir.write("words/removeAccount.then", nobody);
    const auto rows = clear(s);
    ASSERT_EQ(rows.size(), 1u);
    expect_row(rows[0], removed::yes, "account alice@contoso.com", "");
}

TEST(clear_accounts, a_broker_that_cannot_be_started_is_a_failure)
{
    const stage s(activatables{{"com.microsoft.identity.broker1", "/bin/false"}});
    const auto rows = clear(s);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].how, static_cast<uint32_t>(removed::failed));
    EXPECT_EQ(rows[0].why.rfind("the broker could not be started: ", 0), 0u) << rows[0].why;
}

TEST(clear_accounts, a_broker_that_does_not_know_the_question_is_no_absence)
{
    stage s;
    s.says("getAccounts.error", "org.freedesktop.DBus.Error.UnknownObject\nNo such object");
    s.run(vendor_path);
    const auto rows = clear(s);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].how, static_cast<uint32_t>(removed::failed));
}

TEST(clear_accounts, nobody_signed_in_is_one_row)
{
    stage s;
    s.says("getAccounts.json", nobody);
    s.run(vendor_path);
    const auto rows = clear(s);
    ASSERT_EQ(rows.size(), 1u);
    expect_row(rows[0], removed::absent, "accounts of the broker", "nobody is signed in to it");
    EXPECT_EQ(asked(s).find("removeAccount"), std::string::npos);
}

TEST(clear_accounts, a_list_that_cannot_be_read_is_a_failure_and_nothing_is_asked_to_go)
{
    for (const char* reply : {"[]", R"({"accounts":[1]})", R"({"accounts":[{"username":7}]})",
                              R"({"a":1,"a":2,"accounts":[]})", ""}) {
        stage s;
        s.says("getAccounts.json", reply);
        s.run(vendor_path);
        const auto rows = clear(s);
        ASSERT_EQ(rows.size(), 1u) << reply;
        EXPECT_EQ(rows[0].how, static_cast<uint32_t>(removed::failed)) << reply;
        EXPECT_EQ(rows[0].path, "accounts of the broker");
        EXPECT_EQ(rows[0].why.rfind("the broker's answer cannot be used: ", 0), 0u) << rows[0].why;
        EXPECT_EQ(asked(s).find("removeAccount"), std::string::npos);
    }
}

TEST(clear_accounts, a_list_of_ten_mebibytes_is_a_failure)
{
    stage s;
    s.says("getAccounts.big", "");
    s.run(vendor_path);
    const auto rows = clear(s);
    ASSERT_EQ(rows.size(), 1u);
    expect_row(rows[0], removed::failed, "accounts of the broker",
               "the broker's answer cannot be used: the answer is longer than 1 MiB");
}

TEST(clear_accounts, a_list_that_fails_afterwards_leaves_the_broker_s_word)
{
    stage s;
    s.says("getAccounts.json", alice);
    s.says("removeAccount.json", done);
    s.says("removeAccount.then", "nonsense");
    s.run(vendor_path);
    const auto rows = clear(s);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].how, static_cast<uint32_t>(removed::yes));
    EXPECT_EQ(rows[0].why.rfind("the broker said so; it could not be asked again: ", 0), 0u)
        << rows[0].why;
}
