#include "sso_world.h"

#include <gtest/gtest.h>

namespace {

using namespace sso_world;
using codes = std::vector<std::string>;

constexpr int64_t minute = hour / 60;

const bundled_module& prt()
{
    static const bundled_module m(bundled("prt"));
    return m;
}

testkit::journal_answer lines(std::vector<std::pair<int64_t, std::string>> messages,
                              uint32_t uid = 1000)
{
    testkit::journal_answer j;
    for (auto& [time, text] : messages) {
        testkit::journal_entry e;
        e.time = time;
        e.uid = uid;
        e.identifier = "microsoft-identity-broker";
        e.message = std::move(text);
        j.entries.push_back(e);
    }
    return j;
}

testkit::outcome run(testkit::world w, const testkit::broker_state& s,
                     const testkit::journal_answer& j = {})
{
    w.offered.state = [s] { return s; };
    w.offered.journal = [j](const dsreg_journal_query&) { return j; };
    return prt().run("prt.last-error", w);
}

testkit::journal_answer unreadable(uint32_t error)
{
    testkit::journal_answer j;
    j.error = error;
    return j;
}

testkit::broker_state with_acquire(testkit::broker_state s, testkit::broker_attempt a)
{
    s.acquire = std::move(a);
    return s;
}
testkit::broker_state with_refresh(testkit::broker_state s, testkit::broker_attempt a)
{
    s.refresh = std::move(a);
    return s;
}

testkit::broker_attempt saying(const std::string& text)
{
    testkit::broker_attempt a = wrong_password();
    a.server_text = text;
    return a;
}

const std::string failed_line =
    R"(prt attempt: {"kind":"refresh","result":"failed","code":"0xc000006d",)"
    R"("user":"alice@contoso.com","correlationId":"c-1","httpError":"0x0","httpStatus":400,)"
    R"("serverError":"invalid_grant","serverText":"AADSTS50078: expired"})";
const std::string succeeded_line =
    R"(prt attempt: {"kind":"refresh","result":"succeeded","user":"alice@contoso.com"})";

TEST(plugin_prt_last_error, nothing_failed)
{
    const testkit::outcome o = run(alice(), fresh());
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_TRUE(o.facts.empty());
    EXPECT_TRUE(o.findings.empty());
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_prt_last_error, the_document_s_wrong_password)
{
    const testkit::outcome o = run(alice(), with_acquire(absent(), wrong_password()));
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.outer, 0xc000006du);
    EXPECT_EQ(o.codes(), codes{"prt.password-wrong"});
    EXPECT_EQ(o.about, "");
    EXPECT_EQ(o.fact_of("prt.acquire.present"), "PRESENT");
    EXPECT_EQ(o.fact_of("prt.acquire.time"), std::to_string(now - 10 * minute));
    EXPECT_EQ(o.fact_of("prt.acquire.status"), "0xc000006d");
    EXPECT_EQ(o.fact_of("prt.acquire.user"), "alice@contoso.com");
    EXPECT_EQ(o.fact_of("prt.acquire.credential"), "Password");
    EXPECT_EQ(o.fact_of("prt.acquire.correlation"), "f1a1fb57-6e0c-4d4e-9a6e-0b5f2f5d3c11");
    EXPECT_EQ(o.fact_of("prt.acquire.endpoint"),
              "https://login.microsoftonline.com/" + tenant + "/oauth2/token");
    EXPECT_EQ(o.fact_of("prt.acquire.http-method"), "POST");
    EXPECT_EQ(o.fact_of("prt.acquire.http-error"), "0x0");
    EXPECT_EQ(o.fact_of("prt.acquire.http-status"), "400");
    EXPECT_EQ(o.fact_of("prt.acquire.server-error"), "invalid_grant");
    EXPECT_EQ(o.fact_of("prt.acquire.server-text").substr(0, 12), "AADSTS50126:");
    EXPECT_FALSE(o.has_fact("prt.refresh.present"));
    EXPECT_EQ(o.fact_of("prt.trouble"), "password");
    EXPECT_EQ(o.flags_of("prt.acquire.correlation") & DSREG_F_PERSONAL, 0u);
    EXPECT_NE(o.flags_of("prt.acquire.user") & DSREG_F_PERSONAL, 0u);
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_prt_last_error, a_failed_renewal_has_rows_of_its_own)
{
    const testkit::outcome o =
        run(alice(), with_refresh(fresh(), saying("AADSTS50078: the second factor has expired")));
    EXPECT_EQ(o.codes(), codes{"prt.sign-in-needed"});
    EXPECT_EQ(o.fact_of("prt.refresh.present"), "PRESENT");
    EXPECT_FALSE(o.has_fact("prt.acquire.present"));
    EXPECT_EQ(o.evidence("prt.sign-in-needed", "aadsts"), "AADSTS50078");
    EXPECT_EQ(o.evidence("prt.sign-in-needed", "order"), "");
}

