// Calls answered as a recorded run of dsreg did, and what the recording does not know.
#include "subject.h"

#include <dsreg/testkit/recording.hpp>

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <stdexcept>
#include <stdlib.h>

namespace {

constexpr const char* run_json = R"({
  "schema": "recording-1.schema.json", "format": "1.0",
  "probes": [{"id": "org.example.kit.act", "recorded": true}]
})";

// It read one file twice, found it broken the second time, and another one not at all.
constexpr const char* order_json = R"(
  "schema": "recording-1.schema.json", "format": "1.0",
  "probe": "org.example.kit.act", "module": "org.example.kit",
  "order": {
    "started_ns": 5, "budget_ms": 2000, "services": ["dsreg.fs/1"],
    "settings": [{"name": "do", "value": {"type": "text", "value": "read-twice"}},
                 {"name": "path", "value": {"type": "text", "value": "/etc/kit/a"}}]
  })";
constexpr const char* calls_of_a = R"(
    {"service": "dsreg.fs/1", "method": "read", "request": {"path": "/etc/kit/a"},
     "status": "ok", "reply": {"bytes": "recorded"}},
    {"service": "dsreg.fs/1", "method": "read", "request": {"path": "/etc/kit/a"},
     "status": "service"})";
constexpr const char* call_of_b = R"(,
    {"service": "dsreg.fs/1", "method": "read", "request": {"path": "/etc/kit/b"},
     "status": "ok", "reply": {"error": 8}})";
constexpr const char* facts_json = R"(
    {"key": "org.example.kit.number", "source": "test",
     "value": {"type": "integer", "value": 0, "flags": ["hidden"]}},
    {"key": "org.example.kit.status", "source": "test",
     "value": {"type": "integer", "value": -5, "flags": ["hidden"]}},
    {"key": "org.example.kit.error", "source": "test",
     "value": {"type": "integer", "value": 0, "flags": ["hidden"]}},
    {"key": "org.example.kit.text", "source": "test",
     "value": {"type": "text", "value": "", "flags": ["hidden", "personal"]}})";

// `error`: what dsreg made of it; "": it let the pass stand.
std::string recorded(const std::string& calls, const std::string& error)
{
    const std::string verdict = R"("outcome": ")" + std::string(error.empty() ? "pass" : "error") +
                                R"(", "reason": ")" + error + "\"";
    return std::string("{") + order_json + R"(, "calls": [)" + calls +
           R"(], "outcome": {"concluded": 1, "outcome": "pass", "facts": [)" + facts_json +
           R"(], "verdict": {)" + verdict + "}}}";
}

constexpr const char* act_id = "org.example.kit.act";
using strings = std::vector<std::string>;

