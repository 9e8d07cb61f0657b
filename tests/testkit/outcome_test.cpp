// What a run leaves behind: outcome, facts, findings, log, and what dsreg would make of it.
#include "subject.h"

#include <gtest/gtest.h>

namespace {

using strings = std::vector<std::string>;

std::string breach_of(const std::string& deed)
{
    const testkit::outcome o = act(doing(deed));
    return o.violations.empty() ? "" : o.violations[0];
}

TEST(testkit_outcome, a_probe_that_does_nothing_wrong_breaks_nothing)
{
    const testkit::outcome o = act({});
    EXPECT_EQ(o.concluded, 1);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.error, "");
    EXPECT_EQ(o.violations, strings{});
    EXPECT_TRUE(o.facts.empty() && o.findings.empty() && o.log.empty() && o.calls.empty());
}

TEST(testkit_outcome, a_fail_comes_with_its_codes_and_finding)
{
    const testkit::outcome o = act(doing("fail"));
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.outer, 1u);
    EXPECT_EQ(o.inner, 2u);
    EXPECT_EQ(o.codes(), strings{"org.example.kit.bad"});
    EXPECT_EQ(o.findings[0].severity, DSREG_SEVERITY_ERROR);
    EXPECT_EQ(o.findings[0].message, "It is bad.");
    EXPECT_EQ(o.evidence("org.example.kit.bad", "why"), "a test");
    EXPECT_EQ(o.error, "");
}

TEST(testkit_outcome, the_last_of_two_equal_facts_counts)
{
    const testkit::outcome o = act(doing("again"));
    EXPECT_EQ(said(o, "number"), "2");
    EXPECT_EQ(o.fact_of("org.example.kit.many", "one"), "x");
    EXPECT_EQ(o.fact_of("org.example.kit.many", "two"), "?nobody knows");
    EXPECT_EQ(said(o, "real").substr(0, 3), "0.5");
    EXPECT_EQ(o.facts.size(), 4u);
    EXPECT_EQ(o.violations, strings{});
}

TEST(testkit_outcome, a_facts_flags_are_those_of_its_declaration_too)
{
    testkit::world w = doing("settings");
    EXPECT_EQ(act(w).flags_of("org.example.kit.text"), DSREG_F_PERSONAL | DSREG_F_HIDDEN);
}

TEST(testkit_outcome, log_lines_come_from_every_thread)
{
    const testkit::outcome o = act(doing("log"));
    ASSERT_EQ(o.log.size(), 2u);
    EXPECT_EQ(o.log[0].text, "from a thread");
    EXPECT_EQ(o.log[1].level, 4);
}

TEST(testkit_outcome, breaches_of_the_contract_are_named)
{
    EXPECT_EQ(breach_of("undeclared-fact"), "fact org.example.kit.other: it is not declared");
    EXPECT_EQ(breach_of("other-type"), "fact org.example.kit.number: it is not as declared");
    EXPECT_EQ(breach_of("many-without-instance"),
              "fact org.example.kit.many: it is not as declared");
    EXPECT_EQ(breach_of("no-source"), "fact without a source: org.example.kit.text");
    EXPECT_EQ(breach_of("no-key"), "fact (null): a wrong argument");
    EXPECT_EQ(breach_of("not-utf8"), "org.example.kit.text holds a text that is not UTF-8");
    EXPECT_EQ(breach_of("long-text"), "fact org.example.kit.text: it is over a limit");
    EXPECT_EQ(breach_of("undeclared-finding"), "finding org.example.kit.other: it is not declared");
    EXPECT_EQ(breach_of("undeclared-service"), "service dsreg.broker/1: it is not declared");
    EXPECT_EQ(breach_of("undeclared-setting"), "setting other: it is not declared");
    EXPECT_EQ(breach_of("undeclared-input"), "input other.input: it is not declared");
    EXPECT_EQ(breach_of("thread-setting"), "setting path: a wrong argument");
    EXPECT_EQ(breach_of("twice"), "the probe concluded more than once");
    EXPECT_EQ(breach_of("pass-with-error"), "the probe passed with an error finding");
    EXPECT_EQ(breach_of("fail-without"), "the probe failed without an error finding");
    EXPECT_EQ(breach_of("about-nothing"),
              "the probe concluded about other, which is no input of it");
    EXPECT_EQ(breach_of("skip-silently"), "SKIP without a sentence");
}

TEST(testkit_outcome, what_was_refused_is_not_among_the_facts)
{
    for (const char* deed : {"undeclared-fact", "other-type", "many-without-instance"})
        EXPECT_TRUE(act(doing(deed)).facts.empty()) << deed;
    EXPECT_TRUE(act(doing("undeclared-finding")).findings.empty());
}

TEST(testkit_outcome, a_breach_is_told_once)
{
    EXPECT_EQ(act(doing("undeclared-fact")).violations.size(), 1u);
}