TEST(plugin_prt_last_error, a_code_without_a_public_meaning_has_no_row)
{
    testkit::broker_attempt a = saying("AADSTS50078: x");
    EXPECT_FALSE(run(alice(), with_refresh(fresh(), a)).has_fact("prt.refresh.status"));
    a = wrong_password();
    a.http_status = 0; // documented for HTTP 400 only
    EXPECT_FALSE(run(alice(), with_acquire(absent(), a)).has_fact("prt.acquire.status"));
    a.code = 0xc00484c1u; // one that the broker names is shown
    EXPECT_EQ(run(alice(), with_acquire(absent(), a)).fact_of("prt.acquire.status"), "0xc00484c1");
}

TEST(plugin_prt_last_error, a_failure_before_the_last_success_is_history)
{
    testkit::broker_state s = with_refresh(fresh(), wrong_password(now - 2 * hour));
    testkit::outcome o = run(alice(), s);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_TRUE(o.facts.empty());
    s.prt_refreshed = 0; // the token was put into the cache after it
    s.prt_cached = now - hour;
    EXPECT_EQ(run(alice(), s).result, DSREG_PASS);
}

TEST(plugin_prt_last_error, an_unknown_order_is_said)
{
    testkit::broker_state s;
    s.prt = DSREG_KNOWN_YES;
    s.prt_source = "broker";
    const testkit::outcome o = run(alice(), with_refresh(s, wrong_password()));
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_NE(o.evidence("prt.password-wrong", "order"), "");

    const testkit::outcome timeless = run(alice(), with_refresh(fresh(), wrong_password(0)));
    EXPECT_EQ(timeless.result, DSREG_FAIL);
    EXPECT_FALSE(timeless.has_fact("prt.refresh.time"));
    EXPECT_NE(timeless.evidence("prt.password-wrong", "order"), "");
}

TEST(plugin_prt_last_error, each_cause_has_its_finding)
{
    const std::pair<const char*, const char*> table[] = {
        {"AADSTS50126: x", "prt.password-wrong"},  {"AADSTS50055: x", "prt.sign-in-needed"},
        {"AADSTS70008: x", "prt.sign-in-needed"},  {"AADSTS50173: x", "prt.sign-in-needed"},
        {"AADSTS50155: x", "prt.device-rejected"}, {"AADSTS700003: x", "prt.device-rejected"},
        {"AADSTS53003: x", "prt.policy-blocked"},  {"AADSTS50053: x", "prt.refused"},
        {"AADSTS999999999999: x", "prt.refused"},  {"nothing", "prt.refused"}};
    for (const auto& [text, code] : table) {
        const testkit::outcome o = run(alice(), with_refresh(fresh(), saying(text)));
        EXPECT_EQ(o.codes(), codes{code}) << text;
        EXPECT_EQ(o.violations, codes{}) << text;
    }
}

