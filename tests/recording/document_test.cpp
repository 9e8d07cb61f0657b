// One probe's document, and what is no such document.
#include "recording/document.h"

#include "wire/services.h"

#include <dsreg/probe.h>

#include <boost/json.hpp>

#include <gtest/gtest.h>

using namespace dsreg;
using recording::cleaner;
using recording::document;

namespace {

document full()
{
    document d;
    d.probe = "vpn.tunnel";
    d.module = "vpn";
    d.started_ns = 1'790'000'000'123'456'789;
    d.budget_ms = 8000;
    d.services = {"dsreg.fs/1"};
    d.inputs = {{"run.user.name",
                 DSREG_IN_PRESENT,
                 {{"run.user.name", "", "host", value::of_text("alice", DSREG_F_PERSONAL)}}},
                {"vpn.host", DSREG_IN_BROKEN, {}},
                {"odd", 77, {}}};
    d.settings = {{"hosts", value::of_text("a\nb")}};
    d.calls = {{"dsreg.fs/1", wire::fs_read, DSREG_CALL_OPTIONAL, 500, DSREG_OK,
                wire::encode(wire::fs_request{"/etc/vpn", 100}),
                wire::encode(wire::fs_reply{0, 0, {}, "a = 1\n"})},
               {"dsreg.fs/1", wire::fs_read, 0, 0, DSREG_E_SERVICE,
                wire::encode(wire::fs_request{"/etc/vpn2", 100}), ""}};
    d.concluded = 1;
    d.said = {DSREG_FAIL, 0, 0x801c0021, 7, "vpn.host", "why"};
    d.facts = {{"vpn.up", "tun0", "/etc/vpn", value::of_bool(false)}};
    d.findings = {{{"vpn-down", "tun0", "It is down.", {{"since", value::of_int(3)}}}, 3}};
    d.verdict = "fail";
    return d;
}

std::string written(const document& d)
{
    return boost::json::serialize(recording::to_json(d, cleaner()));
}

// What from_json() says of it; "": nothing.
std::string complaint(const std::string& text)
{
    document d;
    d.probe = "untouched";
    const status s = recording::from_json(text, d);
    EXPECT_EQ(d.probe == "untouched", !s.ok());
    return s.text();
}

std::string with(std::string text, const std::string& what, const std::string& instead)
{
    const std::size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), instead);
}

} // namespace

TEST(RecordingDocument, ComesBackAsItWas)
{
    document back;
    ASSERT_EQ(recording::from_json(written(full()), back).text(), "");
    EXPECT_EQ(written(back), written(full()));
    EXPECT_EQ(back.calls[0].request, full().calls[0].request);
    EXPECT_EQ(back.calls[0].reply, full().calls[0].reply);
    EXPECT_EQ(back.calls[0].flags, DSREG_CALL_OPTIONAL);
    EXPECT_EQ(back.calls[1].status, DSREG_E_SERVICE);
    EXPECT_EQ(back.inputs[0].facts, full().inputs[0].facts);
    EXPECT_EQ(back.inputs[2].state, 77u);
    EXPECT_EQ(back.said.outer, 0x801c0021u);
    EXPECT_EQ(back.facts, full().facts);
    EXPECT_EQ(back.findings[0].said, full().findings[0].said);
}

TEST(RecordingDocument, HoldsNoValueThatIsSecret)
{
    document d = full();
    for (value* v : {&d.facts[0].val, &d.inputs[0].facts[0].val, &d.settings[0].second,
                     &d.findings[0].said.evidence[0].second})
        *v = value::of_text("canary", DSREG_F_SECRET);
    EXPECT_EQ(written(d).find("canary"), std::string::npos);
    document back;
    ASSERT_TRUE(recording::from_json(written(d), back).ok());
    EXPECT_EQ(back.facts[0].val, value::of_text("", DSREG_F_SECRET));
}

TEST(RecordingDocument, KnownSecretsLeaveEveryText)
{
    document d = full();
    d.said.text = "the word is CANARY-word, twice: canary-word";
    d.calls[0].reply = wire::encode(wire::fs_reply{0, 0, {}, "word = canary-word\n"});
    const std::string text =
        boost::json::serialize(recording::to_json(d, cleaner({"canary-word", "tun"})));
    EXPECT_EQ(text.find("canary-word"), std::string::npos) << text;
    EXPECT_EQ(text.find("CANARY-word"), std::string::npos) << text;
    EXPECT_NE(text.find("tun0"), std::string::npos) << "three letters stand in too many words";
}

TEST(RecordingDocument, ACallThatIsNoMessageHasNoRequest)
{
    document d = full();
    d.calls[0].request = "\x05";
    d.calls[1].method = 99;
    document back;
    ASSERT_TRUE(recording::from_json(written(d), back).ok());
    EXPECT_TRUE(back.calls.empty());
    EXPECT_EQ(written(d).find("\"request\""), std::string::npos);
}

