// The testkit's view of a recording, written by hand as its author may.
#include <dsreg/testkit/recording.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace testkit = dsreg::testkit;

namespace {

constexpr const char* run_json = R"({
  "schema": "recording-1.schema.json", "format": "1.0",
  "probes": [{"id": "a.b", "recorded": true}, {"id": "a.skipped", "recorded": false}]
})";
constexpr const char* probe_json = R"({
  "schema": "recording-1.schema.json", "format": "1.0", "probe": "a.b", "module": "a",
  "order": {
    "started_ns": 1790000000123456789, "budget_ms": 1500,
    "inputs": [
      {"key": "a.name", "state": "present", "facts": [
        {"key": "a.name", "source": "host", "value": {"type": "text", "value": "x"}}]},
      {"key": "a.secret", "state": "present", "facts": [
        {"key": "a.secret", "source": "host", "value": {"type": "text", "secret": true}}]},
      {"key": "a.lost", "state": "broken"}],
    "settings": [{"name": "least", "value": {"type": "integer", "value": 3}}]
  },
  "calls": [
    {"service": "dsreg.fs/1", "method": "read", "request": {"path": "/etc/x", "max": 10},
     "status": "service"},
    {"service": "dsreg.fs/1", "method": "read", "request": {"path": "/etc/x", "max": 10},
     "status": "ok", "reply": {"bytes": "first"}},
    {"service": "dsreg.fs/1", "method": "read", "request": {"max": 10, "path": "/etc/y"},
     "status": "ok", "reply": {"bytes": {"base64": "/w=="}}}],
  "outcome": {"concluded": 1, "outcome": "fail", "outer": "0x801c0021", "text": "t",
    "facts": [{"key": "a.f", "value": {"type": "boolean", "value": true, "flags": ["many"]}}],
    "findings": [{"code": "a.c", "severity": "error", "message": "m",
                  "evidence": [{"name": "n", "value": {"type": "real", "value": 1.5}}]}],
    "verdict": {"outcome": "error", "reason": "service", "text": "why"}}
})";

class Playing : public testing::Test
{
protected:
    void SetUp() override
    {
        std::string folder = testing::TempDir() + "dsreg-play-XXXXXX";
        ASSERT_NE(::mkdtemp(folder.data()), nullptr);
        folder_ = folder;
        write("run.json", run_json);
        write("a.b.json", probe_json);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) const
    {
        std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
    }
    // What load() throws; "": nothing. The folder's name is left out.
    std::string complaint() const
    {
        try {
            testkit::recording::load(folder_);
            return {};
        } catch (const std::runtime_error& e) {
            const std::string what = e.what();
            return what.rfind(folder_ + "/", 0) == 0 ? what.substr(folder_.size() + 1) : what;
        }
    }

    std::string folder_;
};

// As the testkit asks: a request in today's shape.
std::string fs_request(const std::string& path, uint32_t max)
{
    const auto number = [](uint32_t n) {
        return std::string(reinterpret_cast<const char*>(&n), sizeof n);
    };
    return number(static_cast<uint32_t>(path.size())) + path + number(max);
}

std::string question(uint16_t method, const std::string& payload)
{
    return testkit::recording::question("dsreg.fs/1", method, payload);
}

} // namespace