class testkit_replay : public ::testing::Test
{
protected:
    void SetUp() override
    {
        std::string name =
            (std::filesystem::temp_directory_path() / "dsreg-testkit-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder_ = name;
        std::ofstream(folder_ + "/run.json") << run_json;
        record(std::string(calls_of_a) + call_of_b, "service");
    }
    void record(const std::string& calls, const std::string& error)
    {
        std::ofstream(folder_ + "/" + act_id + ".json") << recorded(calls, error);
        met_ = testkit::recording::load(folder_);
    }
    // A run that had these settings and asked nothing but `calls`.
    void record_other(const std::string& settings, const std::string& calls,
                      const std::string& facts, const std::string& error = {},
                      const std::string& text = {})
    {
        const std::string verdict = R"("outcome": ")" +
                                    std::string(error.empty() ? "pass" : "error") +
                                    R"(", "reason": ")" + error + R"(", "text": ")" + text + "\"";
        std::ofstream(folder_ + "/" + act_id + ".json")
            << R"({"schema": "recording-1.schema.json", "format": "1.0",)"
            << R"("probe": "org.example.kit.act", "module": "org.example.kit", "order": {)"
            << R"("started_ns": 5, "budget_ms": 2000, "services": ["dsreg.fs/1"], "settings": [)"
            << settings << R"(]}, "calls": [)" << calls
            << R"(], "outcome": {"concluded": 1, "outcome": "pass", "facts": [)" << facts
            << R"(], "verdict": {)" << verdict << "}}}";
        met_ = testkit::recording::load(folder_);
    }
    // What is different when the probe reported a duration of `then` and now reports one of `now`.
    strings durations(int64_t then, int64_t now)
    {
        record_other(R"({"name": "do", "value": {"type": "text", "value": "took"}},
                        {"name": "number", "value": {"type": "integer", "value": )" +
                         std::to_string(now) + "}}",
                     "",
                     R"({"key": "org.example.kit.took", "source": "test",
                         "value": {"type": "duration", "value": )" +
                         std::to_string(then) + R"(, "flags": ["hidden"]}})");
        return met_->replay(subject(), act_id);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    testkit::world world() const { return met_->world_of("org.example.kit.act"); }

    std::string folder_;
    std::shared_ptr<const testkit::recording> met_;
};

TEST_F(testkit_replay, each_call_gets_its_own_answer)
{
    const testkit::outcome o = act(world());
    ASSERT_EQ(o.calls.size(), 2u);
    EXPECT_EQ(o.calls[0].status, DSREG_OK);
    EXPECT_EQ(o.calls[1].status, DSREG_E_SERVICE);
    EXPECT_EQ(o.error, "service");
}

TEST_F(testkit_replay, a_setting_of_the_test_leads_to_other_recorded_answers)
{
    testkit::world w = world();
    w.settings["do"] = "read";
    EXPECT_EQ(said(act(w), "text"), "recorded");
    w.settings["path"] = "/etc/kit/b";
    EXPECT_EQ(said(act(w), "error"), std::to_string(DSREG_X_NOT_FOUND));
}

TEST_F(testkit_replay, what_it_does_not_know_is_asked_of_the_script)
{
    testkit::world w = world();
    w.settings["do"] = "read";
    w.settings["path"] = "/etc/kit/c";
    w.offered.fs = [](const std::string& path) {
        testkit::fs_answer a;
        a.bytes = "scripted " + path;
        return a;
    };
    EXPECT_EQ(said(act(w), "text"), "scripted /etc/kit/c");
}

TEST_F(testkit_replay, what_nobody_knows_is_said)
{
    testkit::world w = world();
    w.settings["do"] = "read";
    w.settings["path"] = "/etc/kit/c";
    const testkit::outcome o = act(w);
    EXPECT_EQ(o.calls.at(0).status, DSREG_E_SERVICE);
    EXPECT_EQ(o.error, "service");
    EXPECT_EQ(o.violations,
              strings{"dsreg.fs/1 read was refused: it cannot be answered (it was not recorded: "
                      R"(dsreg.fs/1 read {"path":"/etc/kit/c","max":0}))"});
    w.settings["path"] = "/etc/other";
    EXPECT_EQ(act(w).violations,
              strings{"dsreg.fs/1 read was refused: it is not declared (/etc/other; it was not "
                      R"(recorded: dsreg.fs/1 read {"path":"/etc/other","max":0}))"});
}

TEST_F(testkit_replay, what_is_asked_more_often_than_then_has_no_answer)
{
    testkit::world w = world();
    w.settings["path"] = "/etc/kit/b";
    const testkit::outcome o = act(w);
    ASSERT_EQ(o.calls.size(), 2u);
    EXPECT_EQ(o.calls[0].status, DSREG_OK);
    EXPECT_EQ(o.calls[1].status, DSREG_E_SERVICE);
    EXPECT_EQ(o.error, "service");
    EXPECT_EQ(o.violations,
              strings{"dsreg.fs/1 read was refused: it cannot be answered (it was recorded less "
                      R"(often than it is asked: dsreg.fs/1 read {"path":"/etc/kit/b","max":0}))"});
}

TEST_F(testkit_replay, recorded_questions_that_were_not_asked_are_listed)
{
    EXPECT_EQ(act(world()).unasked, strings{R"(dsreg.fs/1 read {"path":"/etc/kit/b","max":0})"});
    EXPECT_EQ(act(doing("read")).unasked, strings{}) << "of a replay only";
}

TEST_F(testkit_replay, replaying_fails_on_them)
{
    record(calls_of_a, "service");
    EXPECT_EQ(met_->replay(subject(), act_id), strings{});
    record(std::string(calls_of_a) + call_of_b, "service");
    EXPECT_EQ(met_->replay(subject(), act_id),
              strings{R"(does not ask any more: dsreg.fs/1 read {"path":"/etc/kit/b","max":0})"});
}

TEST_F(testkit_replay, replaying_says_what_has_become_different)
{
    record(calls_of_a, "");
    EXPECT_EQ(met_->replay(subject(), act_id), strings{R"(error: then "", now "service")"});
}

TEST_F(testkit_replay, what_something_took_is_nothing_while_the_clock_stands)
{
    EXPECT_EQ(durations(3'000'000, 0), strings{});
    EXPECT_EQ(durations(2'000'000'000, 1'999'999'999), strings{}); // the budget, and a part of it
}

TEST_F(testkit_replay, a_longer_duration_is_a_difference)
{
    EXPECT_EQ(durations(3'000'000, 4'000'000),
              strings{R"(org.example.kit.took: then "3000000", now "4000000")"});
    EXPECT_EQ(durations(3'000'000, -1),
              strings{R"(org.example.kit.took: then "3000000", now "-1")"});
}

TEST_F(testkit_replay, an_age_differs_by_no_more_than_the_budget)
{
    EXPECT_EQ(durations(90'000'000'000, 88'000'000'000), strings{});
    EXPECT_EQ(durations(90'000'000'000, 92'000'000'000), strings{});
    EXPECT_EQ(durations(90'000'000'000, 87'999'999'999),
              strings{R"(org.example.kit.took: then "90000000000", now "87999999999")"});
    EXPECT_EQ(durations(-3'000'000, -2'000'000), strings{});
    EXPECT_EQ(durations(-3'000'000, 1).size(), 1u);
    EXPECT_EQ(durations(INT64_MAX, INT64_MIN).size(), 1u);
}

TEST_F(testkit_replay, a_call_that_was_refused_then_is_no_difference)
{
    const std::string settings = R"({"name": "do", "value": {"type": "text", "value": "read"}},
        {"name": "path", "value": {"type": "text", "value": "/etc/other"}})";
    const std::string call = R"({"service": "dsreg.fs/1", "method": "read",
        "request": {"path": "/etc/other"}, "status": "undeclared"})";
    const std::string facts = R"(
        {"key": "org.example.kit.status", "source": "test",
         "value": {"type": "integer", "value": -2, "flags": ["hidden"]}},
        {"key": "org.example.kit.error", "source": "test",
         "value": {"type": "integer", "value": 0, "flags": ["hidden"]}},
        {"key": "org.example.kit.text", "source": "test",
         "value": {"type": "text", "value": "", "flags": ["hidden", "personal"]}})";
    record_other(settings, call, facts, "internal", "whatever");
    EXPECT_EQ(met_->replay(subject(), act_id), strings{});
    record_other(settings, "", facts, "internal", "whatever");
    EXPECT_EQ(met_->replay(subject(), act_id).size(), 1u) << "it was not refused then";
}