TEST(plugin_prt_last_error, a_transport_error_is_the_network)
{
    testkit::broker_attempt a = saying("");
    a.http_error = 0x80072ee7u;
    a.http_status = 0;
    a.server_error.clear();
    const testkit::outcome o = run(alice(), with_refresh(fresh(), a));
    EXPECT_EQ(o.codes(), codes{"prt.unreachable"});
    EXPECT_EQ(o.outer, 0x80072ee7u);
    EXPECT_EQ(o.fact_of("prt.refresh.http-error"), "0x80072ee7");
    EXPECT_FALSE(o.has_fact("prt.refresh.http-status"));
    EXPECT_FALSE(o.has_fact("prt.refresh.server-error"));
    EXPECT_FALSE(o.has_fact("prt.refresh.server-text"));
}

TEST(plugin_prt_last_error, both_for_one_reason_are_one_finding)
{
    testkit::broker_state s = with_acquire(fresh(), wrong_password());
    s.refresh = wrong_password();
    testkit::outcome o = run(alice(), s);
    EXPECT_EQ(o.codes(), codes{"prt.password-wrong"});
    EXPECT_TRUE(o.has_fact("prt.acquire.present"));
    EXPECT_TRUE(o.has_fact("prt.refresh.present"));
    s.refresh = saying("AADSTS50155: x");
    o = run(alice(), s);
    EXPECT_EQ(o.codes(), (codes{"prt.password-wrong", "prt.device-rejected"}));
}

TEST(plugin_prt_last_error, a_line_of_the_journal)
{
    const testkit::outcome o =
        run(alice(), fresh(), lines({{now - minute, failed_line}, {now - 9 * hour, "hello"}}));
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.outer, 0xc000006du);
    EXPECT_EQ(o.codes(), codes{"prt.sign-in-needed"});
    EXPECT_EQ(o.fact_of("prt.refresh.time"), std::to_string(now - minute));
    EXPECT_EQ(o.fact_of("prt.refresh.status"), "0xc000006d");
    EXPECT_EQ(o.fact_of("prt.refresh.correlation"), "c-1");
    EXPECT_EQ(o.evidence("prt.sign-in-needed", "source"), "journal");
}

TEST(plugin_prt_last_error, a_later_success_in_the_journal_ends_it)
{
    const testkit::outcome o =
        run(alice(), withheld(),
            lines({{now - minute, succeeded_line}, {now - 2 * minute, failed_line}}));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(run(alice(), withheld(),
                  lines({{now - minute, failed_line}, {now - 2 * minute, succeeded_line}}))
                  .result,
              DSREG_FAIL);
}

TEST(plugin_prt_last_error, the_newest_of_both_sources_wins_and_the_broker_says_more)
{
    testkit::broker_state s = with_refresh(fresh(), wrong_password(now - minute));
    const std::string& key = "prt.refresh.correlation";
    EXPECT_EQ(run(alice(), s, lines({{now - 2 * minute, failed_line}})).fact_of(key),
              s.refresh->correlation);
    EXPECT_EQ(run(alice(), s, lines({{now - 1, failed_line}})).fact_of(key), "c-1");
    EXPECT_EQ(run(alice(), s, lines({{now - minute, failed_line}})).fact_of(key),
              s.refresh->correlation);
}

TEST(plugin_prt_last_error, another_user_s_failure_is_shown_and_is_not_this_user_s)
{
    testkit::broker_attempt a = wrong_password();
    a.user = "bob@contoso.com";
    const testkit::outcome o = run(alice(), with_acquire(fresh(), a));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{"prt.other-user"});
    EXPECT_EQ(o.fact_of("prt.acquire.user"), "bob@contoso.com");
    EXPECT_FALSE(o.has_fact("prt.trouble"));
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_prt_last_error, one_s_own_failure_comes_before_another_s)
{
    testkit::broker_attempt bobs = wrong_password();
    bobs.user = "bob@contoso.com";
    const testkit::outcome o =
        run(alice(), with_refresh(fresh(), bobs), lines({{now - 30 * minute, failed_line}}));
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.fact_of("prt.refresh.user"), "alice@contoso.com");
}

TEST(plugin_prt_last_error, another_user_s_success_does_not_heal_this_user)
{
    const std::string bobs =
        R"(prt attempt: {"kind":"refresh","result":"succeeded","user":"bob@contoso.com"})";
    EXPECT_EQ(run(alice(), fresh(), lines({{now - minute, bobs}, {now - 2 * minute, failed_line}}))
                  .result,
              DSREG_FAIL);
}

