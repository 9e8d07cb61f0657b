// Brokers that run: who they are, what they answer, how they fail.
#include "broker/stage.h"
#include "broker/tokens.h"
#include "dsreg/svc/broker.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

using namespace dsreg;
using namespace dsreg::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* vendor_path = "/opt/microsoft/identity-broker/bin/microsoft-identity-broker";
constexpr const char* two_accounts =
    R"({"accounts":[{"homeAccountId":"o1.t1","username":"a@example.com","realm":"t1",
    "environment":"login.windows.net","clientInfo":"kept"},
    {"homeAccountId":"o2.t2","username":"b@example.com","realm":"t2"}]})";

std::string asked(const stage& s)
{
    std::ifstream in(s.words() + "/asked");
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

TEST(session, the_vendor_s_broker_is_known_by_its_program)
{
    stage s;
    s.says("getLinuxBrokerVersion.json", R"({"linuxBrokerVersion":"3.0.2"})");
    s.run(vendor_path);
    const wire::broker_info i = s.info();
    EXPECT_EQ(i.error.kind, DSREG_X_NONE) << i.error.dbus_error << i.error.text;
    EXPECT_EQ(i.vendor, DSREG_BROKER_MICROSOFT);
    EXPECT_FALSE(i.java_era);
    EXPECT_FALSE(i.activatable);
    EXPECT_EQ(i.pid, s.broker.pid());
    EXPECT_EQ(i.executable, vendor_path);
    EXPECT_GT(i.executable_time, 0);
    EXPECT_FALSE(i.replaced);
    EXPECT_EQ(i.version, "3.0.2");
    EXPECT_EQ(i.version_source, "getLinuxBrokerVersion");
    EXPECT_EQ(i.service_file, "");

    const std::string sent = asked(s);
    EXPECT_EQ(sent.substr(0, 26), "getLinuxBrokerVersion 0.0 ");
    EXPECT_NE(sent.find(R"({"msalCppVersion":)"), sent.npos);
}

TEST(session, a_program_that_was_replaced_while_it_runs_is_told)
{
    stage s;
    s.says("getLinuxBrokerVersion.json", R"({"linuxBrokerVersion":"3.0.2"})");
    s.run(vendor_path);
    std::filesystem::remove(s.root() + vendor_path);
    EXPECT_TRUE(s.info().replaced);
    EXPECT_EQ(s.info().executable, vendor_path);
    s.install(vendor_path); // as an upgrade does
    EXPECT_TRUE(s.info().replaced);
}

TEST(session, java_by_its_program_or_by_a_microsoft_version)
{
    stage java;
    java.says("getLinuxBrokerVersion.json", R"({"linuxBrokerVersion":"2.0.1"})");
    java.run("/usr/lib/jvm/java-11/bin/java");
    EXPECT_EQ(java.info().vendor, DSREG_BROKER_MICROSOFT);
    EXPECT_TRUE(java.info().java_era);

    stage wrapped;
    wrapped.says("getLinuxBrokerVersion.json", R"({"linuxBrokerVersion":"1.7.0"})");
    wrapped.run(vendor_path);
    EXPECT_TRUE(wrapped.info().java_era);
}

TEST(session, the_version_never_tells_the_vendor_nor_another_vendor_s_era)
{
    stage s;
    s.says("getLinuxBrokerVersion.json", R"({"linuxBrokerVersion":"1.4.0"})");
    s.run("/usr/sbin/himmelblau_broker");
    EXPECT_EQ(s.info().vendor, DSREG_BROKER_HIMMELBLAU);
    EXPECT_FALSE(s.info().java_era);
}

TEST(session, an_unknown_program_is_asked_for_its_log_identifier)
{
    stage s;
    s.says("identifier", "himmelblau_broker");
    s.says("getLinuxBrokerVersion.json", R"({"linuxBrokerVersion":"3.0.2"})");
    s.run("/usr/libexec/renamed");
    EXPECT_EQ(s.info().vendor, DSREG_BROKER_HIMMELBLAU);
}

TEST(session, or_known_by_the_service_file_or_stays_another)
{
    stage s;
    s.says("getLinuxBrokerVersion.json", R"({"linuxBrokerVersion":"3.0.2"})");
    s.run("/usr/libexec/renamed");
    EXPECT_EQ(s.info().vendor, DSREG_BROKER_OTHER);
    s.dir.write("root/usr/share/dbus-1/services/com.microsoft.identity.broker1.service",
                "[D-BUS Service]\nName=com.microsoft.identity.broker1\nExec=/opt/x/intuneme\n");
    EXPECT_EQ(s.info().vendor, DSREG_BROKER_PROXY);
}

TEST(session, accounts_of_the_broker)
{
    stage s;
    s.says("getAccounts.json", two_accounts);
    s.run(vendor_path);
    const wire::broker_accounts a = s.accounts();
    EXPECT_EQ(a.error.kind, DSREG_X_NONE);
    ASSERT_EQ(a.accounts.size(), 2u);
    EXPECT_EQ(a.accounts[1].username, "b@example.com");
}

TEST(session, himmelblau_s_error_reply_is_refused_without_a_status)
{
    stage s;
    s.says("getAccounts.json",
           R"({"error":{"context":"User is not known","status":0,"subStatus":0}})");
    s.run("/usr/sbin/himmelblau_broker");
    const wire::broker_accounts a = s.accounts();
    EXPECT_EQ(a.error.kind, DSREG_X_REFUSED);
    EXPECT_EQ(a.error.status, -1);
    EXPECT_EQ(a.error.text, "User is not known");
}

TEST(session, a_d_bus_error_keeps_its_name_and_words)
{
    stage s;
    s.says("getAccounts.error",
           "org.freedesktop.DBus.Error.Failed\nNo such file or directory (os error 2)");
    s.run("/usr/sbin/himmelblau_broker");
    const wire::broker_accounts a = s.accounts();
    EXPECT_EQ(a.error.kind, DSREG_X_REFUSED);
    EXPECT_EQ(a.error.dbus_error, "org.freedesktop.DBus.Error.Failed");
    EXPECT_EQ(a.error.text, "No such file or directory (os error 2)");
}

TEST(session, not_json_is_protocol)
{
    stage s;
    s.says("getAccounts.json", "<html>502 Bad Gateway</html>");
    s.says("getLinuxBrokerVersion.json", "");
    s.run(vendor_path);
    EXPECT_EQ(s.accounts().error.kind, DSREG_X_PROTOCOL);
    EXPECT_NE(s.accounts().error.text.find("502 Bad Gateway"), std::string::npos);
    EXPECT_EQ(s.info().error.kind, DSREG_X_PROTOCOL);
    EXPECT_EQ(s.info().pid, s.broker.pid());
}

TEST(session, ten_mebibytes_are_protocol)
{
    stage s;
    s.says("getAccounts.big", "");
    s.run(vendor_path);
    const wire::broker_accounts a = s.accounts();
    EXPECT_EQ(a.error.kind, DSREG_X_PROTOCOL);
    EXPECT_EQ(a.error.text, "the answer is longer than 1 MiB");
}

TEST(session, a_broker_that_dies_in_the_call_is_disconnected)
{
    stage s;
    s.says("getLinuxBrokerVersion.die", "");
    s.run(vendor_path);
    const wire::broker_info i = s.info();
    EXPECT_EQ(i.error.kind, DSREG_X_DISCONNECTED);
    EXPECT_EQ(i.error.dbus_error, "org.freedesktop.DBus.Error.NoReply");
    EXPECT_EQ(i.vendor, DSREG_BROKER_MICROSOFT);
    EXPECT_NE(i.pid, 0);
}

TEST(session, a_slow_broker_ends_at_the_deadline_and_is_known_all_the_same)
{
    stage s;
    std::filesystem::create_directories(s.words());
    ASSERT_EQ(::mkfifo((s.words() + "/getLinuxBrokerVersion.hold").c_str(), 0600), 0);
    s.run(vendor_path);
    const auto begin = bus::clock::now();
    const wire::broker_info i = s.info({in(150ms), false});
    EXPECT_LT(bus::clock::now() - begin, 3s);
    EXPECT_EQ(i.error.kind, DSREG_X_TIMEOUT);
    EXPECT_EQ(i.vendor, DSREG_BROKER_MICROSOFT);
    EXPECT_EQ(i.pid, s.broker.pid());
    EXPECT_EQ(i.version, "");
}

TEST(session, a_token_is_judged_and_stays_inside)
{
    stage s;
    s.says("getAccounts.json", two_accounts);
    s.says("acquireTokenSilently.json",
           R"({"brokerTokenResponse":{"accessToken":")" +
               token_of(R"({"aud":"urn:ms-drs:x","tid":"t2","deviceid":"d"})") + R"("}})");
    s.run(vendor_path);
    const wire::broker_token t = s.token(DSREG_TOKEN_DRS, "o2.t2");
    EXPECT_TRUE(t.granted) << t.error.text;
    EXPECT_EQ(t.tenant_id, "t2");
    EXPECT_EQ(t.device_id, "d");
    EXPECT_NE(asked(s).find("b@example.com"), std::string::npos);
    EXPECT_NE(asked(s).find("/.default"), std::string::npos);
    EXPECT_EQ(s.token(DSREG_TOKEN_DRS, "nobody").error.text, "the broker knows no such account");

    // The first account goes back to the broker whole, members that we do not know included.
    EXPECT_TRUE(s.token(DSREG_TOKEN_DRS).granted);
    EXPECT_NE(asked(s).find(R"("clientInfo":"kept")"), std::string::npos);
}

TEST(session, a_refused_token_names_the_request_that_we_sent)
{
    stage s;
    s.says("getAccounts.json", two_accounts);
    s.says("acquirePrtSsoCookie.json", R"({"error":{"context":"AADSTS50078: x","status":2}})");
    s.run(vendor_path);
    const wire::broker_token t = s.token(DSREG_TOKEN_COOKIE);
    EXPECT_FALSE(t.granted);
    EXPECT_EQ(t.error.aadsts, 50078u);
    ASSERT_EQ(t.error.correlation.size(), 36u);
    EXPECT_NE(asked(s).find("acquirePrtSsoCookie 0.0 " + t.error.correlation), std::string::npos);
}

TEST(session, nobody_signed_in_is_no_token)
{
    stage s;
    s.says("getAccounts.json", R"({"accounts":[]})");
    s.run(vendor_path);
    const wire::broker_token t = s.token(DSREG_TOKEN_DRS);
    EXPECT_FALSE(t.granted);
    EXPECT_EQ(t.error.kind, DSREG_X_NOT_FOUND);
    EXPECT_EQ(t.error.text, "nobody is signed in to the broker");
}
