// What org.dsreg.DeviceBroker1 says, there and back.
#include "device/json.h"

#include "wire/bytes.h"

#include <dsreg/svc/device.h>
#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::device;

namespace {

wire::device_list some_list()
{
    wire::device_record r;
    r.hardware = 0;
    r.instance = "drs_a.pem";
    r.tenant_id = "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234";
    r.device_id = "b4c8e1d0-52f7-4e69-8a3b-61d7f09c2e58";
    r.source = "certificate";
    r.path = "/etc/microsoft/identity-broker/certs/drs_a.pem";
    r.key_container = "drs_a.pem";
    r.key_provider = "Software (PEM file)";
    r.certificate = {true,
                     2048,
                     -5,
                     2102933438000000000,
                     true,
                     true,
                     DSREG_JOIN_JOINED,
                     "AB",
                     "s",
                     "i",
                     "u",
                     "d",
                     "t",
                     "o",
                     "EU",
                     "RSA",
                     std::string("\0\xff\x80z", 4)};
    wire::device_record note;
    note.instance = "himmelblau.conf:contoso.com";
    note.source = "himmelblau.conf";
    wire::device_list l;
    l.error = DSREG_X_ACCESS;
    l.text = "some \"text\" with \xc3\xa4";
    l.records = {r, note};
    l.files = {
        {DSREG_FILE_KEY, DSREG_FILE_LOCKED, true, 1, 2, 0100640, 1ull << 40, "/p", "i", "t"}};
    return l;
}

// A short list with one member changed.
std::string list_with(const std::string& member)
{
    return R"({"error":"none","registrations":[],"files":[{"kind":"key","state":"good",)" + member +
           "}]}";
}

status read_list(const std::string& text)
{
    wire::device_list l;
    return from_json(text, l);
}

status read_verdict(const std::string& text)
{
    wire::device_verdict v;
    bool cut = false;
    return from_json(text, v, cut);
}

} // namespace

TEST(DeviceJson, AListComesBackAsItWas)
{
    const wire::device_list before = some_list();
    wire::device_list after;
    const status s = from_json(to_json(before), after);
    ASSERT_TRUE(s.ok()) << s.text();
    EXPECT_EQ(wire::encode(after), wire::encode(before));
}

TEST(DeviceJson, EveryLengthOfBytesComesBack)
{
    for (std::size_t n = 0; n < 8; n++) {
        wire::device_list before = some_list(), after;
        before.records[0].certificate.der = std::string(n, '\xfe');
        ASSERT_TRUE(from_json(to_json(before), after).ok()) << n;
        EXPECT_EQ(after.records[0].certificate.der, before.records[0].certificate.der);
    }
}

TEST(DeviceJson, EveryVerdictAndErrorComesBack)
{
    for (uint32_t verdict = 1; verdict <= DSREG_DEVICE_KEY_UNUSABLE; verdict++)
        for (uint32_t error = 0; error <= DSREG_X_REFUSED; error++) {
            wire::device_verdict before{verdict, error, 70003, 400, 2, "c", "h", "s", "t"}, after;
            bool cut = true;
            ASSERT_TRUE(from_json(to_json(before), after, cut).ok());
            EXPECT_EQ(wire::encode(after), wire::encode(before));
            EXPECT_FALSE(cut);
        }
}

TEST(DeviceJson, AVerdictThatWasCutShortSaysSo)
{
    wire::device_verdict v{DSREG_DEVICE_NO_ANSWER, DSREG_X_TIMEOUT, 0, 0, 0, "", "", "", ""};
    bool cut = false;
    ASSERT_TRUE(from_json(to_json(v, true), v, cut).ok());
    EXPECT_TRUE(cut);
}

TEST(DeviceJson, WhatChangedIsSaidInWords)
{
    EXPECT_EQ(
        to_json(wire::device_removal{DSREG_X_ACCESS, {{1, "/a", ""}, {4, "/b", "kept"}}, "text"}),
        R"({"error":"access","steps":[{"how":"removed","path":"/a","why":""},)"
        R"({"how":"kept","path":"/b","why":"kept"}],"text":"text"})");
    EXPECT_EQ(to_json(wire::device_unregistering{
                  7, 0, 200, true, "d", "h", "c", "t", {{2, "/a", "why"}}}),
              R"({"end":"left-behind","error":"none","http_status":200,"finished_earlier":true,)"
              R"("device_id":"d","host":"h","correlation":"c","text":"t",)"
              R"("steps":[{"how":"absent","path":"/a","why":"why"}]})");
}

