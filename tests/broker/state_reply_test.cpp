#include "broker/state.h"

#include "broker/document.h"
#include "dsreg/svc/broker.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::broker;

namespace {

constexpr const char* guid = "b4c8e1d0-52f7-4e69-8a3b-61d7f09c2e58";
constexpr int64_t second = 1'000'000'000;

constexpr const char* whole = R"({
"prt":{"present":true,"cachedAt":1789000000,"refreshedAt":1789996400,"expiresAt":1797776000,
 "sessionKeyProtocol":"3.1","authority":"https://login.microsoftonline.com/t"},
"device":{"registered":true,"deviceId":"b4c8e1d0-52f7-4e69-8a3b-61d7f09c2e58","tenantId":"t","tenantDomain":"contoso.com",
 "mode":"Exclusive"},
"mdm":{"url":"https://mdm.example/","termsUrl":""},
"acquire":{"time":1789999400,"code":"0xc000006d","user":"bob@contoso.com","credential":"Password",
 "correlationId":"f1a1fb57-6e0c-4d4e-9a6e-0b5f2f5d3c11",
 "endpoint":"https://login.microsoftonline.com/7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234/oauth2/token?x=y",
 "httpMethod":"POST","httpError":"0x0","httpStatus":400,"serverError":"invalid_grant",
 "serverText":"AADSTS50126: Invalid user name or password."},
"telemetry":{}})";

wire::broker_state read(const std::string& reply)
{
    return read_state(reply);
}

void expect_protocol(const std::string& reply)
{
    const wire::broker_state s = read_state(reply);
    EXPECT_EQ(s.error.kind, DSREG_X_PROTOCOL) << reply;
    EXPECT_EQ(s.prt, DSREG_KNOWN_NOT) << reply;
    EXPECT_EQ(s.prt_why, "the broker's answer cannot be read") << reply;
    EXPECT_EQ(s.registered, DSREG_KNOWN_NOT) << reply;
    EXPECT_FALSE(s.acquire.there) << reply;
}

vendor_output of_tool()
{
    vendor_output v;
    v.accounts = {{"o1.t1", "login.windows.net", "t1"}};
    v.registered = DSREG_KNOWN_YES;
    v.device_id = guid;
    v.tenant_id = "t1";
    v.prt = DSREG_KNOWN_YES;
    v.prt_cached = 7;
    v.prt_expires = 9;
    v.session_key_protocol = "3.0";
    return v;
}

} // namespace

