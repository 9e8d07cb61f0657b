#include "device_world.h"

#include <gtest/gtest.h>

namespace {

using testkit::device_verdict;
using testkit::outcome;
using testkit::verdict_of;
using testkit::world;
using codes = std::vector<std::string>;

const bundled_module& key_sign()
{
    static const bundled_module m(bundled("key-sign"));
    return m;
}

world with(const device_verdict& v)
{
    world w = testkit::with_device(testkit::joined_device());
    w.offered.device_test = [v](const testkit::device_question& q) {
        if (q.test != "sign" || q.instance != "device-1") throw std::logic_error(q.test);
        return v;
    };
    w.give("cert.instance", "device-1");
    return w;
}

outcome sign(const world& w)
{
    return key_sign().run("key.sign-test", w);
}

void expect_fail(const outcome& o, const std::string& code, uint32_t outer,
                 const std::string& about)
{
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), codes{code});
    EXPECT_EQ(o.outer, outer);
    EXPECT_EQ(o.about, about);
    EXPECT_EQ(o.violations, codes{});
}

void expect_skip(const outcome& o, uint32_t reason, const std::string& about)
{
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.reason, reason);
    EXPECT_EQ(o.about, about);
    EXPECT_EQ(o.codes(), codes{});
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_key_sign, descriptor_keeps_the_rules)
{
    EXPECT_EQ(descriptor_faults(key_sign().get()), codes{});
    EXPECT_EQ(std::string(key_sign().get().id), "dsreg.key-sign");
    const dsreg_probe& p = key_sign().probe("key.sign-test");
    EXPECT_EQ(std::string(p.title), "KeySignTest");
    EXPECT_EQ(std::string(p.section), "Diagnostic Data");
}

TEST(plugin_key_sign, a_signature_that_verifies_passes)
{
    const outcome o = sign(with({}).give_int("key.usable", 1, DSREG_T_BOOL));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("key.signs"), "1");
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_key_sign, a_key_that_does_not_sign_fails)
{
    const outcome o =
        sign(with(verdict_of(DSREG_DEVICE_SIGN_FAILED)).give_int("key.usable", 1, DSREG_T_BOOL));
    expect_fail(o, "key.sign-failed", 0x80090020u, "");
    EXPECT_EQ(o.fact_of("key.signs"), "0");
}

TEST(plugin_key_sign, a_mismatch_fails_and_the_key_tests_failure_explains_it)
{
    const outcome o =
        sign(with(verdict_of(DSREG_DEVICE_KEY_MISMATCH)).give_int("key.usable", 0, DSREG_T_BOOL));
    expect_fail(o, "key.sign-mismatch", 0x8009001au, "key.usable");
    EXPECT_EQ(o.fact_of("key.signs"), "0");
}

TEST(plugin_key_sign, a_key_that_is_known_to_be_missing_is_one_failure)
{
    for (const uint32_t v : {DSREG_DEVICE_KEY_MISSING, DSREG_DEVICE_KEY_UNUSABLE}) {
        const outcome o = sign(with(verdict_of(v)).give_int("key.usable", 0, DSREG_T_BOOL));
        expect_skip(o, DSREG_SKIP_MISSING_INPUT, "key.usable");
        EXPECT_FALSE(o.has_fact("key.signs"));
    }
}

TEST(plugin_key_sign, a_missing_key_that_nobody_reported_is_a_failure_here)
{
    expect_fail(sign(with(verdict_of(DSREG_DEVICE_KEY_MISSING))), "key.sign-no-key", 0x80090011u,
                "");
    const outcome o = sign(with(verdict_of(DSREG_DEVICE_KEY_UNUSABLE)));
    expect_fail(o, "key.sign-no-key", 0x80090005u, "");
    EXPECT_EQ(o.fact_of("key.signs"), "0");
}

TEST(plugin_key_sign, a_token_that_hangs_gives_no_answer)
{
    const device_verdict v = verdict_of(DSREG_DEVICE_NO_ANSWER, DSREG_X_TIMEOUT);
    const outcome o = sign(with(v).give_int("key.usable", 1, DSREG_T_BOOL));
    expect_fail(o, "key.sign-no-answer", 0x80090020u, "");
    EXPECT_FALSE(o.has_fact("key.signs")); // not tried is not failed
    expect_skip(sign(with(v).give("key.usable", "why").state("key.usable", DSREG_IN_UNKNOWN)),
                DSREG_SKIP_MISSING_INPUT, "key.usable");
}

