#include "bundled.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace {

using testkit::journal_answer;
using testkit::outcome;
using testkit::world;
using codes = std::vector<std::string>;

constexpr int64_t second = 1'000'000'000;
constexpr int64_t minute = 60 * second;
constexpr int64_t noon = 1'790'000'000 * second; // when the attempts of these tests were made

const char* const directory =
    R"(registration attempt: {"result":"failed","phase":"join","type":"sync",)"
    R"("clientCode":"0x801c03f2","serverCode":"DirectoryError","serverMessage":)"
    R"("The device object by the given id (b4c8e1d0) isn't found.","httpsStatus":400,)"
    R"("requestId":"6BFF0BD9-820b-484b-ab20-2a4f7b76c58e"})";
const char* const discovery =
    R"(registration attempt: {"result":"failed","phase":"discover","clientCode":"0x801c0021"})";
const char* const success = R"(registration attempt: {"result":"succeeded"})";

const bundled_module& history()
{
    static const bundled_module m(bundled("join-history"));
    return m;
}

// Messages in the order in which they were logged, one a minute.
journal_answer logged(const std::vector<std::string>& messages)
{
    journal_answer a;
    for (const std::string& m : messages)
        a.entries.push_back({noon + static_cast<int64_t>(a.entries.size()) * minute, m});
    std::reverse(a.entries.begin(), a.entries.end());
    return a;
}

std::vector<std::string> lines_of(const std::string& file)
{
    std::istringstream in(fixture("join-history", file));
    std::vector<std::string> list;
    for (std::string line; std::getline(in, line);) list.push_back(line);
    return list;
}

world with(const journal_answer& answer)
{
    world w;
    w.offered.journal = [answer](const dsreg_journal_query& q) {
        return q.from == DSREG_JOURNAL_DEVICE_BROKER ? answer : journal_answer{};
    };
    return w;
}

world with_error(uint32_t error)
{
    journal_answer a;
    a.error = error;
    a.text = "the journal file /var/log/journal/system.journal is damaged";
    return with(a);
}

// A device with a certificate that begins then.
world& registered(world& w, int64_t not_before)
{
    testkit::device_record record;
    record.instance = "drs_1";
    record.certificate.emplace();
    record.certificate->not_before = not_before;
    testkit::device_answer list;
    list.records.push_back(record);
    w.offered.device = [list] { return list; };
    return w;
}

outcome run(const world& w)
{
    outcome o = history().run("join.previous", w);
    EXPECT_EQ(o.violations, codes{});
    return o;
}

// A machine that is known not to be registered.
world unregistered(const journal_answer& answer)
{
    world w = with(answer);
    w.give("broker.vendor", "microsoft");
    w.offered.device = [] { return testkit::device_answer{}; };
    return w;
}

outcome run_lines(const std::vector<std::string>& messages)
{
    return run(unregistered(logged(messages)));
}

void expect_unclear(const world& w)
{
    const outcome o = run(w);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{"join.failed-unclear"});
    EXPECT_EQ(o.fact_of("join.phase"), "discover"); // the rows are shown
}

// No row of the block.
void expect_hidden(const outcome& o)
{
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{});
    ASSERT_EQ(o.facts.size(), 1u);
    EXPECT_EQ(o.facts[0].key, "join.fallback");
}

TEST(plugin_join_history, descriptor_keeps_the_rules)
{
    EXPECT_EQ(descriptor_faults(history().get()), codes{});
    EXPECT_EQ(std::string(history().get().id), "dsreg.join-history");
}

TEST(plugin_join_history, labels_are_those_of_the_document)
{
    const char* const labels[] = {
        "Fallback to Sync-Join", "Previous Registration", "Registration Type",
        "Error Phase",           "Client ErrorCode",      "Server ErrorCode",
        "Server Message",        "Https Status",          "Request Id"};
    const dsreg_probe& probe = history().probe("join.previous");
    for (std::size_t i = 0; i < std::size(labels); i++) {
        EXPECT_STREQ(probe.outputs[i]->label, labels[i]);
        EXPECT_STREQ(probe.outputs[i]->section, "Diagnostic Data");
    }
}