TEST(read_state, everything_that_the_reference_broker_publishes)
{
    const wire::broker_state s = read(whole);
    EXPECT_EQ(s.error.kind, DSREG_X_NONE) << s.error.text;
    EXPECT_EQ(s.prt, DSREG_KNOWN_YES);
    EXPECT_EQ(s.prt_source, "broker");
    EXPECT_EQ(s.prt_cached, 1'789'000'000 * second);
    EXPECT_EQ(s.prt_refreshed, 1'789'996'400 * second);
    EXPECT_EQ(s.prt_expires, 1'797'776'000 * second);
    EXPECT_EQ(s.session_key_protocol, "3.1");
    EXPECT_EQ(s.prt_authority, "https://login.microsoftonline.com/t");
    EXPECT_EQ(s.registered, DSREG_KNOWN_YES);
    EXPECT_EQ(s.device_source, "broker");
    EXPECT_EQ(s.tenant_domain, "contoso.com");
    EXPECT_EQ(s.device_mode, "Exclusive");
    EXPECT_EQ(s.mdm_url.text, "https://mdm.example/");
    EXPECT_TRUE(s.mdm_terms_url.known); // published, and empty
    EXPECT_FALSE(s.mdm_compliance_url.known);
    EXPECT_FALSE(s.refresh.there);
}

TEST(read_state, an_attempt_with_all_its_members)
{
    const wire::broker_attempt a = read(whole).acquire;
    EXPECT_TRUE(a.there);
    EXPECT_EQ(a.time, 1'789'999'400 * second);
    EXPECT_EQ(a.code, 0xc000006du);
    EXPECT_EQ(a.user, "bob@contoso.com");
    EXPECT_EQ(a.credential, "Password");
    EXPECT_EQ(a.correlation, "f1a1fb57-6e0c-4d4e-9a6e-0b5f2f5d3c11");
    EXPECT_EQ(a.endpoint, "https://login.microsoftonline.com/7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234/"
                          "oauth2/token");
    EXPECT_EQ(a.http_method, "POST");
    EXPECT_TRUE(a.has_http_error);
    EXPECT_EQ(a.http_error, 0u);
    EXPECT_EQ(a.http_status, 400);
    EXPECT_EQ(a.server_error, "invalid_grant");
    EXPECT_EQ(a.server_text, "AADSTS50126: Invalid user name or password.");
}

TEST(read_state, an_attempt_of_which_nothing_is_said)
{
    const wire::broker_attempt a = read(R"({"refresh":{}})").refresh;
    EXPECT_TRUE(a.there);
    EXPECT_FALSE(a.has_http_error);
    EXPECT_EQ(a.code, 0u);
}

TEST(read_state, an_empty_answer_publishes_nothing)
{
    const wire::broker_state s = read("{}");
    EXPECT_EQ(s.error.kind, DSREG_X_NONE);
    EXPECT_EQ(s.prt, DSREG_KNOWN_NOT);
    EXPECT_EQ(s.prt_why, not_published);
    EXPECT_EQ(s.registered, DSREG_KNOWN_NOT);
}

TEST(read_state, an_absent_token_has_no_times)
{
    const wire::broker_state s = read(R"({"prt":{"present":false,"cachedAt":1789000000}})");
    EXPECT_EQ(s.prt, DSREG_KNOWN_NO);
    EXPECT_EQ(s.prt_source, "broker");
    EXPECT_EQ(s.prt_cached, 0);
}

TEST(read_state, the_broker_s_own_error)
{
    const wire::broker_state s =
        read(R"({"error":{"context":"AADSTS50078: x","status":2,"subStatus":0,"tag":0}})");
    EXPECT_EQ(s.error.kind, DSREG_X_REFUSED);
    EXPECT_EQ(s.error.aadsts, 50078u);
    EXPECT_EQ(s.prt_why, "the broker answered with an error");
}

TEST(read_state, other_types_are_refused)
{
    for (const char* wrong :
         {"", "<html>", "[]", R"({"prt":[]})", R"({"prt":{"present":"YES"}})",
          R"({"prt":{"present":1}})", R"({"prt":{"cachedAt":"2026"}})",
          R"({"prt":{"cachedAt":1.5}})", R"({"prt":{"sessionKeyProtocol":3.1}})",
          R"({"device":{"registered":"yes"}})", R"({"device":{"deviceId":7}})",
          R"({"device":{"mode":"Rented"}})", R"({"mdm":{"url":false}})", R"({"acquire":"failed"})",
          R"({"acquire":{"code":3221225581}})", R"({"acquire":{"code":"c000006d"}})",
          R"({"acquire":{"code":"0xc000006d0"}})", R"({"acquire":{"httpStatus":"400"}})",
          R"({"acquire":{"user":"a\u0000b"}})"})
        expect_protocol(wrong);
}

TEST(read_state, duplicates_and_what_is_out_of_range_are_refused)
{
    expect_protocol(R"({"prt":{"present":true,"present":false}})");
    expect_protocol(R"({"prt":{},"prt":{"present":true}})");
    expect_protocol(R"({"prt":{"present":true,"cachedAt":0}})");
    expect_protocol(R"({"prt":{"present":true,"cachedAt":-1}})");
    expect_protocol(R"({"prt":{"present":true,"cachedAt":1789000000000}})"); // milliseconds
    expect_protocol(R"({"prt":{"present":true,"expiresAt":9223372036854775807}})");
    expect_protocol(R"({"acquire":{"httpStatus":-400}})");
    expect_protocol(R"({"acquire":{"httpStatus":4000}})");
    expect_protocol(R"({"device":{"deviceId":")" + std::string(600, 'x') + R"("}})");
    expect_protocol(std::string(largest_reply + 1, ' '));
}

TEST(read_state, tokens_in_the_server_s_words_go_no_further)
{
    const wire::broker_state s =
        read(R"({"acquire":{"serverText":"bad token eyJ)" + std::string(80, 'a') + R"( sent"}})");
    EXPECT_EQ(s.acquire.server_text, "bad token [removed] sent");
}

TEST(read_state, no_text_of_it_carries_a_token)
{
    const std::string jwt = "eyJ" + std::string(80, 'a');
    std::string reply = whole;
    for (const char* value : {"3.1", "https://login.microsoftonline.com/t", "t", "contoso.com",
                              "https://mdm.example/", "bob@contoso.com", "Password",
                              "f1a1fb57-6e0c-4d4e-9a6e-0b5f2f5d3c11", "POST", "invalid_grant"}) {
        const std::string quoted = '"' + std::string(value) + '"';
        reply.replace(reply.find(quoted), quoted.size(), '"' + jwt + '"');
    }
    const wire::broker_state s = read(reply);
    ASSERT_EQ(s.error.kind, DSREG_X_NONE) << s.error.text;
    for (const std::string& text :
         {s.session_key_protocol, s.prt_authority, s.tenant_id, s.tenant_domain, s.mdm_url.text,
          s.acquire.user, s.acquire.credential, s.acquire.correlation, s.acquire.http_method,
          s.acquire.server_error})
        EXPECT_EQ(text, "[removed]");
}

TEST(read_state, a_device_id_that_is_no_guid_cannot_be_compared)
{
    const wire::broker_state s = read(R"({"device":{"registered":true,"deviceId":"my laptop"}})");
    EXPECT_EQ(s.error.kind, DSREG_X_NONE);
    EXPECT_EQ(s.registered, DSREG_KNOWN_YES);
    EXPECT_EQ(s.device_id, "");
    vendor_output v = of_tool();
    v.device_id = "a1b2c3d4-e5f6-g7h8-i9j0-k1l2m3n4o5p6";
    wire::broker_state of_vendor;
    add_vendor_output(v, "o1.t1", of_vendor);
    EXPECT_EQ(of_vendor.registered, DSREG_KNOWN_YES);
    EXPECT_EQ(of_vendor.device_id, "");
}

TEST(add_vendor_output, its_one_token_is_the_first_account_s)
{
    wire::broker_state s;
    add_vendor_output(of_tool(), "o1.t1", s);
    EXPECT_EQ(s.prt, DSREG_KNOWN_YES);
    EXPECT_EQ(s.prt_source, "vendor tool");
    EXPECT_EQ(s.prt_cached, 7);
    EXPECT_EQ(s.device_id, guid);
    EXPECT_EQ(s.device_source, "vendor tool");

    wire::broker_state other;
    add_vendor_output(of_tool(), "o2.t2", other);
    EXPECT_EQ(other.prt, DSREG_KNOWN_NOT);
    EXPECT_EQ(other.prt_why, "the vendor's dsreg speaks of another account");
    EXPECT_EQ(other.registered, DSREG_KNOWN_YES); // the device is everybody's
}

TEST(add_vendor_output, a_layout_without_accounts_speaks_of_the_one_that_is_asked_for)
{
    vendor_output v = of_tool();
    v.accounts.clear();
    wire::broker_state s;
    add_vendor_output(v, "o2.t2", s);
    EXPECT_EQ(s.prt, DSREG_KNOWN_YES);
}

TEST(add_vendor_output, a_tool_that_does_not_say_it_leaves_it_unknown)
{
    vendor_output v = of_tool();
    v.prt = DSREG_KNOWN_NOT;
    wire::broker_state s;
    add_vendor_output(v, "", s);
    EXPECT_EQ(s.prt, DSREG_KNOWN_NOT);
    EXPECT_EQ(s.prt_why, "the vendor's dsreg does not say it");
}