TEST_F(Playing, TheWorldIsTheOneOfTheRun)
{
    const auto r = testkit::recording::load(folder_);
    EXPECT_EQ(r->probes(), std::vector<std::string>{"a.b"});
    const testkit::world w = r->world_of("a.b");
    EXPECT_EQ(w.time->now(), 1'790'000'000'123'456'789);
    EXPECT_EQ(w.budget_ns, 1'500'000'000);
    EXPECT_EQ(w.states.at("a.lost"), DSREG_IN_BROKEN);
    EXPECT_EQ(w.states.at("a.name"), DSREG_IN_PRESENT);
    EXPECT_EQ(w.settings.at("least").i, 3);
    ASSERT_EQ(w.inputs.size(), 2u);
    EXPECT_EQ(w.inputs[0].val.s, "x");
    EXPECT_EQ(w.inputs[1].val.s, "");
    EXPECT_EQ(w.inputs[1].val.flags, DSREG_F_SECRET);
    EXPECT_EQ(w.replay, r);
}

TEST_F(Playing, EachWorldHasAClockOfItsOwn)
{
    const auto r = testkit::recording::load(folder_);
    r->world_of("a.b").time->advance(5);
    EXPECT_EQ(r->world_of("a.b").time->now(), 1'790'000'000'123'456'789);
}

TEST_F(Playing, TheOutcomeIsTheOneOfTheRun)
{
    const testkit::outcome o = testkit::recording::load(folder_)->outcome_of("a.b");
    EXPECT_EQ(o.concluded, 1);
    EXPECT_EQ(o.result, 0) << "dsreg showed an error in its place";
    EXPECT_EQ(o.said.outcome, DSREG_FAIL);
    EXPECT_EQ(o.said.outer, 0x801c0021u);
    EXPECT_EQ(o.said.text, "t");
    EXPECT_EQ(o.error, "service");
    EXPECT_EQ(o.error_text, "why");
    EXPECT_EQ(o.fact_of("a.f"), "1");
    EXPECT_EQ(o.flags_of("a.f"), DSREG_F_MANY);
    EXPECT_EQ(o.codes(), std::vector<std::string>{"a.c"});
    EXPECT_EQ(o.findings.at(0).severity, DSREG_SEVERITY_ERROR);
    EXPECT_EQ(o.findings.at(0).evidence.at("n").d, 1.5);
}

TEST_F(Playing, EqualRequestsGetTheirAnswersInTurn)
{
    const auto r = testkit::recording::load(folder_);
    const auto ask = [&](const std::string& path, std::size_t before) {
        return r->find("a.b", question(1, fs_request(path, 10)), before);
    };
    ASSERT_NE(ask("/etc/x", 0), nullptr);
    EXPECT_EQ(ask("/etc/x", 0)->status, DSREG_E_SERVICE);
    EXPECT_EQ(ask("/etc/x", 1)->status, DSREG_OK);
    EXPECT_NE(ask("/etc/x", 1)->payload.find("first"), std::string::npos);
    EXPECT_EQ(ask("/etc/x", 2), nullptr) << "it was asked twice";
    ASSERT_NE(ask("/etc/y", 0), nullptr);
    EXPECT_NE(ask("/etc/y", 0)->payload.find('\xff'), std::string::npos);
    EXPECT_EQ(ask("/etc/z", 0), nullptr);
    EXPECT_EQ(r->find("a.b", question(2, fs_request("/etc/x", 10))), nullptr);
    EXPECT_EQ(r->find("a.c", question(1, fs_request("/etc/x", 10))), nullptr);
}

TEST_F(Playing, AQuestionIsKnownByItsWords)
{
    EXPECT_EQ(question(1, fs_request("/etc/x", 10)),
              R"(dsreg.fs/1 read {"path":"/etc/x","max":10})");
}

TEST_F(Playing, QuestionsThatAreNoMessageAreNotOneAndTheSame)
{
    EXPECT_EQ(question(1, "no"), "dsreg.fs/1 read 0x6e6f");
    EXPECT_EQ(question(99, "no"), "dsreg.fs/1 99 0x6e6f");
    EXPECT_NE(question(1, "no"), question(1, "nonsense"));
    EXPECT_NE(question(1, "no"), question(2, "no"));
}

TEST_F(Playing, WhatWasNotAskedIsListedInItsOrder)
{
    const auto r = testkit::recording::load(folder_);
    const std::string x = question(1, fs_request("/etc/x", 10)),
                      y = question(1, fs_request("/etc/y", 10));
    using words = std::vector<std::string>;
    EXPECT_EQ(r->unasked("a.b", {}), (words{x, x, y}));
    EXPECT_EQ(r->unasked("a.b", {{x, 1}}), (words{x, y}));
    EXPECT_EQ(r->unasked("a.b", {{x, 2}, {y, 3}}), words{});
    EXPECT_EQ(r->unasked("a.c", {}), words{});
}

TEST_F(Playing, AProbeThatWasNotRecordedIsTheTestsMistake)
{
    const auto r = testkit::recording::load(folder_);
    EXPECT_THROW(r->world_of("a.skipped"), std::logic_error);
    EXPECT_THROW(r->outcome_of("a.skipped"), std::logic_error);
}

TEST_F(Playing, WhatIsNoRecordingIsNamed)
{
    const auto expect = [&](const char* file, const std::string& text, const std::string& says) {
        write(file, text);
        EXPECT_EQ(complaint(), says) << text.substr(0, 200);
        write("run.json", run_json);
        write("a.b.json", probe_json);
    };
    expect("run.json", "{}", "run.json: is no recording of the format 1");
    expect("run.json", "[1]", "run.json: is no recording of the format 1");
    const std::string head = R"({"schema": "recording-1.schema.json", "format": "1.4")";
    expect("run.json", head + "}", "run.json: /probes must be a list");
    expect("run.json", head + R"(, "probes": [{"id": "a.b"}]})",
           "run.json: /probes: each must say whether it was recorded");
    expect("run.json", head + R"(, "probes": [{"id": "../a.b", "recorded": true}]})",
           "run.json: /probes: \"../a.b\" is no id");
    expect("run.json", head + R"(, "probes": [{"id": "a.c", "recorded": true}]})",
           "a.c.json: No such file or directory");
    expect("a.b.json", R"({"format": "1.0", "probe": "a.c"})",
           "a.b.json: /probe must be \"a.b\", as the file is");
    expect("a.b.json", std::string(probe_json).substr(0, 500),
           "a.b.json is not JSON: incomplete JSON in line 10");
    expect("a.b.json", std::string(1'000, '['), "a.b.json is not JSON: too deep in line 1");
    EXPECT_EQ(complaint(), "");
    std::filesystem::remove_all(folder_ + "/a.b.json");
    std::filesystem::create_directory(folder_ + "/a.b.json");
    EXPECT_EQ(complaint(), "a.b.json: Is a directory");
}