TEST(plugin_join_history, there_is_no_fallback_on_linux)
{
    const outcome o = run_lines({});
    ASSERT_EQ(o.facts.size(), 1u);
    EXPECT_EQ(o.facts[0].val.type, DSREG_T_NOT_APPLICABLE);
}

TEST(plugin_join_history, nothing_logged_is_a_pass_without_rows)
{
    expect_hidden(run_lines({}));
    expect_hidden(run_lines({"Started", "listening on the system bus"}));
}

TEST(plugin_join_history, a_failed_attempt_is_shown_and_fails_with_its_code)
{
    const outcome o = run_lines({discovery});
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.outer, 0x801c0021u);
    EXPECT_EQ(o.codes(), codes{"join.failed"});
    EXPECT_EQ(o.fact_of("join.time"), std::to_string(noon));
    EXPECT_EQ(o.fact_of("join.phase"), "discover");
    EXPECT_EQ(o.fact_of("join.client-code"), "0x801c0021");
    for (const char* key : {"join.type", "join.server-code", "join.server-message",
                            "join.https-status", "join.request-id"})
        EXPECT_FALSE(o.has_fact(key)) << key;
    EXPECT_EQ(o.evidence("join.failed", "phase"), "discover");
    EXPECT_EQ(o.evidence("join.failed", "time"), "2026-09-21 14:13:20.000 UTC");
    EXPECT_NE(o.findings[0].message.find("phase discover with 0x801c0021"), std::string::npos);
}

TEST(plugin_join_history, a_directory_error_of_a_sync_join_is_a_warning)
{
    const outcome o = run_lines({directory});
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{"join.directory-pending"});
    EXPECT_EQ(o.findings[0].severity, DSREG_SEVERITY_WARNING);
    EXPECT_EQ(o.fact_of("join.type"), "sync");
    EXPECT_EQ(o.fact_of("join.phase"), "join");
    EXPECT_EQ(o.fact_of("join.client-code"), "0x801c03f2");
    EXPECT_EQ(o.fact_of("join.server-code"), "DirectoryError");
    EXPECT_EQ(o.fact_of("join.server-message"),
              "The device object by the given id (b4c8e1d0) isn't found.");
    EXPECT_EQ(o.fact_of("join.https-status"), "400");
    EXPECT_EQ(o.fact_of("join.request-id"), "6bff0bd9-820b-484b-ab20-2a4f7b76c58e");
    EXPECT_NE(o.flags_of("join.server-message") & DSREG_F_PERSONAL, 0u);
    EXPECT_EQ(o.flags_of("join.request-id") & DSREG_F_PERSONAL, 0u);
    EXPECT_NE(o.findings[0].evidence.at("server-message").flags & DSREG_F_PERSONAL, 0u);
}

TEST(plugin_join_history, a_directory_error_of_another_join_is_an_error)
{
    std::string line = directory;
    line.replace(line.find("\"sync\""), 6, "\"join\"");
    const outcome o = run_lines({line});
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.outer, 0x801c03f2u);
    EXPECT_EQ(o.codes(), codes{"join.failed"});
}

TEST(plugin_join_history, the_last_attempt_counts)
{
    EXPECT_EQ(run_lines({directory, discovery}).fact_of("join.client-code"), "0x801c0021");
    expect_hidden(run_lines({discovery, success}));
    EXPECT_EQ(run_lines({success, discovery}).result, DSREG_FAIL);
}

TEST(plugin_join_history, a_later_registration_hides_the_attempt)
{
    world w = with(logged({discovery}));
    expect_hidden(run(registered(w, noon + minute)));
    // A certificate begins half an hour before it was made.
    expect_hidden(run(registered(w, noon - 29 * minute)));
}