TEST(testkit_outcome, the_verdict_is_the_products)
{
    EXPECT_EQ(act(doing("nothing")).error, "internal");
    EXPECT_EQ(act(doing("nothing")).error_text, "the probe ended without an outcome");
    EXPECT_EQ(act(doing("twice")).error_text, "the probe concluded more than once");
    EXPECT_EQ(act(doing("pass-with-error")).error_text, "the probe passed with an error finding");
    EXPECT_EQ(act(doing("fail-without")).error, "internal");
    EXPECT_EQ(act(doing("about-nothing")).error, "internal");
    EXPECT_EQ(act(doing("skip-silently")).error, "");
}

TEST(testkit_outcome, an_error_takes_the_place_of_what_the_probe_said)
{
    for (const char* deed : {"twice", "pass-with-error", "undeclared-setting"}) {
        const testkit::outcome o = act(doing(deed));
        EXPECT_EQ(o.error, "internal") << deed;
        EXPECT_EQ(o.result, 0) << deed;
        EXPECT_EQ(o.said.outcome, DSREG_PASS) << deed;
    }
    const testkit::outcome o = act(doing("about-nothing"));
    EXPECT_EQ(o.result, 0);
    EXPECT_EQ(o.reason, 0u);
    EXPECT_EQ(o.about + o.text, "");
    EXPECT_EQ(o.said.outcome, DSREG_SKIP);
    EXPECT_EQ(o.said.reason, DSREG_SKIP_MISSING_INPUT);
    EXPECT_EQ(o.said.about, "other");
    EXPECT_EQ(o.said.text, "no");
}

TEST(testkit_outcome, no_pass_stands_on_an_answer_that_was_missed)
{
    for (const char* deed :
         {"undeclared-service", "undeclared-setting", "undeclared-input", "thread-setting"}) {
        EXPECT_EQ(act(doing(deed)).error, "internal") << deed;
        EXPECT_EQ(act(doing(deed)).violations.size(), 1u) << deed;
    }
    EXPECT_EQ(act(doing("thread-setting")).error_text,
              "a setting was asked by another thread than the probe's");
}

testkit::outcome reading(const std::string& deed, dsreg_status status, uint32_t flags = 0)
{
    testkit::world w = doing(deed);
    w.settings["path"] = "/etc/kit/a";
    w.settings["flags"] = testkit::value::integer(flags);
    w.broken["dsreg.fs/1"] = status;
    return act(w);
}

TEST(testkit_outcome, a_call_that_was_not_carried_out_is_the_products_error)
{
    EXPECT_EQ(reading("read", DSREG_E_SERVICE).error, "service");
    EXPECT_EQ(reading("read", DSREG_E_CANCELLED).error, "timeout");
    for (const dsreg_status status : {DSREG_E_LIMIT, DSREG_E_INVALID, DSREG_E_UNDECLARED}) {
        const testkit::outcome o = reading("read", status);
        EXPECT_EQ(o.error, "internal") << status;
        EXPECT_NE(o.error_text.find("dsreg.fs/1"), std::string::npos) << o.error_text;
        EXPECT_EQ(o.result, 0) << status;
    }
    EXPECT_EQ(reading("read-and-skip", DSREG_E_SERVICE).error, "service");
    EXPECT_EQ(reading("read-and-skip", DSREG_E_SERVICE).reason, 0u);
}

TEST(testkit_outcome, a_fail_or_an_optional_call_lets_it_stand)
{
    EXPECT_EQ(reading("read-and-fail", DSREG_E_SERVICE).error, "");
    EXPECT_EQ(reading("read-and-fail", DSREG_E_SERVICE).result, DSREG_FAIL);
    EXPECT_EQ(reading("read", DSREG_E_SERVICE, DSREG_CALL_OPTIONAL).result, DSREG_PASS);
}

TEST(testkit_outcome, a_struct_without_its_size_is_hinted_at)
{
    const testkit::outcome o = act(doing("sizeless-fact"));
    ASSERT_EQ(o.log.size(), 1u);
    EXPECT_NE(o.log[0].text.find("struct_size"), std::string::npos) << o.log[0].text;
}

TEST(testkit_outcome, an_exception_of_the_body_is_no_outcome)
{
    const testkit::outcome o = act(doing("throw"));
    EXPECT_EQ(o.concluded, 0);
    EXPECT_EQ(o.error, "internal");
    EXPECT_NE(o.error_text.find("a thrown sentence"), std::string::npos) << o.error_text;
}

TEST(testkit_outcome, a_flood_of_facts_ends_as_in_the_product)
{
    const testkit::outcome o = act(doing("flood"));
    EXPECT_EQ(o.error, "violation");
    EXPECT_EQ(o.error_text, "its worker sent more frames than a run may");
}

TEST(testkit_outcome, two_runs_do_not_know_of_each_other)
{
    EXPECT_EQ(act(doing("fail")).findings.size(), 1u);
    EXPECT_EQ(act(doing("fail")).findings.size(), 1u);
    EXPECT_TRUE(act({}).findings.empty());
}

} // namespace