TEST(plugin_prt_last_error, without_a_name_the_writer_of_the_line_tells_whose_it_is)
{
    const std::string line = R"(prt attempt: {"kind":"acquire","result":"failed"})";
    EXPECT_EQ(run(alice(), fresh(), lines({{now - 1, line}}, 1000)).result, DSREG_FAIL);
    EXPECT_EQ(run(alice(), fresh(), lines({{now - 1, line}}, 1001)).codes(),
              codes{"prt.other-user"});
}

// Anybody may write such a line and any name into it; only the uid is the journal's own word.
TEST(plugin_prt_last_error, a_forged_failure_in_this_user_s_name_is_another_user_s)
{
    const testkit::outcome o = run(alice(), fresh(), lines({{now - 1, failed_line}}, 1001));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{"prt.other-user"});
    EXPECT_FALSE(o.has_fact("prt.trouble"));
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_prt_last_error, a_forged_success_in_this_user_s_name_heals_nothing)
{
    testkit::journal_answer j = lines({{now - 1, succeeded_line}}, 1001);
    j.entries.push_back(lines({{now - minute, failed_line}}).entries[0]);
    const testkit::outcome o = run(alice(), withheld(), j);
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), codes{"prt.sign-in-needed"});
}

TEST(plugin_prt_last_error, a_forged_success_heals_no_third_user_s_failure)
{
    const auto bobs = [](const char* end) {
        return std::string(R"(prt attempt: {"kind":"acquire","result":")") + end +
               R"(","user":"bob@contoso.com"})";
    };
    testkit::journal_answer j = lines({{now - 1, bobs("succeeded")}}, 1002);
    j.entries.push_back(lines({{now - minute, bobs("failed")}}, 1001).entries[0]);
    EXPECT_EQ(run(alice(), fresh(), j).codes(), codes{"prt.other-user"});
}

TEST(plugin_prt_last_error, another_user_s_lines_alone_are_no_pass)
{
    for (const std::string& line : {succeeded_line, failed_line}) {
        const testkit::outcome o = run(alice(), withheld(), lines({{now - 1, line}}, 1001));
        EXPECT_EQ(o.result, DSREG_SKIP) << line;
        EXPECT_EQ(o.reason, DSREG_SKIP_NOT_APPLICABLE) << line;
        EXPECT_EQ(o.violations, codes{}) << line;
    }
}

