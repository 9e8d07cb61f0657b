// The captures are public: siemens/linux-entra-sso issues 59, 114, 129; himmelblau-idm/himmelblau
// issue 657 and src/daemon/src/broker.rs.
#include "broker/replies.h"

#include "dsreg/svc/broker.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::broker;

namespace {

constexpr uint32_t microsoft = DSREG_BROKER_MICROSOFT;
constexpr uint32_t himmelblau = DSREG_BROKER_HIMMELBLAU;

constexpr const char* mfa_expired = R"({"brokerTokenResponse":{"accessTokenType":0,"error":{
"context":"AADSTS50078: Presented multi-factor authentication has expired due to policies. Trace ID: 9dd4cc2f-1111-2222-3333-444455556666 Correlation ID: 1b671a64-40d5-491e-99b0-da01ff1f3341 Timestamp: 2025-01-01",
"diagnostics":{"raw_error_code":"invalid_grant","exception_type":"com.microsoft.identity.common.java.exception.UiRequiredException","oauth2_sub_error_code":"basic_action"},
"errorCode":0,"status":2,"subStatus":0,"tag":0},"expiresOn":0,"extendedExpiresOn":0},"telemetry":{"broker_version":"2.0.1"}})";

constexpr const char* token_expired = R"({"brokerTokenResponse":{"error":{
"context":"Recieved an error from AAD. Code: 'invalid_grant' suberror: 'token_expired'",
"diagnostics":null,"errorCode":0,"status":2,"subStatus":0,"tag":595719680},"subError":""},
"telemetry":{"api_name":"x","api_status_code":"StatusInternal::InteractionRequired","api_error_tag":"965ya","auth_flow":"PRT","broker_version":"2.5.2","correlation_id":"1B671A64-40D5-491E-99B0-DA01FF1F3341"}})";

constexpr const char* offline = R"({"brokerTokenResponse":{"accessTokenType":0,"error":{
"context":"Unable to resolve host","diagnostics":{"raw_error_code":"io_error"},"errorCode":0,
"status":4,"subStatus":0,"tag":0},"expiresOn":0}})";

constexpr const char* of_himmelblau =
    R"({"error":{"context":"User is not known","status":0,"subStatus":0}})";

wire::broker_error error_of(const char* reply, uint32_t vendor)
{
    document d;
    wire::broker_error e;
    EXPECT_TRUE(d.parse(reply).ok());
    EXPECT_TRUE(find_error(d.root(), vendor, e));
    return e;
}

} // namespace

TEST(find_error, java_era_inside_the_token_response)
{
    const wire::broker_error e = error_of(mfa_expired, microsoft);
    EXPECT_EQ(e.kind, DSREG_X_REFUSED);
    EXPECT_EQ(e.status, 2);
    EXPECT_EQ(e.sub_status, 0);
    EXPECT_EQ(e.aadsts, 50078u);
    EXPECT_EQ(e.tag, "");
    EXPECT_EQ(e.suberror, "basic_action");
    EXPECT_EQ(e.correlation, "1b671a64-40d5-491e-99b0-da01ff1f3341");
    EXPECT_EQ(e.text.substr(0, 12), "AADSTS50078:");
}

TEST(find_error, later_era_with_tag_and_suberror_in_the_words)
{
    const wire::broker_error e = error_of(token_expired, microsoft);
    EXPECT_EQ(e.status, 2);
    EXPECT_EQ(e.tag, "965ya");
    EXPECT_EQ(e.suberror, "token_expired");
    EXPECT_EQ(e.aadsts, 0u);
    EXPECT_EQ(e.correlation, "1b671a64-40d5-491e-99b0-da01ff1f3341");
}

TEST(find_error, offline)
{
    EXPECT_EQ(error_of(offline, microsoft).status, 4);
}

TEST(find_error, himmelblau_s_status_0_means_nothing_and_microsoft_s_does)
{
    EXPECT_EQ(error_of(of_himmelblau, himmelblau).status, -1);
    EXPECT_EQ(error_of(of_himmelblau, himmelblau).sub_status, -1);
    EXPECT_EQ(error_of(of_himmelblau, himmelblau).text, "User is not known");
    EXPECT_EQ(error_of(of_himmelblau, microsoft).status, 0);
}

TEST(find_error, what_is_absent_is_not_said)
{
    const wire::broker_error e = error_of(R"({"error":{}})", microsoft);
    EXPECT_EQ(e.kind, DSREG_X_REFUSED);
    EXPECT_EQ(e.status, -1);
    EXPECT_EQ(e.sub_status, -1);
    EXPECT_EQ(e.tag + e.suberror + e.correlation + e.text, "");
}

TEST(find_error, no_error_is_no_error)
{
    wire::broker_error e;
    for (const char* good :
         {R"({})", R"({"error":null})", R"({"brokerTokenResponse":{"error":null}})",
          R"({"brokerTokenResponse":{"accessToken":"x"}})"}) {
        document d;
        ASSERT_TRUE(d.parse(good).ok());
        EXPECT_FALSE(find_error(d.root(), microsoft, e)) << good;
    }
}

TEST(find_error, an_error_of_another_type_breaks_the_protocol)
{
    for (const char* bad : {R"({"error":"boom"})", R"({"error":[]})", R"({"error":{"status":"2"}})",
                            R"({"error":{"context":7}})", R"({"error":{"tag":1.5}})",
                            R"({"brokerTokenResponse":7})"}) {
        EXPECT_EQ(error_of(bad, microsoft).kind, DSREG_X_PROTOCOL) << bad;
    }
}