TEST(plugin_key_sign, a_verdict_from_the_future_is_no_answer)
{
    expect_fail(sign(with(verdict_of(4711))), "key.sign-no-answer", 0x80090020u, "");
}

TEST(plugin_key_sign, roots_key_needs_root)
{
    expect_skip(sign(with(verdict_of(DSREG_DEVICE_NO_ANSWER, DSREG_X_ACCESS))),
                DSREG_SKIP_NEEDS_ROOT, "");
}

TEST(plugin_key_sign, a_key_in_hardware_is_not_tested_and_root_would_not_help)
{
    testkit::device_answer a = testkit::joined_device();
    a.records[0].hardware = 1;
    world w = with(verdict_of(DSREG_DEVICE_NO_ANSWER, DSREG_X_ACCESS));
    w.offered.device = [a] { return a; };
    expect_skip(sign(w), DSREG_SKIP_NOT_APPLICABLE, "");
}

TEST(plugin_key_sign, without_a_certificate_nothing_is_signed)
{
    world silent = testkit::with_device({});
    silent.state("cert.instance", DSREG_IN_SILENT);
    expect_skip(sign(silent), DSREG_SKIP_MISSING_INPUT, "cert.instance");
    world broken = testkit::with_device({});
    broken.state("cert.instance", DSREG_IN_BROKEN);
    expect_skip(sign(broken), DSREG_SKIP_MISSING_INPUT, "cert.instance");
    world unregistered = testkit::with_device({});
    unregistered.state("cert.instance", DSREG_IN_SKIPPED);
    expect_skip(sign(unregistered), DSREG_SKIP_NOT_APPLICABLE, "");
    testkit::device_answer denied;
    denied.error = DSREG_X_ACCESS;
    world user = testkit::with_device(denied);
    user.state("cert.instance", DSREG_IN_SKIPPED);
    expect_skip(sign(user), DSREG_SKIP_NEEDS_ROOT, "");
    world unknown = testkit::with_device({});
    unknown.give("cert.instance", "why").state("cert.instance", DSREG_IN_UNKNOWN);
    expect_skip(sign(unknown), DSREG_SKIP_MISSING_INPUT, "cert.instance");
}

TEST(plugin_key_sign, a_registration_in_another_tenant_is_not_none_at_all)
{
    world w = testkit::with_device(testkit::two_tenants());
    w.give("run.tenant", "c0ffee00-0000-4000-8000-00000000000c");
    w.state("cert.instance", DSREG_IN_SKIPPED);
    const outcome o = sign(w);
    expect_skip(o, DSREG_SKIP_NOT_APPLICABLE, "");
    EXPECT_NE(o.text.find("in the tenant that was asked for"), std::string::npos);
}

TEST(plugin_key_sign, a_service_error_concludes_nothing)
{
    device_verdict v;
    v.status = DSREG_E_SERVICE;
    EXPECT_EQ(sign(with(v)).concluded, 0);
}

