#include "sso_world.h"

#include <gtest/gtest.h>
#include <set>

namespace {

using namespace sso_world;
using codes = std::vector<std::string>;

const bundled_module& prt()
{
    static const bundled_module m(bundled("prt"));
    return m;
}

testkit::outcome run(testkit::world w, const testkit::broker_state& s)
{
    w.offered.state = [s] { return s; };
    return prt().run("prt.state", w);
}

testkit::broker_state failing(uint32_t kind)
{
    testkit::broker_state s;
    s.prt_why = "the broker could not be asked";
    s.error.kind = kind;
    return s;
}

// Somebody asked, and nobody is signed in.
testkit::world nobody()
{
    testkit::world w;
    w.give("broker.vendor", "reference").give("broker.version", "3.0.2");
    return w.state("user.account-count", DSREG_IN_SILENT);
}

TEST(plugin_prt, descriptor_keeps_the_rules)
{
    EXPECT_EQ(descriptor_faults(prt().get()), codes{});
    EXPECT_EQ(std::string(prt().get().id), "dsreg.prt");
}

TEST(plugin_prt_state, a_fresh_token_passes_with_its_rows)
{
    const testkit::outcome o = run(alice(), fresh());
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{});
    EXPECT_EQ(o.fact_of("prt.present"), "1");
    EXPECT_EQ(o.fact_of("prt.updated"), std::to_string(now - hour));
    EXPECT_EQ(o.fact_of("prt.expires"), std::to_string(now + 90 * 24 * hour));
    EXPECT_EQ(o.fact_of("prt.cached"), std::to_string(now - 7 * 24 * hour));
    EXPECT_EQ(o.fact_of("prt.session-key-protocol"), "3.1");
    EXPECT_EQ(o.fact_of("prt.authority"), "https://login.microsoftonline.com/" + tenant);
    EXPECT_NE(o.flags_of("prt.authority") & DSREG_F_PERSONAL, 0u);
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_prt_state, a_linux_broker_has_no_enterprise_token)
{
    const testkit::outcome o = run(alice(), fresh());
    for (const char* key : {"prt.enterprise.present", "prt.enterprise.updated",
                            "prt.enterprise.expires", "prt.enterprise.authority"})
        EXPECT_EQ(o.fact_of(key).substr(0, 1), "-") << key;
}

TEST(plugin_prt_state, the_vendor_s_tool_knows_one_time)
{
    testkit::broker_state s = fresh();
    s.prt_source = "vendor tool";
    s.prt_refreshed = 0;
    const testkit::outcome o = run(alice(), s);
    EXPECT_EQ(o.result, DSREG_PASS); // a week in the cache is not a week without renewal
    EXPECT_EQ(o.codes(), codes{});
    EXPECT_EQ(o.fact_of("prt.updated"), std::to_string(now - 7 * 24 * hour));
    for (const testkit::fact& f : o.facts) {
        if (f.key == "prt.present") {
            EXPECT_EQ(f.source, "vendor tool");
        }
    }
}

TEST(plugin_prt_state, times_that_are_not_published_are_unknown)
{
    testkit::broker_state s;
    s.prt = DSREG_KNOWN_YES;
    s.prt_source = "vendor tool";
    const testkit::outcome o = run(alice(), s);
    EXPECT_EQ(o.result, DSREG_PASS);
    for (const char* key : {"prt.updated", "prt.expires", "prt.cached", "prt.session-key-protocol"})
        EXPECT_EQ(o.fact_of(key), "?the broker does not publish it") << key;
}

