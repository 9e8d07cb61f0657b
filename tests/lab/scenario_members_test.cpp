// Every member of a scenario reaches the value that it is meant for.
#include "describe.h"
#include "scenario.h"

#include <gtest/gtest.h>

namespace dsreg::lab {
namespace {

const std::string head = R"("format":"dsreg-scenario/1","name":"x","description":"y",)";

scenario read(const std::string& members)
{
    scenario s;
    const status r = parse_scenario("{" + head + members + "}", s);
    EXPECT_TRUE(r.ok()) << r.text();
    return s;
}

std::string error_of(const std::string& members)
{
    scenario s;
    return parse_scenario("{" + head + members + "}", s).text();
}

TEST(ScenarioMembers, ThePrtOfTheReferenceBroker)
{
    const prt_play p = read(R"("broker":{"prt":{"present":false,"cached_ago_s":1,
        "refreshed_ago_s":2,"expires_in_s":-3,"session_key":"3.0"}})")
                           .broker.prt;
    EXPECT_FALSE(p.present);
    EXPECT_EQ(p.cached_ago_s, 1);
    EXPECT_EQ(p.refreshed_ago_s, 2);
    EXPECT_EQ(p.expires_in_s, -3);
    EXPECT_EQ(p.session_key, "3.0");
}

TEST(ScenarioMembers, TheFaultOfTheBroker)
{
    for (const char* fault :
         {"none", "slow", "crash", "garbage", "error", "empty", "huge", "wrong-types",
          "duplicate-keys", "surrogate", "escapes", "restart", "replaced"})
        EXPECT_EQ(read(std::string(R"("broker":{"fault":")") + fault + "\"}").broker.fault, fault);
    EXPECT_NE(error_of(R"("broker":{"fault":"other"})"), "");
    EXPECT_EQ(read(R"("broker":{"error":{"where":"inside"}})").broker.error.where, "inside");
    EXPECT_NE(error_of(R"("broker":{"error":{"where":"else"}})"), "");
}

TEST(ScenarioMembers, TheTenantOfAnAccount)
{
    const std::string tenant = "11112222-bbbb-3333-cccc-4444dddd5555";
    const scenario s = read(R"("broker":{"accounts":[{},{"tenant_id":")" + tenant + R"("}]})");
    EXPECT_EQ(s.broker.accounts[0].tenant_id, "");
    EXPECT_EQ(s.broker.accounts[1].tenant_id, tenant);
    EXPECT_EQ(error_of(R"("broker":{"accounts":[{"tenant_id":"common"}]})"),
              "broker.accounts[0].tenant_id must be a GUID");
}

TEST(ScenarioMembers, AnAttemptIsThereWhenItsObjectIs)
{
    const scenario s = read(R"("broker":{"acquire":{},"prt":{}})");
    EXPECT_TRUE(s.broker.acquire.there);
    EXPECT_FALSE(s.broker.refresh.there);
    EXPECT_EQ(s.broker.acquire.http_status, 400);
}

TEST(ScenarioMembers, AllOfAnAttempt)
{
    const attempt_play a = read(R"("broker":{"refresh":{"ago_s":1,"code":"2","user":"3",
        "credential":"4","correlation":"5","endpoint":"6","http_method":"7","http_error":"8",
        "http_status":9,"server_error":"10","server_text":"11"}})")
                               .broker.refresh;
    EXPECT_TRUE(a.there);
    EXPECT_EQ(a.ago_s, 1);
    EXPECT_EQ(a.code + a.user + a.credential + a.correlation + a.endpoint + a.http_method +
                  a.http_error + a.server_error + a.server_text,
              "23456781011");
    EXPECT_EQ(a.http_status, 9);
}

TEST(ScenarioMembers, TheDeviceServiceIsThereOnlyWhenAskedFor)
{
    EXPECT_FALSE(read(R"("machine":{})").machine.device_service);
    const scenario s = read(R"("machine":{"device_service":true})");
    EXPECT_TRUE(s.machine.device_service);
    EXPECT_NE(describe(s).find("org.dsreg.DeviceBroker1 answers"), std::string::npos);
}

TEST(ScenarioMembers, MdmModeAndCloud)
{
    const scenario s = read(R"("tenant":{"cloud":"china"},"broker":{"device_mode":"Shared",
        "mdm":{"known":false,"url":"a","terms":"b","compliance":"c"}})");
    EXPECT_FALSE(s.broker.mdm.known);
    EXPECT_EQ(s.broker.mdm.url + s.broker.mdm.terms + s.broker.mdm.compliance, "abc");
    EXPECT_EQ(s.broker.device_mode, "Shared");
    EXPECT_EQ(s.tenant.cloud, "china");
}