TEST(plugin_join_history, an_attempt_after_the_registration_is_a_warning)
{
    world w = with(logged({discovery}));
    const outcome o = run(registered(w, noon - 31 * minute));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{"join.failed-since"});
    EXPECT_EQ(o.fact_of("join.phase"), "discover");
}

TEST(plugin_join_history, what_may_be_settled_is_not_held_against_a_device_of_himmelblau)
{
    world w = with(logged({discovery}));
    testkit::device_answer a;
    a.records.push_back({});
    a.records[0].source = "himmelblau.conf";
    a.records[0].certificate.reset();
    w.offered.device = [a] { return a; };
    expect_hidden(run(w.give("broker.vendor", "himmelblau")));
}

TEST(plugin_join_history, a_broken_source_is_no_answer_about_the_registration)
{
    for (const char* vendor : {"microsoft", "himmelblau"}) {
        SCOPED_TRACE(vendor);
        world w = with(logged({discovery}));
        w.give("broker.vendor", vendor);
        for (const uint32_t error : {DSREG_X_ACCESS, DSREG_X_TIMEOUT, DSREG_X_TOO_LARGE}) {
            testkit::device_answer a;
            a.error = error;
            w.offered.device = [a] { return a; };
            expect_unclear(w);
        }
        testkit::device_answer broken;
        broken.status = DSREG_E_SERVICE;
        w.offered.device = [broken] { return broken; };
        expect_unclear(w);
        testkit::device_answer damaged;
        damaged.files.emplace_back();
        damaged.files[0].state = DSREG_FILE_GARBAGE;
        w.offered.device = [damaged] { return damaged; };
        expect_unclear(w);
    }
}

TEST(plugin_join_history, a_note_without_its_certificate_leaves_it_open)
{
    world w = unregistered(logged({discovery}));
    testkit::device_answer noted;
    noted.records.push_back({});
    noted.records[0].source = "registration.toml";
    noted.records[0].certificate.reset();
    w.offered.device = [noted] { return noted; };
    expect_unclear(w);
}

TEST(plugin_join_history, a_directory_error_is_not_called_pending_where_it_may_be_settled)
{
    EXPECT_EQ(run(with(logged({directory}))).codes(), codes{"join.failed-unclear"});
}

TEST(plugin_join_history, empty_folders_are_no_registration_unless_a_broker_hides_it)
{
    const outcome o = run(unregistered(logged({discovery})));
    EXPECT_EQ(o.codes(), codes{"join.failed"});
    EXPECT_EQ(o.fact_of("join.failed"), "1"); // that there is no registration follows from it
    for (const char* vendor : {"himmelblau", "proxy"}) {
        world w = with(logged({discovery}));
        w.offered.device = [] { return testkit::device_answer{}; };
        expect_unclear(w.give("broker.vendor", vendor));
    }
    for (const uint32_t state :
         {DSREG_IN_BROKEN, DSREG_IN_SKIPPED, DSREG_IN_UNKNOWN, DSREG_IN_NO_PROVIDER}) {
        world w = unregistered(logged({discovery}));
        w.state("broker.vendor", state);
        expect_unclear(w);
    }
    world nobody = with(logged({discovery})); // no broker runs at all
    nobody.offered.device = [] { return testkit::device_answer{}; };
    nobody.state("broker.vendor", DSREG_IN_SILENT);
    EXPECT_EQ(run(nobody).codes(), codes{"join.failed"});
}

