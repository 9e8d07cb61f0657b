#include "sso_world.h"

#include <gtest/gtest.h>

namespace {

using namespace sso_world;
using codes = std::vector<std::string>;

const std::string device = "b4c8e1d0-52f7-4e69-8a3b-61d7f09c2e58";

const bundled_module& token()
{
    static const bundled_module m(bundled("token"));
    return m;
}

testkit::token_answer granted()
{
    testkit::token_answer a;
    a.audience = "urn:ms-drs:enterpriseregistration.windows.net";
    a.device_id = device;
    a.tenant_id = tenant;
    return a;
}

testkit::token_answer failing(const testkit::broker_trouble& t)
{
    testkit::token_answer a;
    a.granted = false;
    a.error = t;
    return a;
}

testkit::outcome run(const char* probe, testkit::world w, const testkit::token_answer& a)
{
    w.offered.token = [a](uint32_t kind, const std::string& account) {
        EXPECT_EQ(kind, DSREG_TOKEN_DRS);
        EXPECT_EQ(account, "oid-1.tid-1");
        return a;
    };
    return token().run(probe, w);
}

testkit::outcome unasked(testkit::world w)
{
    w.offered.token = [](uint32_t, const std::string&) -> testkit::token_answer {
        throw std::logic_error("asked");
    };
    return token().run("token.drs", w);
}

testkit::world after_drs()
{
    testkit::world w = alice();
    w.give_int("token.granted", 1, DSREG_T_BOOL);
    return w;
}

TEST(plugin_token, descriptor_keeps_the_rules)
{
    EXPECT_EQ(descriptor_faults(token().get()), codes{});
    EXPECT_EQ(std::string(token().get().id), "dsreg.token");
    for (const char* id : {"token.drs", "token.claims"})
        EXPECT_NE(token().probe(id).flags & DSREG_P_ACTIVE, 0u) << id;
    EXPECT_NE(token().probe("token.claims").flags & DSREG_P_QUIET, 0u);
    EXPECT_EQ(token().probe("token.acquisition").flags & DSREG_P_ACTIVE, 0u);
}

TEST(plugin_token_drs, granted)
{
    const testkit::outcome o = run("token.drs", alice(), granted());
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("token.granted"), "1");
    EXPECT_TRUE(o.findings.empty());
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_token_drs, each_refusal_has_its_finding)
{
    struct row {
        uint32_t aadsts;
        int32_t status;
        const char* code;
    };
    for (const row& r :
         {row{50078, 2, "prt.sign-in-needed"}, row{50126, 2, "prt.password-wrong"},
          row{700003, 2, "prt.device-rejected"}, row{53003, 2, "prt.policy-blocked"},
          row{0, 5, "prt.unreachable"}, row{0, 15, "prt.not-stored"}, row{0, 8, "prt.refused"}}) {
        const testkit::outcome o = run("token.drs", alice(), failing(refused(r.aadsts, r.status)));
        EXPECT_EQ(o.result, DSREG_FAIL) << r.code;
        EXPECT_EQ(o.codes(), codes{r.code});
        EXPECT_FALSE(o.has_fact("token.granted")) << r.code;
        EXPECT_EQ(o.violations, codes{}) << r.code;
    }
}

TEST(plugin_token_drs, a_broker_without_an_answer)
{
    testkit::broker_trouble t;
    t.kind = DSREG_X_TIMEOUT;
    EXPECT_EQ(run("token.drs", alice(), failing(t)).codes(), codes{"prt.no-answer"});
    t.kind = DSREG_X_PROTOCOL;
    EXPECT_EQ(run("token.drs", alice(), failing(t)).codes(), codes{"prt.garbage"});
}

TEST(plugin_token_drs, a_failed_attempt_of_the_same_cause_explains_it)
{
    testkit::world w = alice();
    w.give("prt.trouble", "sign-in");
    EXPECT_EQ(run("token.drs", w, failing(refused(50078))).about, "prt.trouble");
    EXPECT_EQ(run("token.drs", w, failing(refused(53003))).about, "");
}

TEST(plugin_token_drs, after_a_refused_cookie_it_is_not_asked_for)
{
    testkit::world w = alice();
    w.state("prt.cookie-granted", DSREG_IN_SILENT);
    const testkit::outcome o = unasked(w);
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.about, "prt.cookie-granted");
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_token_drs, without_a_primary_token_it_is_not_asked_for)
{
    testkit::world w = alice();
    w.give_int("prt.present", 0, DSREG_T_BOOL).state("prt.cookie-granted", DSREG_IN_SKIPPED);
    const testkit::outcome o = unasked(w);
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.about, "prt.present");
}

TEST(plugin_token_drs, a_skipped_or_broken_cookie_does_not_keep_it_from_asking)
{
    for (const uint32_t state : {DSREG_IN_SKIPPED, DSREG_IN_BROKEN, DSREG_IN_NO_PROVIDER}) {
        testkit::world w = alice();
        w.state("prt.cookie-granted", state);
        EXPECT_EQ(run("token.drs", w, granted()).result, DSREG_PASS) << state;
    }
}

TEST(plugin_token_drs, a_service_error_concludes_nothing)
{
    testkit::token_answer a;
    a.status = DSREG_E_SERVICE;
    EXPECT_EQ(run("token.drs", alice(), a).concluded, 0);
    EXPECT_EQ(run("token.claims", after_drs(), a).concluded, 0);
}

TEST(plugin_token_claims, device_and_tenant_in_lower_case)
{
    testkit::token_answer a = granted();
    a.device_id = "B4C8E1D0-52F7-4E69-8A3B-61D7F09C2E58";
    const testkit::outcome o = run("token.claims", after_drs(), a);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("token.device-id"), device);
    EXPECT_EQ(o.fact_of("token.tenant-id"), tenant);
    for (const char* key : {"token.device-id", "token.tenant-id"}) {
        EXPECT_NE(o.flags_of(key) & DSREG_F_PERSONAL, 0u) << key;
        EXPECT_NE(o.flags_of(key) & DSREG_F_HIDDEN, 0u) << key;
    }
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_token_claims, a_user_without_a_device_has_a_token_all_the_same)
{
    testkit::token_answer a = granted();
    a.device_id.clear();
    const testkit::outcome o = run("token.claims", after_drs(), a);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("token.device-id"), "?the token does not show it");
}

TEST(plugin_token_claims, an_opaque_token_shows_nothing)
{
    const testkit::outcome o = run("token.claims", after_drs(), {});
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.reason, DSREG_SKIP_NOT_APPLICABLE);
}

TEST(plugin_token_claims, a_claim_that_is_no_guid_names_nothing)
{
    testkit::token_answer a = granted();
    a.device_id = "../../etc/passwd\x1b";
    const testkit::outcome o = run("token.claims", after_drs(), a);
    EXPECT_EQ(o.fact_of("token.device-id"), "?the token's claim is no GUID");
}

TEST(plugin_token_claims, a_token_that_is_refused_the_second_time)
{
    const testkit::outcome o = run("token.claims", after_drs(), failing(refused(50078)));
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.about, "token.granted");
    EXPECT_EQ(o.violations, codes{});
}

} // namespace