TEST(ScenarioMembers, TheDevice)
{
    const scenario s = read(R"("device":{"registered":false,"join":"registered",
        "certificate":"expired","key":"locked","transport_key":"missing","format":"der",
        "intune":false,"intune_id":"11111111-2222-3333-4444-555555555555","state":"fresh",
        "registered_ago_s":60},
        "other_devices":[{"id":"21111111-2222-3333-4444-555555555555",
                          "tenant_id":"31111111-2222-3333-4444-555555555555"}],
        "proxy":{"mode":"auth-required"})");
    const device_play& d = s.device;
    EXPECT_FALSE(d.registered);
    EXPECT_FALSE(d.intune);
    EXPECT_EQ(d.join + d.certificate + d.key + d.transport_key + d.format + d.state,
              "registeredexpiredlockedmissingderfresh");
    EXPECT_EQ(d.intune_id, "11111111-2222-3333-4444-555555555555");
    EXPECT_EQ(d.registered_ago_s, 60);
    ASSERT_EQ(s.other_devices.size(), 1u);
    EXPECT_EQ(s.other_devices[0].id[0], '2');
    EXPECT_EQ(s.other_devices[0].tenant_id[0], '3');
    EXPECT_EQ(s.proxy.mode, "auth-required");
}

TEST(ScenarioMembers, TheIntuneIdIsTheDevicesOwnUntilSaid)
{
    EXPECT_EQ(read(R"("device":{})").device.intune_id, "");
    EXPECT_NE(error_of(R"("device":{"intune_id":""})").find("device.intune_id must be a GUID"),
              std::string::npos);
}

TEST(ScenarioMembers, TheMachine)
{
    const machine_play m = read(R"("machine":{"session_bus":false,"clock_offset_s":-600,
        "journal":"corrupt","vendor_dsreg":"a\nb","device_era":"java",
        "log":[{"from":"user-broker","ago_s":5,"priority":3,"uid":1001,"message":"m"},{"message":"n"}]})")
                               .machine;
    EXPECT_FALSE(m.session_bus);
    EXPECT_EQ(m.clock_offset_s, -600);
    EXPECT_EQ(m.journal, "corrupt");
    EXPECT_EQ(m.vendor_dsreg, "a\nb");
    EXPECT_EQ(m.device_era, "java");
    ASSERT_EQ(m.log.size(), 2u);
    EXPECT_EQ(m.log[0].from, "user-broker");
    EXPECT_EQ(m.log[0].ago_s, 5);
    EXPECT_EQ(m.log[0].priority, 3);
    EXPECT_EQ(m.log[0].uid, 1001);
    EXPECT_EQ(m.log[1].uid, -1);
    EXPECT_EQ(m.log[1].from, "device-broker");
    EXPECT_EQ(m.log[1].message, "n");
}

TEST(ScenarioMembers, ErrorsNameThePlace)
{
    EXPECT_NE(error_of(R"("machine":{"log":[{"message":""},{}]})")
                  .find("machine.log[1].message is missing"),
              std::string::npos);
    EXPECT_NE(error_of(R"("other_devices":[{"id":"b4c8e1d0-52f7-4e69-8a3b-61d7f09c2e58"}])")
                  .find("other_devices[0].tenant_id is missing"),
              std::string::npos);
    EXPECT_NE(error_of(R"("broker":{"acquire":{"endpont":"x"}})")
                  .find("broker.acquire.endpont is not known; did you mean \"endpoint\"?"),
              std::string::npos);
    EXPECT_NE(error_of(R"("device":{"certificate":"fine"})").find("device.certificate must be"),
              std::string::npos);
}

TEST(ScenarioMembers, DescribeTellsWhatDiffers)
{
    const std::string plain = describe(read(R"("broker":{})"));
    EXPECT_EQ(plain.find("Clock"), std::string::npos);
    EXPECT_NE(plain.find("expires in 90 days"), std::string::npos);
    const std::string text = describe(read(R"("device":{"key":"mismatch","state":"deleted"},
        "machine":{"clock_offset_s":7200},"proxy":{"mode":"forbidden"},
        "broker":{"refresh":{"server_error":"invalid_grant"},"prt":{"expires_in_s":-172800}})"));
    for (const char* words : {"key: mismatch", "in the tenant: deleted", "2 hours ahead",
                              "forbidden", "invalid_grant", "expired 2 days ago"})
        EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
}

} // namespace
} // namespace dsreg::lab