TEST(plugin_prt_state, a_broker_that_does_not_publish_it_is_not_judged)
{
    const testkit::outcome o = run(alice(), withheld());
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.reason, DSREG_SKIP_NOT_APPLICABLE);
    EXPECT_EQ(o.text, "the broker does not publish it");
    EXPECT_EQ(o.fact_of("prt.present"), "?the broker does not publish it");
    EXPECT_FALSE(o.has_fact("prt.updated"));
    EXPECT_EQ(o.fact_of("prt.authority"), "https://login.microsoftonline.com/" + tenant);
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_prt_state, an_absent_token_fails_and_has_an_authority_all_the_same)
{
    const testkit::outcome o = run(alice(), absent());
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), codes{"prt.absent"});
    EXPECT_EQ(o.about, "prt.trouble"); // the root cause, if an attempt failed
    EXPECT_EQ(o.fact_of("prt.present"), "0");
    EXPECT_FALSE(o.has_fact("prt.updated"));
    EXPECT_FALSE(o.has_fact("prt.expires"));
    EXPECT_EQ(o.fact_of("prt.authority"), "https://login.microsoftonline.com/" + tenant);
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_prt_state, nobody_signed_in_is_another_probe_s_failure)
{
    for (const char* source : {"accounts", "broker", "vendor tool"}) {
        const testkit::outcome o = run(nobody(), absent(source));
        EXPECT_EQ(o.result, DSREG_SKIP) << source;
        EXPECT_EQ(o.reason, DSREG_SKIP_MISSING_INPUT) << source;
        EXPECT_EQ(o.about, "user.account-count") << source;
        EXPECT_EQ(o.fact_of("prt.present"), "0") << source;
        EXPECT_FALSE(o.has_fact("prt.authority")) << source; // no tenant is known
        EXPECT_EQ(o.violations, codes{}) << source;
    }
}

TEST(plugin_prt_state, broken_accounts_are_not_nobody)
{
    testkit::world w = nobody();
    w.state("user.account-count", DSREG_IN_BROKEN);
    EXPECT_EQ(run(w, absent()).codes(), codes{"prt.absent"});
}

TEST(plugin_prt_state, an_account_that_left_meanwhile_is_an_absent_token)
{
    EXPECT_EQ(run(alice(), absent("accounts")).codes(), codes{"prt.absent"});
}

TEST(plugin_prt_state, an_expired_token_fails)
{
    testkit::broker_state s = fresh();
    s.prt_expires = now;
    const testkit::outcome o = run(alice(), s);
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), codes{"prt.expired"});
    EXPECT_EQ(o.about, "prt.trouble");
    EXPECT_EQ(o.evidence("prt.expired", "expires"), std::to_string(now));
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_prt_state, four_hours_and_a_half_without_renewal_are_a_warning)
{
    testkit::broker_state s = fresh();
    s.prt_refreshed = now - 4 * hour - hour / 2;
    EXPECT_EQ(run(alice(), s).codes(), codes{});
    s.prt_refreshed -= 1'000'000'000;
    const testkit::outcome o = run(alice(), s);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{"prt.stale"});
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_prt_state, a_token_from_the_future_is_the_clock_s_doing)
{
    testkit::broker_state s = fresh();
    s.prt_refreshed = now + hour / 12; // five minutes: every network has that much
    EXPECT_EQ(run(alice(), s).codes(), codes{});
    s.prt_refreshed += 1;
    const testkit::outcome o = run(alice(), s);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{"prt.from-future"});
}

TEST(plugin_prt_state, the_broker_s_own_authority_comes_first)
{
    testkit::broker_state s = fresh();
    s.prt_authority = "https://login.example/t";
    EXPECT_EQ(run(alice(), s).fact_of("prt.authority"), "https://login.example/t");
}

TEST(plugin_prt_state, the_authority_is_that_of_the_account_s_cloud)
{
    testkit::world w;
    w.give("broker.vendor", "microsoft").give_int("user.account-count", 1);
    w.give("user.account", "a@b.us", "o.t").give("user.tenant", tenant, "o.t");
    w.give("user.environment", "login.microsoftonline.us", "o.t").give("run.cloud", "public");
    EXPECT_EQ(run(w, withheld()).fact_of("prt.authority"),
              "https://login.microsoftonline.us/" + tenant);
}

TEST(plugin_prt_state, a_tenant_that_is_no_name_makes_no_authority)
{
    testkit::world w;
    w.give("broker.vendor", "microsoft").give_int("user.account-count", 1);
    sign_in(w, "a@b.c", "o.t", "../../evil?x=");
    EXPECT_FALSE(run(w, withheld()).has_fact("prt.authority"));
}

TEST(plugin_prt_state, the_account_of_the_tenant_that_was_said_is_meant)
{
    testkit::world w = alice();
    sign_in(w, "alice@fabrikam.com", "oid-2.tid-2", other_tenant);
    std::string asked;
    w.offered.on_state = [&](const std::string& id) { asked = id; };
    (void)run(w, fresh());
    EXPECT_EQ(asked, "oid-1.tid-1");
    w.give("run.tenant", other_tenant);
    EXPECT_EQ(run(w, fresh()).fact_of("prt.authority"),
              "https://login.microsoftonline.com/" + other_tenant);
    EXPECT_EQ(asked, "oid-2.tid-2");
}

