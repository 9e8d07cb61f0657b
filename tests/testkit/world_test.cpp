// What a probe is told: inputs in any state, settings, time.
#include "subject.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace {

using testkit::value;

std::string state_of(const testkit::world& w)
{
    return said(act(w), "state");
}

std::string in(uint32_t state)
{
    return std::to_string(state);
}

// Asks for the input; `said(o, "state")` is its state, "text" its values.
testkit::world looking()
{
    return doing("input");
}

TEST(testkit_world, an_input_that_nobody_gives_has_no_provider)
{
    EXPECT_EQ(state_of(looking()), in(DSREG_IN_NO_PROVIDER));
}

TEST(testkit_world, a_given_input_is_present)
{
    const testkit::outcome o = act(looking().give("an.input", "here"));
    EXPECT_EQ(said(o, "state"), in(DSREG_IN_PRESENT));
    EXPECT_EQ(said(o, "text"), "here;");
}

TEST(testkit_world, an_input_of_many_instances_comes_whole)
{
    testkit::world w = looking();
    w.give("an.input", "a", "one").give_value("an.input", value::integer(7), "two");
    EXPECT_EQ(said(act(w), "text"), "one=a;two=7;");
}

TEST(testkit_world, an_unknown_value_is_the_state_unknown_with_its_reason)
{
    const testkit::outcome o = act(looking().give_value("an.input", value::unknown("no rights")));
    EXPECT_EQ(said(o, "state"), in(DSREG_IN_UNKNOWN));
    EXPECT_EQ(said(o, "text"), "no rights;");
}

TEST(testkit_world, beside_a_known_value_an_unknown_one_is_not_shown)
{
    testkit::world w = looking();
    w.give_value("an.input", value::unknown("no rights"), "one").give("an.input", "b", "two");
    EXPECT_EQ(said(act(w), "text"), "two=b;");
}

TEST(testkit_world, a_named_state_counts_more_than_what_is_given)
{
    for (const uint32_t s : {DSREG_IN_UNKNOWN, DSREG_IN_SILENT, DSREG_IN_SKIPPED, DSREG_IN_BROKEN,
                             DSREG_IN_NO_PROVIDER}) {
        testkit::world w = looking().give("an.input", "here").state("an.input", s);
        EXPECT_EQ(state_of(w), in(s));
        EXPECT_EQ(said(act(w), "text").find("here"), std::string::npos) << s;
    }
}

TEST(testkit_world, unknown_by_name_keeps_the_reason_that_is_given)
{
    testkit::world w = looking().give("an.input", "here", "one");
    w.give_value("an.input", value::unknown("no rights"), "two");
    EXPECT_EQ(said(act(w.state("an.input", DSREG_IN_UNKNOWN)), "text"), "two=no rights;");
}

TEST(testkit_world, present_without_a_value_is_a_mistake_of_the_test)
{
    EXPECT_THROW(act(looking().state("an.input", DSREG_IN_PRESENT)), std::logic_error);
}

TEST(testkit_world, an_inputs_flags_reach_the_probe)
{
    testkit::world w = looking().give_value("an.input", value("alice").personal());
    EXPECT_EQ(said(act(w), "number"), std::to_string(DSREG_F_PERSONAL));
}

TEST(testkit_world, a_secret_input_is_unknown_as_in_dsreg)
{
    for (const bool with_state : {false, true}) {
        testkit::world w = looking().give_value("an.input", value("pass-word").secret());
        if (with_state) w.state("an.input", DSREG_IN_PRESENT);
        const testkit::outcome o = act(w);
        EXPECT_EQ(said(o, "state"), in(DSREG_IN_UNKNOWN));
        EXPECT_EQ(said(o, "text"), "it is secret;");
    }
}

TEST(testkit_world, beside_another_instance_a_secret_one_is_not_shown)
{
    testkit::world w = looking();
    w.give_value("an.input", value("pass-word").secret(), "one").give("an.input", "b", "two");
    const testkit::outcome o = act(w);
    EXPECT_EQ(said(o, "state"), in(DSREG_IN_PRESENT));
    EXPECT_EQ(said(o, "text"), "two=b;");
}

