// The services: the script's answers behind the product's rules.
#include "subject.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace {

using testkit::fs_answer;
using testkit::value;
using testkit::world;
using strings = std::vector<std::string>;

std::string status(dsreg_status s)
{
    return std::to_string(s);
}

world with_files(const std::string& deed, const std::string& path = "/etc/kit/a.conf")
{
    world w = doing(deed);
    w.settings["path"] = path;
    w.offered.fs = [](const std::string& asked) {
        fs_answer a;
        a.bytes = "of " + asked;
        a.entries = {{"z", 1}, {"b", 2}};
        return a;
    };
    return w;
}

world with_web(const std::string& deed, const std::string& url = "https://example.org/")
{
    world w = doing(deed);
    w.settings["path"] = url;
    w.offered.http = [](const testkit::http_question&) {
        testkit::http_answer a;
        a.status = 204;
        a.body = "body";
        return a;
    };
    return w;
}

TEST(testkit_services, a_service_without_a_function_is_not_offered)
{
    const testkit::outcome o = act(doing("read"));
    EXPECT_EQ(said(o, "text"), "no service");
    EXPECT_EQ(o.violations, strings{});
}

TEST(testkit_services, a_file_is_what_the_function_says)
{
    const testkit::outcome o = act(with_files("read"));
    EXPECT_EQ(said(o, "text"), "of /etc/kit/a.conf");
    EXPECT_EQ(said(o, "number"), "1"); // its own entry
    ASSERT_EQ(o.calls.size(), 1u);
    EXPECT_EQ(o.calls[0].service, "dsreg.fs/1");
    EXPECT_EQ(o.calls[0].method, "read");
}

TEST(testkit_services, a_folder_is_sorted)
{
    const testkit::outcome o = act(with_files("list", "/etc/kit/"));
    EXPECT_EQ(said(o, "text"), "b");
    EXPECT_EQ(said(o, "number"), "2");
}

TEST(testkit_services, a_path_that_is_not_declared_is_refused)
{
    for (const char* path : {"/etc/shadow", "/etc/kit/../shadow", "~/other", "relative"}) {
        const testkit::outcome o = act(with_files("read", path));
        EXPECT_EQ(said(o, "status"), status(DSREG_E_UNDECLARED)) << path;
        ASSERT_EQ(o.violations.size(), 1u) << path;
        EXPECT_EQ(o.violations[0],
                  std::string("dsreg.fs/1 read was refused: it is not declared (") + path + ")");
    }
}

TEST(testkit_services, a_declared_path_in_the_home_folder_is_read)
{
    EXPECT_EQ(said(act(with_files("read", "~/kit.conf")), "text"), "of ~/kit.conf");
    EXPECT_EQ(said(act(with_files("read", "/home/user/kit.conf")), "status"), "0");
}

TEST(testkit_services, more_bytes_than_were_asked_for_are_too_large)
{
    world w = with_files("read");
    w.offered.fs = [](const std::string&) {
        fs_answer a;
        a.bytes.assign(64 * 1024 + 1, 'x');
        return a;
    };
    EXPECT_EQ(said(act(w), "error"), std::to_string(DSREG_X_TOO_LARGE));
}

TEST(testkit_services, a_key_in_a_file_is_given_to_nobody)
{
    world w = with_files("read");
    w.offered.fs = [](const std::string&) {
        fs_answer a;
        a.bytes = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n";
        return a;
    };
    EXPECT_EQ(said(act(w), "error"), std::to_string(DSREG_X_ACCESS));
}

TEST(testkit_services, equal_questions_are_asked_once)
{
    int asked = 0;
    world w = with_files("read-twice");
    w.offered.fs = [&](const std::string&) {
        asked++;
        return fs_answer{};
    };
    EXPECT_EQ(act(w).calls.size(), 2u);
    EXPECT_EQ(asked, 1);
    w.settings["flags"] = value::integer(DSREG_CALL_FRESH);
    EXPECT_EQ(act(w).calls[0].flags, DSREG_CALL_FRESH);
    EXPECT_EQ(asked, 3);
}

TEST(testkit_services, http_answers_and_its_limit_of_the_body)
{
    world w = with_web("get");
    EXPECT_EQ(said(act(w), "number"), "204");
    EXPECT_EQ(said(act(w), "text"), "body");
    w.offered.http = [](const testkit::http_question& q) {
        testkit::http_answer a;
        a.body.assign(q.max_body + 1, 'x');
        return a;
    };
    EXPECT_EQ(said(act(w), "error"), std::to_string(DSREG_X_TOO_LARGE));
}

TEST(testkit_services, texts_of_answers_are_utf8_and_bytes_are_bytes)
{
    world w = doing("bus-read");
    w.offered.dbus = [](const testkit::dbus_question&) {
        testkit::dbus_answer a;
        a.items = {{"0", "a\xff"}};
        return a;
    };
    EXPECT_EQ(said(act(w), "text"), "a\xef\xbf\xbd");
    world file = with_files("read");
    file.offered.fs = [](const std::string&) {
        fs_answer a;
        a.bytes = "a\xff";
        return a;
    };
    EXPECT_EQ(said(act(file), "text"), "a\xff");
    EXPECT_EQ(act(file).violations.size(), 1u); // which the probe passed on as a text
}

TEST(testkit_services, a_post_demands_an_active_probe)
{
    const testkit::outcome o = act(with_web("post"));
    EXPECT_EQ(said(o, "status"), status(DSREG_E_UNDECLARED));
    EXPECT_EQ(o.violations, strings{"dsreg.http/1 perform was refused: it is not declared "
                                    "(POST https://example.org/)"});
}