TEST(plugin_key_sign, hostile_words_stay_within_bounds)
{
    device_verdict v = verdict_of(DSREG_DEVICE_SIGN_FAILED);
    v.text = "\x1b[31m" + std::string(40'000, '\xff');
    EXPECT_EQ(sign(with(v)).violations, codes{});
    v.text = "the token did not answer after 27 seconds";
    EXPECT_EQ(sign(with(v)).evidence("key.sign-failed", "problem"), ""); // a measured time
}

// ---- key.recovery

world tested()
{
    world w = testkit::with_device(testkit::joined_device());
    w.give("cert.instance", "device-1").give("cert.join-type", "joined");
    w.give_int("cert.present", 1, DSREG_T_BOOL).give_int("cert.not-after", testkit::now + 1);
    return w;
}

outcome recovery(const world& w)
{
    return key_sign().run("key.recovery", w);
}

void expect_needed(const outcome& o, const std::string& code, const std::string& lost)
{
    EXPECT_EQ(o.result, DSREG_PASS); // the failure is told where it was found
    EXPECT_EQ(o.fact_of("key.recovery-needed"), "1");
    EXPECT_EQ(o.codes(), codes{code});
    EXPECT_EQ(o.evidence(code, "lost"), lost);
    EXPECT_EQ(o.facts.at(0).source, "derived");
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_key_recovery, usable_keys_need_none)
{
    const outcome o = recovery(
        tested().give_int("key.usable", 1, DSREG_T_BOOL).give_int("key.signs", 1, DSREG_T_BOOL));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("key.recovery-needed"), "0");
    EXPECT_EQ(o.codes(), codes{});
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_key_recovery, lost_keys_need_it_for_each_reason)
{
    const char* joined = "key.recovery-joined";
    expect_needed(recovery(tested().give_int("key.usable", 0, DSREG_T_BOOL)), joined, "key");
    expect_needed(recovery(tested()
                               .give_int("key.usable", 1, DSREG_T_BOOL)
                               .give_int("key.signs", 0, DSREG_T_BOOL)),
                  joined, "signature");
    world expired = testkit::with_device(testkit::joined_device());
    expired.give("cert.instance", "device-1").give_int("cert.not-after", testkit::now - 1);
    expired.give("cert.join-type", "joined");
    expired.give_int("key.usable", 1, DSREG_T_BOOL).give_int("key.signs", 1, DSREG_T_BOOL);
    expect_needed(recovery(expired), joined, "certificate expired");
    world missing = testkit::with_device({});
    missing.give_int("cert.present", 0, DSREG_T_BOOL).state("cert.instance", DSREG_IN_SILENT);
    missing.give("device.join-state", "Microsoft Entra joined");
    expect_needed(recovery(missing), joined, "certificate");
}

TEST(plugin_key_recovery, a_list_that_nobody_answered_proves_nothing)
{
    world w = testkit::with_device({DSREG_X_TIMEOUT, {}, {}, "no answer", DSREG_OK});
    w.give_int("cert.present", 0, DSREG_T_BOOL).state("cert.instance", DSREG_IN_SILENT);
    const outcome o = recovery(w);
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.about, "cert.instance");
    EXPECT_EQ(o.fact_of("key.recovery-needed"), "?the keys could not be tried");
}

TEST(plugin_key_recovery, a_certificate_that_expired_by_a_wrong_clock_is_not_lost)
{
    world w = testkit::with_device(testkit::joined_device());
    w.give("cert.instance", "device-1").give_int("cert.not-after", testkit::now - 1);
    w.give_int("key.usable", 1, DSREG_T_BOOL).give_int("time.skewed", 1, DSREG_T_BOOL);
    world ahead = w;
    ahead.give("time.offset", "at least 4000 days ahead");
    const outcome o = recovery(ahead);
    expect_skip(o, DSREG_SKIP_MISSING_INPUT, "time.skewed");
    EXPECT_EQ(o.fact_of("key.recovery-needed"), "?the clock is wrong");
    world unsigned_too = ahead;
    unsigned_too.give_int("key.signs", 0, DSREG_T_BOOL);
    expect_needed(recovery(unsigned_too), "key.recovery-needed", "signature");
    world behind = w; // a clock that is behind makes nothing expire
    behind.give("time.offset", "about 10 minutes behind");
    expect_needed(recovery(behind), "key.recovery-needed", "certificate expired");
}

TEST(plugin_key_recovery, a_certificate_that_is_only_not_read_is_not_lost)
{
    testkit::device_answer a;
    a.files.push_back({DSREG_FILE_CERTIFICATE, DSREG_FILE_NOT_REGULAR, false, "/c/drs_1", "", ""});
    world w = testkit::with_device(a);
    w.give_int("cert.present", 0, DSREG_T_BOOL).state("cert.instance", DSREG_IN_SILENT);
    const outcome o = recovery(w);
    expect_skip(o, DSREG_SKIP_MISSING_INPUT, "cert.instance");
    EXPECT_EQ(o.fact_of("key.recovery-needed"), "?there is no usable device certificate");
    a.files.front().state = DSREG_FILE_GARBAGE;
    world damaged = testkit::with_device(a);
    damaged.give_int("cert.present", 0, DSREG_T_BOOL).state("cert.instance", DSREG_IN_SILENT);
    expect_needed(recovery(damaged), "key.recovery-needed", "certificate");
}