TEST(DeviceJson, ForeignBytesAreValidTextAndShort)
{
    wire::device_list before = some_list(), after;
    before.records[0].path = "/a\xff" + std::string(100'000, 'x');
    ASSERT_TRUE(from_json(to_json(before), after).ok());
    EXPECT_EQ(after.records[0].path.size(), 16u * 1024);
    EXPECT_EQ(after.records[0].path.substr(0, 5), "/a\xef\xbf\xbd");
}

TEST(DeviceJson, ALargeListLosesCertificatesBeforeItIsTooLarge)
{
    wire::device_list before = some_list(), after;
    before.records.resize(64, before.records[0]);
    for (auto& r : before.records) r.certificate.der = std::string(16 * 1024, 'x');
    ASSERT_TRUE(from_json(to_json(before), after).ok());
    ASSERT_EQ(after.records.size(), 64u);
    EXPECT_EQ(after.records[0].certificate.der.size(), 16u * 1024);
    EXPECT_EQ(after.records[63].certificate.der.size(), 0u);
    EXPECT_TRUE(after.records[63].certificate.there);
}

TEST(DeviceJson, AListThatFitsNowhereSaysSo)
{
    wire::device_list before = some_list(), after;
    before.records.resize(64, before.records[0]);
    for (auto& r : before.records) r.path = r.key_container = std::string(16 * 1024, 'x');
    ASSERT_TRUE(from_json(to_json(before), after).ok());
    EXPECT_EQ(after.error, DSREG_X_TOO_LARGE);
    EXPECT_TRUE(after.records.empty());
}

TEST(DeviceJson, AnUnknownMemberIsLeftOut)
{
    EXPECT_TRUE(read_list(list_with(R"("colour":"red")")).ok());
}

TEST(DeviceJson, WhatIsWrongIsRefused)
{
    EXPECT_TRUE(read_list(list_with(R"("uid":4294967295)")).ok());
    for (const char* wrong :
         {R"("uid":4294967296)", R"("uid":-1)", R"("uid":"0")", R"("uid":1.5)", R"("size":-1)",
          R"("path":5)", R"("path":"\u0000")", R"("exposed":1)", R"("kind":"nonsense")",
          R"("kind":"")", R"("state":null)", R"("uid":1,"uid":1)"})
        EXPECT_EQ(read_list(list_with(wrong)).code(), errc::protocol) << wrong;
    for (
        const char* wrong :
        {"", "[]", "null", "{", R"({"error":"none"})", R"({"registrations":[],"files":[]})",
         R"({"error":"none","registrations":[],"files":{}})",
         R"({"error":"none","registrations":[5],"files":[]})",
         R"({"error":"none","registrations":[{"key_storage":"file","certificate":[]}],"files":[]})",
         R"({"error":"none","registrations":[{"key_storage":"file","certificate":
              {"join_type":"joined","der":"QQ="}}],"files":[]})",
         R"({"error":"none","registrations":[{"key_storage":"file","certificate":
              {"join_type":"joined","der":"QR=="}}],"files":[]})"})
        EXPECT_EQ(read_list(wrong).code(), errc::protocol) << wrong;
    for (const char* wrong : {"{}", R"({"verdict":"ok"})", R"({"verdict":"","error":"none"})",
                              R"({"verdict":"ok","error":"none","cut":"yes"})"})
        EXPECT_EQ(read_verdict(wrong).code(), errc::protocol) << wrong;
}

TEST(DeviceJson, MoreThanThereMayBeIsRefused)
{
    std::string all = R"({"error":"none","registrations":[],"files":[)";
    for (int i = 0; i < 257; i++)
        all += std::string(i == 0 ? "" : ",") + R"({"kind":"key","state":"good"})";
    EXPECT_EQ(read_list(all + "]}").code(), errc::protocol);
    EXPECT_EQ(read_list(list_with("\"text\":\"" + std::string(20'000, 'x') + "\"")).code(),
              errc::protocol);
}

TEST(DeviceJson, WhatIsRefusedLeavesTheResultAlone)
{
    wire::device_list l = some_list();
    ASSERT_FALSE(from_json(list_with(R"("uid":-1)"), l).ok());
    EXPECT_EQ(wire::encode(l), wire::encode(some_list()));
}