TEST(testkit_world, what_the_module_declares_as_secret_is_one)
{
    testkit::world w = looking().give("org.example.kit.hush", "pass-word");
    w.settings["path"] = "org.example.kit.hush";
    EXPECT_EQ(said(act(w), "text"), "it is secret;");
}

TEST(testkit_world, a_key_of_the_run_that_nobody_gives_is_silent)
{
    testkit::world w = looking();
    w.settings["path"] = "run.cloud";
    EXPECT_EQ(state_of(w), in(DSREG_IN_SILENT));
    EXPECT_EQ(state_of(w.give("run.cloud", "public")), in(DSREG_IN_PRESENT));
}

TEST(testkit_world, a_required_secret_is_not_handed_over)
{
    testkit::world w;
    w.give_value("an.input", value("pass-word").secret());
    w.offered.fs = [](const std::string&) { return testkit::fs_answer{}; };
    EXPECT_THROW(subject().run("org.example.kit.strict", w), std::logic_error);
}

TEST(testkit_world, what_a_probe_requires_must_be_given)
{
    const std::string strict = "org.example.kit.strict";
    testkit::world w;
    EXPECT_THROW(subject().run(strict, w), std::logic_error);
    w.give("an.input", "x");
    EXPECT_THROW(subject().run(strict, w), std::logic_error); // no dsreg.fs/1
    w.offered.fs = [](const std::string&) { return testkit::fs_answer{}; };
    EXPECT_EQ(subject().run(strict, w).result, DSREG_PASS);
}

TEST(testkit_world, settings_have_any_type)
{
    testkit::world w = doing("settings");
    w.settings["path"] = "a text";
    w.settings["number"] = value::integer(42);
    const testkit::outcome o = act(w);
    EXPECT_EQ(said(o, "text"), "a text");
    EXPECT_EQ(said(o, "number"), "42");
    EXPECT_EQ(said(o, "status"), "0"); // the one that is not set is empty
    EXPECT_TRUE(o.violations.empty());
}

TEST(testkit_world, the_clock_and_the_budget_are_the_tests)
{
    testkit::world w = doing("times");
    w.time = std::make_shared<testkit::clock>(1000);
    w.budget_ns = 77;
    const testkit::outcome o = act(w);
    EXPECT_EQ(said(o, "number"), "1000");
    EXPECT_EQ(said(o, "state"), "77");
}

TEST(testkit_world, without_a_budget_of_the_test_it_is_the_probes_own)
{
    EXPECT_EQ(said(act(doing("times")), "state"), "2000000000"); // its descriptor says 2000 ms
    const testkit::outcome o = subject().run("org.example.kit.hush", {});
    EXPECT_EQ(said(o, "left"), "10000000000"); // its descriptor says nothing
}

TEST(testkit_world, what_looking_takes_is_missing_from_the_budget)
{
    testkit::world w = doing("times");
    w.budget_ns = 100;
    w.time->tick(30);
    EXPECT_EQ(said(act(w), "state"), "40"); // it looked at the time, and then at what is left
}

TEST(testkit_world, a_deadline_may_be_past_before_the_run)
{
    testkit::world w = doing("compute");
    w.budget_ns = -1;
    const testkit::outcome o = act(w);
    EXPECT_EQ(said(o, "number"), "0");
    EXPECT_EQ(o.error, "");
}

TEST(testkit_world, a_ticking_clock_ends_a_probe_that_computes)
{
    testkit::world w = doing("compute");
    w.budget_ns = 8'000'000'000;
    w.time->tick(1'000'000'000);
    EXPECT_EQ(said(act(w), "number"), "7");
}

TEST(testkit_world, a_probe_far_over_its_budget_would_have_been_killed)
{
    testkit::world w = doing("compute");
    w.budget_ns = 8'000'000'000;
    w.time->tick(20'000'000'000);
    const testkit::outcome o = act(w);
    EXPECT_EQ(o.error, "timeout");
    EXPECT_EQ(o.error_text, "was killed after its budget of 8000 ms");
}

} // namespace