TEST(testkit_services, what_is_no_url_is_the_worlds_answer)
{
    for (const char* url : {"ftp://example.org/", "http://example.org:81/", "https://",
                            "https://user:word@example.org/", "https://a b/"})
        EXPECT_EQ(said(act(with_web("get", url)), "error"), std::to_string(DSREG_X_PROTOCOL))
            << url;
    for (const char* url :
         {"http://example.org/", "https://example.org:8443/a?b", "https://[::1]/"})
        EXPECT_EQ(said(act(with_web("get", url)), "status"), "0") << url;
}

TEST(testkit_services, the_bus_is_for_reading)
{
    world w = doing("bus-read");
    w.offered.dbus = [](const testkit::dbus_question& q) {
        testkit::dbus_answer a;
        a.items = {{"0", q.member}};
        return a;
    };
    EXPECT_EQ(said(act(w), "text"), "GetDefaultTarget");
    w.settings["do"] = "bus-start";
    EXPECT_EQ(said(act(w), "status"), status(DSREG_E_UNDECLARED));
}

TEST(testkit_services, the_servers_test_demands_an_active_probe)
{
    world w = doing("server");
    w.offered.device_test = [](const testkit::device_question&) {
        return testkit::device_verdict{};
    };
    EXPECT_EQ(said(act(w), "status"), status(DSREG_E_UNDECLARED));
}

TEST(testkit_services, the_journal_has_its_limits)
{
    world w = doing("journal");
    w.offered.journal = [](const dsreg_journal_query&) {
        testkit::journal_answer a;
        a.entries.resize(300);
        return a;
    };
    EXPECT_EQ(said(act(w), "number"), "200");
    w.settings["number"] = value::integer(3);
    EXPECT_EQ(said(act(w), "number"), "3");
    w.settings["number"] = value::integer(1001);
    EXPECT_EQ(said(act(w), "status"), status(DSREG_E_LIMIT));
}

TEST(testkit_services, a_broken_service_makes_no_pass)
{
    world w = with_files("read");
    w.broken["dsreg.fs/1"] = DSREG_E_SERVICE;
    const testkit::outcome o = act(w);
    EXPECT_EQ(said(o, "status"), status(DSREG_E_SERVICE));
    EXPECT_EQ(o.said.outcome, DSREG_PASS);
    EXPECT_EQ(o.result, 0);
    EXPECT_EQ(o.error, "service");
    EXPECT_EQ(o.error_text.rfind("dsreg.fs/1", 0), 0u) << o.error_text;
    EXPECT_EQ(o.violations, strings{});
}

TEST(testkit_services, an_optional_call_may_break)
{
    world w = doing("read"); // broken, so offered
    w.settings["path"] = "/etc/kit/a";
    w.settings["flags"] = value::integer(DSREG_CALL_OPTIONAL);
    w.broken["dsreg.fs/1"] = DSREG_E_SERVICE;
    const testkit::outcome o = act(w);
    EXPECT_EQ(said(o, "status"), status(DSREG_E_SERVICE));
    EXPECT_EQ(o.error, "");
}

TEST(testkit_services, what_a_function_throws_comes_out_of_the_run)
{
    world w = with_files("read");
    w.offered.fs = [](const std::string&) -> fs_answer { throw std::out_of_range("mine"); };
    EXPECT_THROW(act(w), std::out_of_range);
}

TEST(testkit_services, a_slow_answer_is_a_time_out)
{
    world w = with_files("read");
    w.settings["timeout"] = value::integer(500);
    w.offered.fs = [&w](const std::string&) {
        w.time->advance(600'000'000);
        return fs_answer{};
    };
    const int64_t before = w.time->now();
    const testkit::outcome o = act(w);
    EXPECT_EQ(said(o, "status"), "0");
    EXPECT_EQ(said(o, "error"), std::to_string(DSREG_X_TIMEOUT));
    EXPECT_EQ(w.time->now() - before, 500'000'000); // the host waited no longer
}

TEST(testkit_services, without_a_time_out_the_budget_ends_a_call)
{
    world w = with_files("read");
    w.offered.fs = [&w](const std::string&) {
        w.time->advance(60'000'000'000);
        return fs_answer{};
    };
    const int64_t before = w.time->now();
    const testkit::outcome o = act(w);
    EXPECT_EQ(said(o, "error"), std::to_string(DSREG_X_TIMEOUT));
    EXPECT_EQ(o.error, "");
    EXPECT_LT(w.time->now() - before, 2'000'000'000); // of its budget: time is left to conclude
}

TEST(testkit_services, requests_of_one_call_run_side_by_side)
{
    world w = with_web("get");
    w.settings["number"] = value::integer(2);
    w.offered.http = [&w](const testkit::http_question&) {
        w.time->advance(300'000'000);
        return testkit::http_answer{};
    };
    const int64_t before = w.time->now();
    EXPECT_EQ(said(act(w), "status"), "0");
    EXPECT_EQ(w.time->now() - before, 300'000'000);
}

TEST(testkit_services, after_the_deadline_no_call_is_made)
{
    world w = with_files("read");
    w.budget_ns = -1;
    const testkit::outcome o = act(w);
    EXPECT_EQ(said(o, "status"), status(DSREG_E_CANCELLED));
    EXPECT_TRUE(o.calls.empty());
}

} // namespace
