// Which modules the testkit takes, and the tables that it hands them.
#include "subject.h"

#include <csignal>
#include <gtest/gtest.h>
#include <stdexcept>

namespace {

std::string why_rejected(const std::string& path)
{
    try {
        const testkit::module m(path);
    } catch (const std::runtime_error& e) {
        return e.what();
    }
    return "";
}

TEST(testkit_module, knows_its_probes)
{
    const std::vector<std::string> ids{"org.example.kit.act", "org.example.kit.strict",
                                       "org.example.kit.hush"};
    EXPECT_EQ(subject().probes(), ids);
    EXPECT_EQ(std::string(subject().get().id), "org.example.kit");
    EXPECT_EQ(subject().probe(ids[1]).timeout_ms, 2000u);
    EXPECT_THROW(subject().probe("org.example.kit.none"), std::logic_error);
    EXPECT_THROW(subject().run("org.example.kit.none", {}), std::logic_error);
}

TEST(testkit_module, what_dsreg_rejects_is_rejected_in_its_words)
{
    const std::string broken = std::string(BROKEN_MODULES) + "/";
    const auto expect = [&](const std::string& name, const std::string& words) {
        const std::string why = why_rejected(broken + name + "/broken-" + name + ".probe.so");
        EXPECT_NE(why.find(words), std::string::npos) << name << ": " << why;
    };
    expect("bad-magic", "(bad-magic)");
    expect("bad-major", "(bad-major)");
    expect("no-probes", "the module holds no probe (no-probes)");
    expect("bad-descriptor-no-run", "probe 1 has no run function (bad-descriptor)");
    expect("bad-descriptor-prefix", "does not begin with the module's id");
    expect("duplicate-probe-self", "(duplicate-probe)");
}

TEST(testkit_module, a_file_that_is_not_there_is_named)
{
    EXPECT_NE(why_rejected("/nowhere/a.probe.so").find("/nowhere/a.probe.so"), std::string::npos);
}

TEST(testkit_module, tables_have_their_full_size)
{
    testkit::world w = doing("sizes");
    w.offered.fs = [](const std::string&) { return testkit::fs_answer{}; };
    const testkit::outcome o = act(w);
    EXPECT_EQ(said(o, "number"), std::to_string(sizeof(dsreg_host)));
    EXPECT_EQ(said(o, "state"), std::to_string(DSREG_ABI_MINOR));
    EXPECT_EQ(said(o, "status"), std::to_string(sizeof(dsreg_svc_fs)));
}

testkit::world cut(const std::string& deed)
{
    testkit::world w = doing(deed);
    w.cut_to_v1_0 = true;
    w.settings["path"] = "/etc/kit/a";
    w.offered.fs = [](const std::string&) {
        testkit::fs_answer a;
        a.bytes = "read";
        return a;
    };
    return w;
}

TEST(testkit_module, cut_tables_say_and_do_what_the_first_ones_did)
{
    const testkit::outcome o = act(cut("sizes"));
    EXPECT_EQ(said(o, "number"), std::to_string(DSREG_HOST_SIZE_V1_0));
    EXPECT_EQ(said(o, "state"), "0");
    EXPECT_EQ(said(o, "status"), std::to_string(DSREG_SVC_FS_SIZE_V1_0));
    EXPECT_EQ(said(act(cut("read")), "text"), "read");
    EXPECT_EQ(said(act(cut("undeclared-fact")), "text"), "");
}

// A sanitizer in this very program would report instead of dying of the signal.
TEST(testkit_module_death_test, reading_behind_a_cut_table_is_a_crash)
{
    for (const char* deed : {"beyond-host", "beyond-service"}) {
        const auto reads = [&] {
            std::signal(SIGSEGV, SIG_DFL);
            act(cut(deed));
        };
        EXPECT_EXIT(reads(), ::testing::KilledBySignal(SIGSEGV), "") << deed;
    }
}

TEST(testkit_module, reading_behind_a_whole_table_is_not_seen)
{
    testkit::world w = cut("beyond-host");
    w.cut_to_v1_0 = false;
    EXPECT_EQ(act(w).result, DSREG_PASS);
}

} // namespace
