#include "report.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace {

using namespace dsreg::check;

checked_module hostile_module()
{
    checked_module m;
    m.path = "a.probe.so";
    m.id = "org.example.<b>\x1b[31m";
    m.version = "1.0.0";
    finished good, bad, warned, skipped;
    bad.said = {verdict::fail, {{"x.y", "it says \"]]>\" & \x1b[2J\xff<tag>"}}};
    bad.output = "\x1b]0;title\x07";
    bad.seconds = 0.0125;
    warned.said = {verdict::warning, {{"", "slow"}}};
    skipped.said = {verdict::skip, {{"", "nothing to look at"}}};
    const auto& all = catalog();
    m.checks = {{&all[0], good}, {&all[1], bad}, {&all[2], warned}, {&all[3], skipped}};
    return m;
}

bool holds_control(const std::string& text)
{
    return text.find('\x1b') != std::string::npos || text.find('\x07') != std::string::npos;
}

TEST(check_report, text_is_a_line_a_check_and_a_sum)
{
    const std::string text = as_text(hostile_module(), false);
    EXPECT_NE(text.find("\nok   file-permissions\n"), std::string::npos) << text;
    EXPECT_NE(text.find("\nFAIL one-export: It exports"), std::string::npos) << text;
    EXPECT_NE(text.find("\n     - x.y: it says "), std::string::npos) << text;
    EXPECT_NE(text.find("\nskip no-search-path: nothing to look at\n"), std::string::npos) << text;
    EXPECT_NE(text.find("\n1 passed, 1 warned, 1 failed, 1 skipped\n"), std::string::npos) << text;
}

TEST(check_report, what_a_module_says_reaches_no_terminal)
{
    EXPECT_FALSE(holds_control(as_text(hostile_module(), true)));
    EXPECT_FALSE(holds_control(as_json({hostile_module()})));
    EXPECT_FALSE(holds_control(as_junit({hostile_module()})));
}

TEST(check_report, json_counts_and_carries_every_message)
{
    const boost::json::value v = boost::json::parse(as_json({hostile_module(), hostile_module()}));
    EXPECT_EQ(v.at("summary").at("failed").to_number<int>(), 2);
    const auto& check = v.at("modules").as_array()[0].at("checks").as_array()[1];
    EXPECT_EQ(check.at("result").as_string(), "fail");
    EXPECT_EQ(check.at("messages").as_array()[0].at("probe").as_string(), "x.y");
    EXPECT_EQ(check.at("seconds").to_number<double>(), 0.0125);
}

TEST(check_report, junit_has_failures_and_skips_with_their_reason)
{
    const std::string xml = as_junit({hostile_module()});
    EXPECT_NE(xml.find("tests=\"4\" failures=\"1\" errors=\"0\" skipped=\"1\""), std::string::npos)
        << xml;
    EXPECT_NE(xml.find("<skipped>nothing to look at</skipped>"), std::string::npos) << xml;
    EXPECT_NE(xml.find("type=\"one-export\">x.y: it says &quot;]]&gt;&quot; &amp;"),
              std::string::npos)
        << xml;
}

TEST(check_report, a_skip_that_was_not_made_is_no_error_of_junit)
{
    checked_module m = hostile_module();
    m.checks[3].end.made = false;
    EXPECT_NE(as_junit({m}).find("failures=\"1\" errors=\"0\" skipped=\"1\""), std::string::npos);
}

TEST(check_report, what_was_not_made_is_an_error_of_junit_and_a_failure_elsewhere)
{
    checked_module m = hostile_module();
    m.checks[1].end.made = false;
    const std::string xml = as_junit({m});
    EXPECT_NE(xml.find("failures=\"0\" errors=\"1\" skipped=\"1\""), std::string::npos) << xml;
    EXPECT_NE(xml.find("<error "), std::string::npos) << xml;
    EXPECT_EQ(xml.find("<failure "), std::string::npos) << xml;
    const boost::json::value v = boost::json::parse(as_json({m}));
    EXPECT_EQ(v.at("summary").at("failed").to_number<int>(), 1);
    EXPECT_FALSE(v.at("modules").at(0).at("checks").at(1).at("made").as_bool());
}

} // namespace