TEST(plugin_prt_state, a_broker_that_hangs_is_not_asked_again)
{
    testkit::world w = alice();
    w.state("broker.version", DSREG_IN_SILENT);
    w.offered.state = []() -> testkit::broker_state { throw std::logic_error("asked"); };
    const testkit::outcome o = prt().run("prt.state", w);
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.about, "broker.version");
    EXPECT_EQ(o.fact_of("prt.present"), "?the broker gives no usable answer");
}

TEST(plugin_prt_state, without_accounts_an_error_is_their_failure)
{
    for (const uint32_t kind : {DSREG_X_NOT_FOUND, DSREG_X_TIMEOUT, DSREG_X_PROTOCOL}) {
        const testkit::outcome o = run(nobody(), failing(kind));
        EXPECT_EQ(o.result, DSREG_SKIP) << kind;
        EXPECT_EQ(o.about, "user.account-count") << kind;
        EXPECT_EQ(o.fact_of("prt.present"), "?the broker could not be asked") << kind;
    }
}

TEST(plugin_prt_state, with_accounts_an_error_is_told_apart)
{
    const auto expect = [](uint32_t kind, const char* code, uint32_t outer) {
        const testkit::outcome o = run(alice(), failing(kind));
        EXPECT_EQ(o.result, DSREG_FAIL) << kind;
        EXPECT_EQ(o.codes(), codes{code}) << kind;
        EXPECT_EQ(o.outer, outer) << kind;
        EXPECT_EQ(o.violations, codes{}) << kind;
    };
    expect(DSREG_X_TIMEOUT, "prt.no-answer", 0x80072ee2u);
    expect(DSREG_X_DISCONNECTED, "prt.no-answer", 0x80072efeu);
    expect(DSREG_X_NOT_FOUND, "prt.no-answer", 0x80072efeu);
    expect(DSREG_X_ACCESS, "prt.no-answer", 0x80070005u);
    expect(DSREG_X_CONNECT, "prt.no-answer", 0x80072efdu);
    expect(DSREG_X_PROTOCOL, "prt.garbage", 0x8007000du);
    expect(DSREG_X_TOO_LARGE, "prt.garbage", 0x8007000du);
}

TEST(plugin_prt_state, a_refused_question_is_no_refused_token)
{
    const testkit::outcome o = run(alice(), failing(DSREG_X_REFUSED));
    EXPECT_EQ(o.result, DSREG_SKIP); // whether there is a token is not known
    EXPECT_EQ(o.reason, DSREG_SKIP_MISSING_INPUT);
    EXPECT_EQ(o.about, "broker.version");
    EXPECT_EQ(o.codes(), codes{"prt.state-refused"});
    EXPECT_EQ(o.fact_of("prt.present"), "?the broker could not be asked");
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_prt_state, each_way_of_no_answer_has_its_own_sentence)
{
    std::set<std::string> sentences;
    for (const uint32_t kind : {DSREG_X_TIMEOUT, DSREG_X_DISCONNECTED, DSREG_X_NOT_FOUND,
                                DSREG_X_ACCESS, DSREG_X_CONNECT})
        sentences.insert(run(alice(), failing(kind)).findings.at(0).message);
    EXPECT_EQ(sentences.size(), 5u);
}

TEST(plugin_prt_state, what_the_tool_says_counts_although_the_broker_fails)
{
    testkit::broker_state s = fresh();
    s.prt_source = "vendor tool";
    s.error.kind = DSREG_X_NOT_FOUND;
    EXPECT_EQ(run(nobody(), s).result, DSREG_PASS);
}

TEST(plugin_prt_state, a_service_error_concludes_nothing)
{
    testkit::broker_state s;
    s.status = DSREG_E_SERVICE;
    EXPECT_EQ(run(alice(), s).concluded, 0);
}

TEST(plugin_prt_state, hostile_texts_stay_what_they_are)
{
    testkit::broker_state s = fresh();
    s.session_key_protocol = "\x1b[2J\xff";
    s.prt_authority = std::string(3000, 'x');
    const testkit::outcome o = run(alice(), s);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.violations, codes{});
}

} // namespace