TEST_F(testkit_replay, an_outcome_that_did_not_stand_then_is_no_difference)
{
    const std::string settings = R"({"name": "do", "value": {"type": "text", "value": "twice"}})";
    record_other(settings, "", "", "internal", "the probe concluded more than once");
    const strings now = met_->replay(subject(), act_id);
    EXPECT_EQ(now, strings{R"(concluded: then "1", now "2")"}) << "a breach of then is known";
}

TEST_F(testkit_replay, a_fact_without_a_source_was_one_then)
{
    const std::string settings =
        R"({"name": "do", "value": {"type": "text", "value": "no-source"}})";
    const std::string fact = R"({"key": "org.example.kit.text", "source": ")";
    const std::string rest =
        R"(", "value": {"type": "text", "value": "x", "flags": ["hidden", "personal"]}})";
    record_other(settings, "", fact + rest);
    EXPECT_EQ(met_->replay(subject(), act_id), strings{});
    record_other(settings, "", fact + "test" + rest);
    EXPECT_EQ(met_->replay(subject(), act_id).size(), 2u) << "the source, and the breach";
}

TEST_F(testkit_replay, a_worker_that_ended_cannot_be_replayed)
{
    record(calls_of_a, "crashed");
    EXPECT_THROW(met_->replay(subject(), act_id), std::logic_error);
}

TEST_F(testkit_replay, an_optional_service_is_offered_if_it_was_then)
{
    testkit::world w = world();
    w.settings["do"] = "get";
    w.settings["path"] = "https://example.org/";
    EXPECT_EQ(said(act(w), "text"), "no service");
    w.offered.http = [](const testkit::http_question&) { return testkit::http_answer{}; };
    EXPECT_EQ(said(act(w), "status"), "0");
}

TEST_F(testkit_replay, a_broken_service_goes_before_it)
{
    testkit::world w = world();
    w.settings["do"] = "read";
    w.broken["dsreg.fs/1"] = DSREG_E_SERVICE;
    EXPECT_EQ(act(w).calls.at(0).status, DSREG_E_SERVICE);
}

} // namespace
