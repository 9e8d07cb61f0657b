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
constexpr const char* probe_json = R"({
  "schema": "recording-1.schema.json", "format": "1.0",
  "probe": "org.example.kit.act", "module": "org.example.kit",
  "order": {
    "started_ns": 5, "budget_ms": 2000, "services": ["dsreg.fs/1"],
    "settings": [{"name": "do", "value": {"type": "text", "value": "read-twice"}},
                 {"name": "path", "value": {"type": "text", "value": "/etc/kit/a"}}]
  },
  "calls": [
    {"service": "dsreg.fs/1", "method": "read", "request": {"path": "/etc/kit/a"},
     "status": "ok", "reply": {"bytes": "recorded"}},
    {"service": "dsreg.fs/1", "method": "read", "request": {"path": "/etc/kit/a"},
     "status": "service"},
    {"service": "dsreg.fs/1", "method": "read", "request": {"path": "/etc/kit/b"},
     "status": "ok", "reply": {"error": 8}}],
  "outcome": {"concluded": 1, "outcome": "pass"}
})";

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
        std::ofstream(folder_ + "/org.example.kit.act.json") << probe_json;
        met_ = testkit::recording::load(folder_);
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
    EXPECT_EQ(o.violations,
              std::vector<std::string>{"dsreg.fs/1 read was refused: it cannot be answered (the "
                                       "test has no files)"});
}

TEST_F(testkit_replay, a_broken_service_goes_before_it)
{
    testkit::world w = world();
    w.settings["do"] = "read";
    w.broken["dsreg.fs/1"] = DSREG_E_SERVICE;
    EXPECT_EQ(act(w).calls.at(0).status, DSREG_E_SERVICE);
}

} // namespace