TEST(plugin_join_history, the_phases_are_a_closed_set)
{
    const auto phase = [](const std::string& word, const std::string& code) {
        return run_lines({R"(registration attempt: {"result":"failed","phase":")" + word +
                          R"(","clientCode":")" + code + R"("})"})
            .fact_of("join.phase");
    };
    for (const char* word : {"pre-check", "discover", "auth", "join"})
        EXPECT_EQ(phase(word, ""), word);
    EXPECT_EQ(phase("precheck", ""), "pre-check");
    for (const char* word : {"", "Join", "discovery", "unregister", "join "})
        EXPECT_EQ(phase(word, "0x12345678"), "") << word;
    EXPECT_EQ(phase("", "0x801c001d"), "discover"); // from the table of codes
    EXPECT_EQ(phase("", "0x801c0015"), "pre-check");
    EXPECT_EQ(phase("", "0x801c03f2"), "join");
    EXPECT_EQ(phase("", "0x00000000"), "");         // its phase is none of the four
    EXPECT_EQ(phase("join", "0x801c001d"), "join"); // what was logged goes before
}

TEST(plugin_join_history, codes_that_are_none_give_no_row)
{
    for (const char* code :
         {"", "801c0021", "0x", "0x801c00211", "0x801g0021", "-1", "0X801c0021"}) {
        const outcome o = run_lines({R"(registration attempt: {"result":"failed","clientCode":")" +
                                     std::string(code) + R"("})"});
        EXPECT_EQ(o.result, DSREG_FAIL) << code;
        EXPECT_EQ(o.outer, 0u) << code;
        EXPECT_FALSE(o.has_fact("join.client-code")) << code;
    }
}

TEST(plugin_join_history, garbage_tells_of_no_attempt)
{
    expect_hidden(run_lines(
        {"registration attempt: ", "registration attempt: {", "registration attempt: []",
         R"(registration attempt: {"result":"maybe"})", R"(registration attempt: {"result":1})",
         "x registration attempt: {\"result\":\"failed\"}", std::string(9000, '{'),
         "registration attempt: " + std::string(20'000, '['), std::string("\0\xff\x1b", 3),
         "Failed to join domain", "[error]: something: Failed to join domain: x",
         "[info]: Joined domain contoso.com with device id none",
         "[MSAL:", "[MSAL:0001] LogTelemetryData:", "[MSAL:0001] LogTelemetryData:1 Key: a",
         "[MSAL:00000000000000000000] LogTelemetryData:1 Key: a, Value: b"}));
}

TEST(plugin_join_history, members_of_a_wrong_type_give_no_row)
{
    const outcome o = run_lines(
        {R"(registration attempt: {"result":"failed","phase":7,"type":"two words","clientCode":5,)"
         R"("serverCode":{},"serverMessage":"a\u0007b","httpsStatus":99999,"requestId":"../../x"})"});
    EXPECT_EQ(o.codes(), codes{"join.failed"});
    EXPECT_EQ(o.facts.size(), 3u); // fallback, time and that it failed
}

TEST(plugin_join_history, himmelblaus_failure_is_recognised)
{
    const outcome o = run_lines(lines_of("himmelblau-failed.txt"));
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.outer, 0u);
    EXPECT_EQ(o.codes(), codes{"join.failed"});
    EXPECT_EQ(o.fact_of("join.phase"), "auth");
    EXPECT_EQ(o.fact_of("join.server-code"), "invalid_grant");
    EXPECT_EQ(o.fact_of("join.server-message").substr(0, 12), "AADSTS50076:");
    EXPECT_EQ(o.fact_of("join.request-id"), "c0ffee00-0000-4000-8000-000000000003");
    EXPECT_EQ(o.evidence("join.failed", "aadsts"), "AADSTS50076");
    EXPECT_FALSE(o.has_fact("join.client-code"));
}

TEST(plugin_join_history, himmelblaus_other_failures_name_no_phase)
{
    const outcome o =
        run_lines({R"([error]: Failed to join domain: RequestFailed("no \"route\" to host"))"});
    EXPECT_EQ(o.codes(), codes{"join.failed"});
    EXPECT_FALSE(o.has_fact("join.phase"));
    EXPECT_FALSE(o.has_fact("join.server-code"));
    EXPECT_EQ(run_lines({"Failed to authenticate for domain join: PasswordRequired"})
                  .fact_of("join.phase"),
              "auth");
}

TEST(plugin_join_history, himmelblaus_success_hides_its_failure)
{
    std::vector<std::string> lines = lines_of("himmelblau-failed.txt");
    for (const std::string& l : lines_of("himmelblau-joined.txt")) lines.push_back(l);
    expect_hidden(run_lines(lines));
}

TEST(plugin_join_history, microsofts_failed_registration_is_recognised)
{
    const outcome o = run_lines(lines_of("microsoft-register-failed.txt"));
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), codes{"join.failed"});
    EXPECT_EQ(o.fact_of("join.request-id"), "c0ffee00-0000-4000-8000-000000000005");
    EXPECT_EQ(o.fact_of("join.https-status"), "400");
    EXPECT_EQ(o.evidence("join.failed", "tag"), "9zj0w");
    EXPECT_EQ(o.evidence("join.failed", "status"), "Unexpected");
    EXPECT_FALSE(o.has_fact("join.phase"));
}

