#include "sso_world.h"

#include <gtest/gtest.h>

namespace {

using namespace sso_world;
using codes = std::vector<std::string>;

const bundled_module& prt()
{
    static const bundled_module m(bundled("prt"));
    return m;
}

testkit::outcome run(testkit::world w, const testkit::token_answer& a)
{
    w.offered.token = [a](uint32_t kind, const std::string& account) {
        EXPECT_EQ(kind, DSREG_TOKEN_COOKIE);
        EXPECT_EQ(account, "oid-1.tid-1");
        return a;
    };
    return prt().run("prt.sso-cookie", w);
}

testkit::token_answer failing(const testkit::broker_trouble& t)
{
    testkit::token_answer a;
    a.granted = false;
    a.error = t;
    return a;
}

testkit::token_answer of_kind(uint32_t kind)
{
    testkit::broker_trouble t;
    t.kind = kind;
    return failing(t);
}

void expect_fail(const testkit::outcome& o, const std::string& code, uint32_t outer)
{
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), codes{code});
    EXPECT_EQ(o.outer, outer);
    EXPECT_FALSE(o.has_fact("prt.cookie-granted"));
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_prt_cookie, granted)
{
    const testkit::outcome o = run(alice(), {});
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("prt.cookie-granted"), "1");
    EXPECT_NE(o.flags_of("prt.cookie-granted") & DSREG_F_HIDDEN, 0u);
    EXPECT_EQ(o.violations, codes{});
    EXPECT_NE(prt().probe("prt.sso-cookie").flags & DSREG_P_ACTIVE, 0u);
}

TEST(plugin_prt_cookie, an_expired_second_factor_is_decoded)
{
    const testkit::outcome o = run(alice(), failing(refused(50078)));
    expect_fail(o, "prt.sign-in-needed", 0);
    const auto seen = [&](const char* name) { return o.evidence("prt.sign-in-needed", name); };
    EXPECT_EQ(seen("aadsts"), "AADSTS50078");
    EXPECT_EQ(seen("status"), "2");
    EXPECT_EQ(seen("status-name"), "InteractionRequired");
    EXPECT_EQ(seen("tag"), "965ya");
    EXPECT_EQ(seen("request-id"), "c0ffee00-0000-4000-8000-000000000001");
    EXPECT_EQ(o.findings[0].message.find("alice"), std::string::npos);
    EXPECT_EQ(o.about, "");
}

TEST(plugin_prt_cookie, each_refusal_has_its_finding)
{
    struct row {
        uint32_t aadsts;
        int32_t status;
        const char* code;
        uint32_t outer;
    };
    for (const row& r :
         {row{0, 2, "prt.sign-in-needed", 0}, row{0, 13, "prt.sign-in-needed", 0},
          row{50126, 2, "prt.password-wrong", 0}, row{50155, 2, "prt.device-rejected", 0},
          row{0, 20, "prt.device-rejected", 0}, row{53000, 2, "prt.policy-blocked", 0},
          row{0, 3, "prt.unreachable", 0x80072efdu}, row{0, 4, "prt.unreachable", 0x80072efdu},
          row{0, 15, "prt.not-stored", 0}, row{0, 0, "prt.refused", 0},
          row{0, -1, "prt.refused", 0}, row{90002, 9, "prt.refused", 0}})
        expect_fail(run(alice(), failing(refused(r.aadsts, r.status))), r.code, r.outer);
}

TEST(plugin_prt_cookie, a_broker_without_an_answer)
{
    expect_fail(run(alice(), of_kind(DSREG_X_TIMEOUT)), "prt.no-answer", 0x80072ee2u);
    expect_fail(run(alice(), of_kind(DSREG_X_DISCONNECTED)), "prt.no-answer", 0x80072efeu);
    expect_fail(run(alice(), of_kind(DSREG_X_NOT_FOUND)), "prt.no-answer", 0x80072efeu);
    expect_fail(run(alice(), of_kind(DSREG_X_PROTOCOL)), "prt.garbage", 0x8007000du);
    expect_fail(run(alice(), of_kind(DSREG_X_TOO_LARGE)), "prt.garbage", 0x8007000du);
    expect_fail(run(alice(), of_kind(DSREG_X_NONE)), "prt.garbage", 0x8007000du);
}

TEST(plugin_prt_cookie, a_failed_attempt_of_the_same_cause_explains_it)
{
    testkit::world w = alice();
    w.give("prt.trouble", "sign-in");
    EXPECT_EQ(run(w, failing(refused(50078))).about, "prt.trouble");
    EXPECT_EQ(run(w, failing(refused(50155))).about, ""); // another cause
    EXPECT_EQ(run(w, of_kind(DSREG_X_TIMEOUT)).about, "");
}

TEST(plugin_prt_cookie, without_a_token_it_is_not_asked_for)
{
    testkit::world w = alice();
    w.give_int("prt.present", 0, DSREG_T_BOOL);
    w.offered.token = [](uint32_t, const std::string&) -> testkit::token_answer {
        throw std::logic_error("asked");
    };
    const testkit::outcome o = prt().run("prt.sso-cookie", w);
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.about, "prt.present");
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_prt_cookie, an_unknown_or_broken_state_does_not_keep_it_from_asking)
{
    for (const uint32_t state : {DSREG_IN_UNKNOWN, DSREG_IN_SKIPPED, DSREG_IN_BROKEN}) {
        testkit::world w = alice();
        w.state("prt.present", state);
        EXPECT_EQ(run(w, {}).result, DSREG_PASS) << state;
    }
}

TEST(plugin_prt_cookie, a_service_error_concludes_nothing)
{
    testkit::token_answer a;
    a.status = DSREG_E_SERVICE;
    EXPECT_EQ(run(alice(), a).concluded, 0);
}

TEST(plugin_prt_cookie, hostile_words_stay_within_bounds)
{
    testkit::broker_trouble t = refused(0, 99);
    t.text = std::string(4096, '\x1b');
    t.tag = "<b>&\n";
    const testkit::outcome o = run(alice(), failing(t));
    expect_fail(o, "prt.refused", 0);
    EXPECT_LE(o.evidence("prt.refused", "error").size(), 512u);
}

} // namespace