TEST(plugin_key_recovery, the_remedy_differs_by_join_state)
{
    world hybrid = tested().give_int("key.usable", 0, DSREG_T_BOOL);
    hybrid.give("device.join-state", "Microsoft Entra hybrid joined");
    expect_needed(recovery(hybrid), "key.recovery-hybrid", "key");
    world registered = testkit::with_device(testkit::joined_device());
    registered.give("cert.instance", "device-1").give("cert.join-type", "registered");
    registered.give_int("key.usable", 0, DSREG_T_BOOL);
    expect_needed(recovery(registered), "key.recovery-registered", "key");
    world java = testkit::with_device({}); // its certificate is missing
    java.give_int("cert.present", 0, DSREG_T_BOOL).state("cert.instance", DSREG_IN_SILENT);
    java.give("device.join-state", "Microsoft Entra registered");
    expect_needed(recovery(java), "key.recovery-registered", "certificate");
    world nobody_knows = testkit::with_device({});
    nobody_knows.give_int("cert.present", 0, DSREG_T_BOOL);
    nobody_knows.state("cert.instance", DSREG_IN_SILENT);
    expect_needed(recovery(nobody_knows), "key.recovery-needed", "certificate");
}

TEST(plugin_key_recovery, every_remedy_says_register_again_and_promises_no_recovery)
{
    const dsreg_probe& p = key_sign().probe("key.recovery");
    for (auto* f = p.findings; *f != nullptr; f++) {
        EXPECT_NE(std::string((*f)->remedy).find("again"), std::string::npos) << (*f)->code;
        EXPECT_EQ(std::string((*f)->remedy).find("recover"), std::string::npos) << (*f)->code;
    }
}

TEST(plugin_key_recovery, keys_that_were_not_tried_leave_it_unknown)
{
    const outcome o = recovery(tested().state("key.usable", DSREG_IN_UNKNOWN));
    expect_skip(o, DSREG_SKIP_MISSING_INPUT, "key.usable");
    EXPECT_EQ(o.fact_of("key.recovery-needed"), "?the keys could not be tried");
    expect_skip(
        recovery(
            tested().give_int("key.usable", 1, DSREG_T_BOOL).state("key.signs", DSREG_IN_BROKEN)),
        DSREG_SKIP_MISSING_INPUT, "key.signs");
}

TEST(plugin_key_recovery, without_rights_it_is_unknown_and_needs_root)
{
    testkit::device_answer denied;
    denied.error = DSREG_X_ACCESS;
    world user = testkit::with_device(denied);
    user.state("cert.instance", DSREG_IN_SKIPPED);
    const outcome o = recovery(user);
    expect_skip(o, DSREG_SKIP_NEEDS_ROOT, "");
    EXPECT_EQ(o.fact_of("key.recovery-needed"), "?needs root");
}

TEST(plugin_key_recovery, without_a_registration_it_cannot_be)
{
    world w = testkit::with_device({});
    w.state("cert.instance", DSREG_IN_SKIPPED);
    const outcome o = recovery(w);
    expect_skip(o, DSREG_SKIP_NOT_APPLICABLE, "");
    EXPECT_EQ(o.fact_of("key.recovery-needed"), "-no registration was found on this machine");
}

TEST(plugin_key_recovery, what_himmelblau_keeps_to_itself_is_unknown)
{
    testkit::device_answer a;
    a.records.push_back(testkit::note(testkit::device_id, testkit::tenant_id));
    a.records[0].source = "himmelblau.conf";
    world w = testkit::with_device(a);
    w.state("cert.instance", DSREG_IN_SKIPPED);
    const outcome o = recovery(w);
    expect_skip(o, DSREG_SKIP_NOT_APPLICABLE, "");
    EXPECT_EQ(o.fact_of("key.recovery-needed"), "?Himmelblau keeps it to itself");
}

TEST(plugin_key_recovery, a_broken_certificate_test_is_not_a_lost_certificate)
{
    world w = testkit::with_device({});
    w.state("cert.instance", DSREG_IN_BROKEN).state("cert.present", DSREG_IN_BROKEN);
    const outcome o = recovery(w);
    expect_skip(o, DSREG_SKIP_MISSING_INPUT, "cert.instance");
    EXPECT_EQ(o.fact_of("key.recovery-needed"), "?there is no usable device certificate");
}

TEST(plugin_key_recovery, a_service_error_concludes_nothing)
{
    testkit::device_answer a;
    a.status = DSREG_E_SERVICE;
    world w = testkit::with_device(a);
    w.state("cert.instance", DSREG_IN_SKIPPED);
    EXPECT_EQ(recovery(w).concluded, 0);
}

} // namespace