TEST(plugin_join_history, microsofts_other_errors_are_no_registration)
{
    expect_hidden(run_lines(lines_of("microsoft-get-stk-jwk.txt")));
}

TEST(plugin_join_history, microsofts_blocks_of_two_threads_are_kept_apart)
{
    const std::string telemetry = "        INFO           LogTelemetryData:1        ";
    const std::string one = "[MSAL:0001]" + telemetry, two = "[MSAL:0002]" + telemetry;
    const std::string id = "Printing Telemetry for Correlation ID: ";
    expect_hidden(run_lines({one + id, two + id, one + "Key: api_name, Value: registerDevice",
                             two + "Key: api_name, Value: getStkJwk",
                             two + "Key: api_error_tag, Value: 4ko04",
                             one + "Printing Execution Flow:", two + "Printing Execution Flow:"}));
    expect_hidden(run_lines({one + id, one + "Key: api_name, Value: registerDevice",
                             one + "Key: api_error_tag, Value: 9zj0w"})); // cut off
}

TEST(plugin_join_history, an_unreadable_journal_needs_root)
{
    const outcome o = run(with_error(DSREG_X_ACCESS));
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.reason, DSREG_SKIP_NEEDS_ROOT);
    EXPECT_EQ(o.fact_of("join.time"), "?the journal may not be read");
    EXPECT_EQ(o.codes(), codes{});
}

TEST(plugin_join_history, a_machine_without_journal_has_no_history)
{
    const outcome o = run(with_error(DSREG_X_NOT_FOUND));
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.reason, DSREG_SKIP_NOT_APPLICABLE);
}

TEST(plugin_join_history, a_damaged_journal_is_a_failure_and_no_empty_one)
{
    const outcome o = run(with_error(DSREG_X_PROTOCOL));
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), codes{"join.journal-damaged"});
    EXPECT_EQ(o.fact_of("join.time"), "?the journal is damaged");
    EXPECT_NE(o.evidence("join.journal-damaged", "error").find("system.journal"),
              std::string::npos);
    EXPECT_NE(o.findings[0].evidence.at("error").flags & DSREG_F_PERSONAL, 0u);
}

TEST(plugin_join_history, a_slow_journal_is_a_failure_unless_the_attempt_was_seen)
{
    const outcome o = run(with_error(DSREG_X_TIMEOUT));
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), codes{"join.journal-slow"});
    journal_answer seen = logged({discovery});
    seen.error = DSREG_X_TIMEOUT;
    EXPECT_EQ(run(unregistered(seen)).codes(), codes{"join.failed"});
}

TEST(plugin_join_history, more_than_can_be_read_is_no_failure)
{
    expect_hidden(run(with_error(DSREG_X_TOO_LARGE)));
}

TEST(plugin_join_history, a_service_error_concludes_nothing)
{
    journal_answer a;
    a.status = DSREG_E_SERVICE;
    const outcome o = run(with(a));
    EXPECT_EQ(o.concluded, 0);
    EXPECT_TRUE(o.findings.empty());
}

} // namespace