TEST(find_error, a_token_in_its_words_goes_no_further)
{
    const wire::broker_error e =
        error_of(R"({"error":{"context":"failed with eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4In0.c2ln"}})",
                 microsoft);
    EXPECT_EQ(e.text, "failed with [removed]");
}

TEST(read_version, by_its_call_or_else_by_telemetry)
{
    wire::broker_info i;
    read_version(R"({"linuxBrokerVersion":"3.0.2","telemetry":{"broker_version":"9"}})", microsoft,
                 i);
    EXPECT_EQ(i.version, "3.0.2");
    EXPECT_EQ(i.version_source, "getLinuxBrokerVersion");
    EXPECT_EQ(i.error.kind, DSREG_X_NONE);

    i = {};
    read_version(R"({"telemetry":{"broker_version":"2.5.2"}})", microsoft, i);
    EXPECT_EQ(i.version, "2.5.2");
    EXPECT_EQ(i.version_source, "telemetry");

    i = {};
    read_version(R"({"error":{"status":6},"telemetry":{"broker_version":"2.5.2"}})", microsoft, i);
    EXPECT_EQ(i.version, "2.5.2");
    EXPECT_EQ(i.error.status, 6);

    i = {};
    read_version("{}", microsoft, i);
    EXPECT_EQ(i.version, "");
    EXPECT_EQ(i.error.kind, DSREG_X_NONE);
}

TEST(read_version, garbage_is_protocol)
{
    for (const char* bad :
         {"", "502", R"({"linuxBrokerVersion":3})", R"({"linuxBrokerVersion":"<b>3</b>"})",
          R"({"linuxBrokerVersion":"a b"})"}) {
        wire::broker_info i;
        read_version(bad, microsoft, i);
        EXPECT_EQ(i.error.kind, DSREG_X_PROTOCOL) << bad;
        EXPECT_EQ(i.version, "") << bad;
    }
}

TEST(read_accounts, of_every_era)
{
    const wire::broker_accounts a = read_accounts(
        R"({"accounts":[{"homeAccountId":"oid.tid","environment":"login.windows.net","realm":"tid",
        "localAccountId":"oid","username":"user@example.com","passwordExpiry":0},
        {"username":"second@example.com"}],"telemetry":{}})",
        microsoft);
    ASSERT_EQ(a.error.kind, DSREG_X_NONE);
    ASSERT_EQ(a.accounts.size(), 2u);
    EXPECT_EQ(a.accounts[0].home_account_id, "oid.tid");
    EXPECT_EQ(a.accounts[0].tenant_id, "tid");
    EXPECT_EQ(a.accounts[0].environment, "login.windows.net");
    EXPECT_EQ(a.accounts[1].username, "second@example.com");
    EXPECT_EQ(a.accounts[1].tenant_id, "");
    EXPECT_TRUE(read_accounts(R"({"accounts":[]})", microsoft).accounts.empty());
    EXPECT_EQ(read_accounts(R"({"accounts":[]})", microsoft).error.kind, DSREG_X_NONE);
}

TEST(read_accounts, garbage_is_protocol_and_names_nobody)
{
    std::string many = R"({"accounts":[{})";
    for (int i = 0; i < 1024; i++) many += ",{}";
    many += "]}";
    for (const std::string& bad :
         {std::string("{}"), std::string("not json"), std::string(R"({"accounts":{}})"),
          std::string(R"({"accounts":[7]})"),
          std::string(R"({"accounts":[{"username":"a"},{"username":7}]})"), many}) {
        const wire::broker_accounts a = read_accounts(bad, microsoft);
        EXPECT_EQ(a.error.kind, DSREG_X_PROTOCOL) << bad;
        EXPECT_TRUE(a.accounts.empty());
    }
    EXPECT_EQ(read_accounts(of_himmelblau, himmelblau).error.kind, DSREG_X_REFUSED);
}

TEST(pick_account, the_first_or_the_named_one)
{
    const char* list = R"({"accounts":[{"homeAccountId":"a","x":1},{"homeAccountId":"b","x":2}]})";
    boost::json::object o;
    ASSERT_TRUE(pick_account(list, {"", ""}, o));
    EXPECT_EQ(o.at("x"), 1);
    ASSERT_TRUE(pick_account(list, {"b", ""}, o));
    EXPECT_EQ(o.at("x"), 2);
    EXPECT_FALSE(pick_account(list, {"c", ""}, o));
    EXPECT_FALSE(pick_account(R"({"accounts":[]})", {"", ""}, o));
    EXPECT_FALSE(pick_account("garbage", {"", ""}, o));
}

TEST(pick_account, of_a_tenant_in_any_case)
{
    const char* list = R"({"accounts":[
        {"homeAccountId":"a","realm":"11112222-bbbb-3333-cccc-4444dddd5555","x":1},
        {"homeAccountId":"b","realm":"7F2B6C1E-94D3-4A08-B5E6-0C1D8E9FA234","x":2},
        {"homeAccountId":"c","realm":"7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234","x":3}]})";
    const std::string tenant = "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234";
    boost::json::object o;
    ASSERT_TRUE(pick_account(list, {"", tenant}, o));
    EXPECT_EQ(o.at("x"), 2);
    ASSERT_TRUE(pick_account(list, {"c", tenant}, o));
    EXPECT_EQ(o.at("x"), 3);
    EXPECT_FALSE(pick_account(list, {"a", tenant}, o));
    EXPECT_FALSE(pick_account(list, {"", "00000000-bbbb-3333-cccc-4444dddd5555"}, o));
    EXPECT_FALSE(pick_account(list, {"", "common"}, o));
}