TEST(RecordingDocument, WhatALaterDsregAddsIsLetBe)
{
    const std::string later =
        with(with(written(full()), "\"format\":\"1.0\"", "\"format\":\"1.7\",\"mood\":[{}]"),
             "{\"service\":\"dsreg.fs/1\"",
             "{\"service\":\"dsreg.ldap/1\",\"method\":\"search\","
             "\"request\":{\"x\":1},\"status\":\"ok\",\"reply\":{}},"
             "{\"service\":\"dsreg.fs/1\",\"retries\":4");
    document back;
    ASSERT_EQ(recording::from_json(later, back).text(), "");
    EXPECT_EQ(back.calls.size(), 2u);
}

TEST(RecordingDocument, NearlyEverythingMayBeAbsent)
{
    document back;
    ASSERT_EQ(recording::from_json(R"({"format": "1.0", "probe": "a.b"})", back).text(), "");
    EXPECT_EQ(back.concluded, 0u);
}

TEST(RecordingDocument, WhatIsWrongIsNamedWithItsPlace)
{
    const std::string good = written(full());
    EXPECT_EQ(complaint(good), "");
    EXPECT_EQ(complaint(with(good, "\"format\":\"1.0\"", "\"format\":\"2.0\"")),
              ": /format must be 1.x, which is what this dsreg reads");
    EXPECT_EQ(complaint(with(good, "recording-1.schema.json", "report-1.schema.json")),
              ": /schema is another document's: \"report-1.schema.json\"");
    EXPECT_EQ(complaint(R"({"format": "1.0"})"), ": /probe is missing");
    EXPECT_EQ(complaint(with(good, "\"broken\"", "\"brokne\"")),
              ": /order/inputs/1/state must be one of: present, unknown, silent, skipped, broken, "
              "no-provider");
    EXPECT_EQ(complaint(with(good, "\"0x801c0021\"", "\"801c002x\"")),
              ": /outcome/outer must be a code like \"0x801c0021\"");
    EXPECT_EQ(complaint(with(good, "\"budget_ms\":8000", "\"budget_ms\":-1")),
              ": /order/budget_ms must be a whole number from 0 to 4294967295");
    EXPECT_EQ(complaint(with(good, "\"method\":\"read\"", "\"method\":null")),
              ": /calls/0/method must be the name of a method");
    EXPECT_EQ(complaint(with(good, "\"reply\":", "\"answer\":")),
              ": /calls/0/reply is missing, and the status is ok");
    EXPECT_EQ(complaint(with(good, "\"max\":100", "\"max\":\"100\"")),
              ": /calls/0/request/max must be a whole number from 0 to 4294967295");
    EXPECT_EQ(complaint("[]"), ":  must be an object");
}

TEST(RecordingDocument, WhatIsNoJsonIsRefused)
{
    const std::string good = written(full());
    EXPECT_NE(complaint(good.substr(0, good.size() / 2)).find(" is not JSON: "), std::string::npos);
    EXPECT_NE(complaint(good + "x").find(" is not JSON: "), std::string::npos);
    EXPECT_NE(complaint("\xEF\xBB\xBF" + good).find(" is not JSON: "), std::string::npos);
    EXPECT_NE(complaint("").find(" is not JSON: "), std::string::npos);
    EXPECT_NE(complaint(std::string(1'000'000, '[')).find(" is not JSON: "), std::string::npos);
    EXPECT_NE(complaint(with(good, "tun0", "tun\xff")).find(" is not JSON: "), std::string::npos);
    EXPECT_EQ(complaint(with(good, "\"max\":100", "\"max\":100,\"max\":100")),
              ": the key \"max\" stands there twice");
    std::string deep = "1";
    for (int i = 0; i < 40; i++) deep = "{\"x\":" + deep + "}";
    EXPECT_NE(complaint(with(good, "\"max\":100", "\"more\":" + deep)).find("too deep"),
              std::string::npos);
}

TEST(RecordingDocument, NoChangedByteEndsInAnythingButASentence)
{
    const std::string good = written(full());
    std::size_t refused = 0;
    for (std::size_t at = 0; at < good.size(); at++)
        for (const char instead : {'\0', '"', '}', '[', '9', '\xff'}) {
            std::string bad = good;
            bad[at] = instead;
            document d;
            const status s = recording::from_json(bad, d);
            EXPECT_EQ(s.ok(), s.text().empty());
            if (!s.ok()) refused++;
        }
    EXPECT_GT(refused, good.size());
}

TEST(RecordingDocument, OneThatIsTooLargeIsRefused)
{
    std::string huge = R"({"format": "1.0", "probe": "a.b", "x": ")";
    huge.append(recording::document_bytes_max, 'x');
    EXPECT_EQ(complaint(huge + "\"}"), " is larger than 64 MiB");
}