TEST(plugin_prt_last_error, a_time_ahead_of_the_entry_s_own_is_not_believed)
{
    const auto in_a_year = [](const std::string& line) {
        return line.substr(0, line.size() - 1) +
               ",\"time\":" + std::to_string(now / 1'000'000'000 + 31'536'000) + "}";
    };
    EXPECT_EQ(run(alice(), fresh(), lines({{now - minute, in_a_year(failed_line)}}))
                  .fact_of("prt.refresh.time"),
              std::to_string(now - minute));
    EXPECT_EQ(run(alice(), withheld(),
                  lines({{now - minute, failed_line}, {now - hour, in_a_year(succeeded_line)}}))
                  .result,
              DSREG_FAIL);
    const std::string before = failed_line.substr(0, failed_line.size() - 1) +
                               ",\"time\":" + std::to_string((now - minute) / 1'000'000'000) + "}";
    EXPECT_EQ(run(alice(), fresh(), lines({{now, before}})).fact_of("prt.refresh.time"),
              std::to_string(now - minute));
}

TEST(plugin_prt_last_error, the_vendor_s_public_lines)
{
    const std::string failed =
        "[MSAL:0003]\tERROR\tErrorInternalImpl:134\tCreated an error: 4kv4v, "
        "StatusInternal::Unexpected, InternalEvent::None, Error Code 0, Context 'Missing PRT after "
        "a successful bootstrap'";
    const std::string granted = "[MSAL:0003]\tINFO\tAADTokenResponse:436\tSuccessfully parsed PRT "
                                "enabled AAD response and got a token!";
    testkit::outcome o =
        run(alice(), withheld(), lines({{now - 1, failed}, {now - 1'000, granted}}));
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), codes{"prt.not-stored"});
    EXPECT_EQ(o.evidence("prt.not-stored", "tag"), "4kv4v");
    o = run(alice(), withheld(), lines({{now - 1, granted}, {now - 1'000, failed}}));
    EXPECT_EQ(o.result, DSREG_PASS);
}

TEST(plugin_prt_last_error, garbage_in_the_journal_is_passed_over)
{
    const testkit::outcome o =
        run(alice(), fresh(),
            lines({{now - 1, "prt attempt: "},
                   {now - 2, "prt attempt: {"},
                   {now - 3, "prt attempt: []"},
                   {now - 4, R"(prt attempt: {"kind":"steal","result":"failed"})"},
                   {now - 5, R"(prt attempt: {"kind":"acquire","result":"perhaps"})"},
                   {now - 6, R"(prt attempt: {"kind":7,"result":"failed"})"},
                   {now - 7, "prt attempt: " + std::string(100, '[')},
                   {now - 8, R"(prt attempt: {"kind":"acquire","result":"failed","x":")" +
                                 std::string(9000, 'x') + R"("})"},
                   {now - 9, R"( prt attempt: {"kind":"acquire","result":"failed"})"},
                   {now - 10, "\xff\xfe\x00"}}));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_TRUE(o.facts.empty());
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_prt_last_error, members_that_cannot_be_are_left_out)
{
    const testkit::outcome o = run(
        alice(), fresh(),
        lines({{now - 1, R"(prt attempt: {"kind":"acquire","result":"failed","code":"c000006d",)"
                         R"("time":1e99,"httpStatus":-1,"httpError":"0x123456789","user":7,)"
                         R"("serverText":"a\u001b[2Jb"})"}}));
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.fact_of("prt.acquire.time"), std::to_string(now - 1));
    for (const char* key :
         {"prt.acquire.status", "prt.acquire.http-status", "prt.acquire.http-error",
          "prt.acquire.user", "prt.acquire.server-text"})
        EXPECT_FALSE(o.has_fact(key)) << key;
}

TEST(plugin_prt_last_error, an_unreadable_journal_is_said_and_no_failure)
{
    for (const uint32_t error : {DSREG_X_ACCESS, DSREG_X_NOT_FOUND, DSREG_X_PROTOCOL}) {
        EXPECT_EQ(run(alice(), fresh(), unreadable(error)).result, DSREG_PASS) << error;
        const testkit::outcome o =
            run(alice(), with_refresh(fresh(), wrong_password()), unreadable(error));
        EXPECT_EQ(o.result, DSREG_FAIL) << error;
        EXPECT_NE(o.evidence("prt.password-wrong", "journal"), "") << error;
    }
}

TEST(plugin_prt_last_error, a_journal_without_a_line_of_an_attempt_judges_nothing)
{
    const testkit::outcome o = run(alice(), withheld(), lines({{now - 1, "hello"}}));
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.reason, DSREG_SKIP_NOT_APPLICABLE);
    EXPECT_EQ(run(alice(), withheld(), lines({{now - 1, succeeded_line}})).result, DSREG_PASS);
}

TEST(plugin_prt_last_error, root_would_see_no_more_of_himmelblau)
{
    testkit::world w;
    w.give("broker.vendor", "himmelblau").give("broker.version", "1.4.0");
    EXPECT_EQ(run(w, withheld(), unreadable(DSREG_X_ACCESS)).reason, DSREG_SKIP_NOT_APPLICABLE);
}

TEST(plugin_prt_last_error, without_any_source_nothing_is_judged)
{
    testkit::outcome o = run(alice(), withheld(), unreadable(DSREG_X_ACCESS));
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.reason, DSREG_SKIP_NEEDS_ROOT);
    EXPECT_EQ(o.violations, codes{});
    o = run(alice(), withheld(), unreadable(DSREG_X_NOT_FOUND));
    EXPECT_EQ(o.reason, DSREG_SKIP_NOT_APPLICABLE);
}

TEST(plugin_prt_last_error, a_journal_that_should_have_been_read_is_not_called_absent)
{
    const auto expect_unknown = [](const testkit::outcome& o, const std::string& why) {
        EXPECT_EQ(o.result, DSREG_SKIP) << why;
        EXPECT_EQ(o.reason, DSREG_SKIP_MISSING_INPUT) << why;
        EXPECT_EQ(o.about, "broker.vendor") << why;
        EXPECT_EQ(o.text, "the broker does not publish its attempts, and its journal " + why);
        EXPECT_EQ(o.violations, codes{}) << why;
    };
    expect_unknown(run(alice(), withheld(), unreadable(DSREG_X_PROTOCOL)), "cannot be read");
    expect_unknown(run(alice(), withheld(), unreadable(DSREG_X_TIMEOUT)), "was not read in time");
    testkit::journal_answer broken;
    broken.status = DSREG_E_SERVICE;
    expect_unknown(run(alice(), withheld(), broken), "cannot be read");
    testkit::world w = alice();
    w.offered.state = [] { return withheld(); }; // and no journal service at all
    expect_unknown(prt().run("prt.last-error", w), "cannot be read");
    // What was read of a damaged one may lack the last word.
    testkit::journal_answer damaged = lines({{now - 1, succeeded_line}});
    damaged.error = DSREG_X_PROTOCOL;
    expect_unknown(run(alice(), withheld(), damaged), "cannot be read");
    EXPECT_EQ(run(alice(), withheld(), unreadable(DSREG_X_TOO_LARGE)).reason,
              DSREG_SKIP_NOT_APPLICABLE);
}

TEST(plugin_prt_last_error, a_refused_question_and_an_old_success_are_no_pass)
{
    for (const uint32_t kind : {DSREG_X_REFUSED, DSREG_X_TIMEOUT, DSREG_X_PROTOCOL}) {
        testkit::broker_state s = withheld();
        s.error.kind = kind;
        testkit::outcome o = run(alice(), s, lines({{now - hour, succeeded_line}}));
        EXPECT_EQ(o.result, DSREG_SKIP) << kind;
        EXPECT_EQ(o.reason, DSREG_SKIP_MISSING_INPUT) << kind;
        EXPECT_EQ(o.about, "broker.version") << kind;
        EXPECT_EQ(o.violations, codes{}) << kind;
        o = run(alice(), s, lines({{now - hour, failed_line}}));
        EXPECT_EQ(o.result, DSREG_FAIL) << kind; // the journal still speaks
    }
}

TEST(plugin_prt_last_error, a_broker_that_hangs_is_not_asked_but_its_journal_is)
{
    testkit::world w = alice();
    w.state("broker.version", DSREG_IN_SILENT);
    w.offered.state = []() -> testkit::broker_state { throw std::logic_error("asked"); };
    w.offered.journal = [](const dsreg_journal_query& q) {
        EXPECT_EQ(q.from, DSREG_JOURNAL_USER_BROKER);
        return lines({{now - 1, failed_line}});
    };
    EXPECT_EQ(prt().run("prt.last-error", w).result, DSREG_FAIL);
    w.offered.journal = [](const dsreg_journal_query&) { return unreadable(DSREG_X_ACCESS); };
    const testkit::outcome o = prt().run("prt.last-error", w);
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.about, "broker.version");
    w.offered.journal = [](const dsreg_journal_query&) {
        return lines({{now - hour, succeeded_line}});
    };
    EXPECT_EQ(prt().run("prt.last-error", w).about, "broker.version");
}

TEST(plugin_prt_last_error, service_errors)
{
    testkit::broker_state s = fresh();
    s.status = DSREG_E_SERVICE;
    EXPECT_EQ(run(alice(), s).concluded, 0);
    testkit::journal_answer j;
    j.status = DSREG_E_SERVICE; // its call is optional
    EXPECT_EQ(run(alice(), fresh(), j).result, DSREG_PASS);
}

} // namespace
