// What the registration service says, as bytes.
#include "device/registration_reply.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::device;

namespace {

std::string with(const std::string& url)
{
    return R"({"DeviceJoinService":{"JoinEndpoint":")" + url + R"(","ServiceVersion":"2.0"}})";
}

std::string taken(const std::string& url)
{
    discovery_reply got;
    return read_discovery(with(url), got) ? got.join_endpoint : "";
}

const std::string host = "enterpriseregistration.windows.net";

} // namespace

TEST(Discovery, TakesTheRegistrationHostsOfTheClouds)
{
    for (const char* at :
         {"enterpriseregistration.windows.net", "certauth.enterpriseregistration.windows.net",
          "enterpriseregistration.microsoftonline.us",
          "enterpriseregistration.partner.microsoftonline.cn"}) {
        const std::string url = std::string("https://") + at + "/EnrollmentServer/device/";
        EXPECT_EQ(taken(url), url);
    }
}

TEST(Discovery, WritesTheAddressInOneWay)
{
    const std::string plain = "https://" + host + "/EnrollmentServer/device/";
    EXPECT_EQ(taken("HTTPS://EnterpriseRegistration.Windows.Net:443/EnrollmentServer/device"),
              plain);
    EXPECT_EQ(taken("https:\\/\\/" + host + "\\/EnrollmentServer\\/device\\/"), plain);
}

TEST(Discovery, TakesNoOtherAddress)
{
    for (const std::string& url : {"http://" + host + "/a/",
                                   "https://" + host + ":8443/a/",
                                   "https://" + host + ":4430/a/",
                                   "https://u@" + host + "/a/",
                                   "https://" + host + "@evil.example/a/",
                                   "https://" + host + ".evil.example/a/",
                                   "https://evil" + host + "/a/",
                                   "https://evil." + host + "/a/",
                                   std::string("https://sts.contoso.com/a/"),
                                   "https://" + host + "/a/?x=1",
                                   "https://" + host + "/a/#x",
                                   "https://" + host + "/../a/",
                                   "https://" + host + "/a/../",
                                   "https://" + host + "/a%2f/",
                                   "https://" + host + "/a b/",
                                   "https://" + host,
                                   "https://" + host + "?/a/",
                                   std::string("https:///a/"),
                                   "//" + host + "/a/",
                                   "https://" + host + "/" + std::string(600, 'a') + "/",
                                   "https://" + host + "./a/",
                                   "https://" + host + "\\u0000/a/"})
        EXPECT_EQ(taken(url), "") << url;
}

TEST(Discovery, SaysWhereAForeignAddressLeads)
{
    discovery_reply got;
    const status s = read_discovery(with("https://sts.contoso.com/EnrollmentServer/device/"), got);
    EXPECT_EQ(s.code(), errc::untrusted);
    EXPECT_NE(s.text().find("sts.contoso.com"), std::string::npos);
}

TEST(Discovery, NeedsTheDocument)
{
    discovery_reply got;
    for (const char* body :
         {"", "null", "[]", "{}", "<html>", R"({"DeviceJoinService":[]})",
          R"({"DeviceJoinService":{"JoinEndpoint":1}})", R"({"DeviceJoinService":{}})"})
        EXPECT_EQ(read_discovery(body, got).code(), errc::protocol) << body;
    EXPECT_FALSE(read_discovery(std::string(65, '[') + std::string(65, ']'), got));
    EXPECT_FALSE(read_discovery(with("https://" + host + "/a/") + "x", got));
    EXPECT_FALSE(read_discovery(std::string(70'000, ' ') + with("https://" + host + "/a/"), got));
    EXPECT_EQ(got.join_endpoint, "");
}

TEST(Discovery, TellsTheTenant)
{
    discovery_reply got;
    const std::string join = R"("DeviceJoinService":{"JoinEndpoint":"https://)" + host + R"(/a/"})";
    ASSERT_TRUE(read_discovery(
        "{" + join + R"(,"TenantInfo":{"TenantId":"7F2B6C1E-94D3-4A08-B5E6-0C1D8E9FA234"}})", got));
    EXPECT_EQ(got.tenant_id, "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234");
    EXPECT_FALSE(read_discovery("{" + join + R"(,"TenantInfo":{"TenantId":"me"}})", got));
}

TEST(ServiceError, HasFourShapes)
{
    service_error e;
    ASSERT_TRUE(read_service_error(
        R"({"ErrorType":"DirectoryError","Message":"m","TraceId":"t","Time":"02-24-2016"})", e));
    EXPECT_EQ(e.type + e.message + e.trace_id, "DirectoryErrormt");
    ASSERT_TRUE(read_service_error(R"({"errorType":"a","message":"b","traceId":"c"})", e));
    EXPECT_EQ(e.type + e.message + e.trace_id, "abc");
    ASSERT_TRUE(read_service_error(
        R"({"ReponseStatus":{"message":"m2","traceId":"t2","time":"x"},"Value":null})", e));
    EXPECT_EQ(e.type + e.message + e.trace_id, "m2t2");
    ASSERT_TRUE(read_service_error(
        R"({"code":"c","message":"m3","response":"ERROR_FAIL","innererror":{"trace":"t3"}})", e));
    EXPECT_EQ(e.type + e.message + e.trace_id, "cm3t3");
}

TEST(ServiceError, IsBoundedAndPlain)
{
    service_error e;
    ASSERT_TRUE(
        read_service_error(R"({"Message":"\u001b[2J\u202e)" + std::string(5000, 'x') + R"("})", e));
    EXPECT_LE(e.message.size(), 2048u);
    EXPECT_EQ(e.message.find('\033'), std::string::npos);
    ASSERT_TRUE(read_service_error(R"({"Message":7,"message":"text"})", e));
    EXPECT_EQ(e.message, "text");
    for (const char* body : {"", "[]", "{}", "<html>", R"({"Message":{}})"})
        EXPECT_FALSE(read_service_error(body, e)) << body;
}

TEST(RemovalReply, IsNothingOrAnObject)
{
    for (const char* body : {"", " \r\n", "{}", R"({"AttestationResult":{"KeyId":null}})"})
        EXPECT_TRUE(is_removal_reply(body)) << body;
    for (const char* body : {"<html>", "ok", "[]", "null", "{"})
        EXPECT_FALSE(is_removal_reply(body)) << body;
}
