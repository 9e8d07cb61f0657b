#include "state_world.h"

#include <gtest/gtest.h>

namespace {

using testkit::device_verdict;
using testkit::outcome;
using testkit::verdict_of;
using testkit::world;
using codes = std::vector<std::string>;

const std::string sign_in = "login.microsoftonline.com";
const std::string gone = "FAILED. Device is either disabled or deleted";

const bundled_module& device_state()
{
    static const bundled_module m(bundled("device-state"));
    return m;
}

world with(const device_verdict& v, const std::string& cloud = "public")
{
    world w = testkit::with_device(testkit::joined_device());
    w.offered.device_test = [v, cloud](const testkit::device_question& q) {
        if (q.test != "server" || q.instance != "device-1" || q.cloud != cloud)
            throw std::logic_error(q.test + " " + q.cloud);
        return v;
    };
    w.give("cert.instance", "device-1").give("tenant.id", testkit::tenant_id);
    return w;
}

device_verdict answer(uint32_t verdict, uint32_t aadsts, uint32_t error = DSREG_X_REFUSED)
{
    device_verdict v = verdict_of(verdict, error);
    v.aadsts = aadsts;
    v.http_status = 400;
    v.host = sign_in;
    v.correlation = "c0ffee00-0000-4000-8000-000000000001";
    v.text = "AADSTS" + std::to_string(aadsts) + ": words of the server";
    return v;
}

device_verdict no_way(uint32_t error)
{
    device_verdict v = verdict_of(DSREG_DEVICE_NO_ANSWER, error);
    v.host = sign_in;
    return v;
}

outcome run(const world& w)
{
    return device_state().run("device.server-state", w);
}

void expect_fail(const outcome& o, const std::string& code, uint32_t outer,
                 const std::string& status, const std::string& about = {})
{
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), codes{code});
    EXPECT_EQ(o.outer, outer);
    EXPECT_EQ(o.fact_of("device.auth-status"), status);
    EXPECT_EQ(o.about, about);
    EXPECT_EQ(o.violations, codes{});
}

void expect_skip(const outcome& o, uint32_t reason, const std::string& about)
{
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.reason, reason);
    EXPECT_EQ(o.about, about);
    EXPECT_FALSE(o.has_fact("device.auth-status")); // the report says SKIPPED in its row
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_device_server, a_device_that_the_tenant_lets_in_is_a_success)
{
    const outcome o = run(with({}));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("device.auth-status"), "SUCCESS");
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_device_server, it_is_active_on_the_network_with_time_for_two_rounds)
{
    const dsreg_probe& p = device_state().probe("device.server-state");
    EXPECT_EQ(p.flags, DSREG_P_NETWORK | DSREG_P_ACTIVE);
    EXPECT_GE(p.timeout_ms, 16'000u);
}

TEST(plugin_device_server, a_disabled_and_a_deleted_device_share_their_row)
{
    device_verdict disabled = answer(DSREG_DEVICE_DISABLED, 135011);
    disabled.suberror = "device_authentication_failed";
    const outcome off = run(with(disabled));
    expect_fail(off, "device.disabled", 0, gone);
    EXPECT_EQ(off.evidence("device.disabled", "aadsts"), "AADSTS135011");
    EXPECT_EQ(off.evidence("device.disabled", "suberror"), "device_authentication_failed");
    EXPECT_EQ(off.evidence("device.disabled", "http-status"), "400");
    EXPECT_EQ(off.evidence("device.disabled", "request-id"), disabled.correlation);
    EXPECT_EQ(off.evidence("device.disabled", "attempts"), "");
    EXPECT_NE(off.findings[0].evidence.at("error").flags & DSREG_F_PERSONAL, 0u);
    device_verdict deleted = answer(DSREG_DEVICE_DELETED, 50155);
    deleted.attempts = 2;
    const outcome away = run(with(deleted));
    expect_fail(away, "device.deleted", 0, gone);
    EXPECT_EQ(away.evidence("device.deleted", "attempts"), "2");
}

TEST(plugin_device_server, an_unknown_answer_is_never_an_unhealthy_device)
{
    const char* code = "device.auth-check-inconclusive";
    for (const uint32_t aadsts : {90002u, 50097u, 4711u, 0u}) {
        const outcome o = run(with(answer(DSREG_DEVICE_NO_ANSWER, aadsts)));
        expect_fail(o, code, 0xcaa20008u, "FAILED. ERROR");
    }
    device_verdict busy = answer(DSREG_DEVICE_NO_ANSWER, 0);
    busy.http_status = 503;
    expect_fail(run(with(busy)), code, 0xcaa301f7u, "FAILED. ERROR");
}

TEST(plugin_device_server, the_network_gives_its_code)
{
    const std::pair<uint32_t, uint32_t> table[] = {
        {DSREG_X_DNS, 0x80072ee7u},     {DSREG_X_CONNECT, 0x80072efdu},
        {DSREG_X_TIMEOUT, 0x80072ee2u}, {DSREG_X_TLS, 0x80072f8fu},
        {DSREG_X_PROXY, 0x80072efdu},   {DSREG_X_PROTOCOL, 0x8007000du}};
    for (const auto& [error, outer] : table)
        expect_fail(run(with(no_way(error))), "device.auth-check-inconclusive", outer,
                    "FAILED. ERROR");
}

TEST(plugin_device_server, a_certificate_that_names_no_tenant_is_not_the_networks_fault)
{
    for (const uint32_t error : {DSREG_X_NOT_FOUND, DSREG_X_TOO_LARGE})
        expect_fail(run(with(no_way(error))), "device.auth-check-inconclusive", 0, "FAILED. ERROR");
}

TEST(plugin_device_server, a_network_that_fails_for_all_explains_it)
{
    world w = with(no_way(DSREG_X_DNS));
    w.give("net.endpoint-state", "ok", "enterpriseregistration.windows.net");
    w.give("net.endpoint-state", "dns", sign_in);
    expect_fail(run(w), "device.auth-check-inconclusive", 0x80072ee7u, "FAILED. ERROR",
                "net.endpoint-state");
    world fine = with(no_way(DSREG_X_DNS));
    fine.give("net.endpoint-state", "ok", sign_in);
    fine.give("net.endpoint-state", "dns", "some.other.host");
    expect_fail(run(fine), "device.auth-check-inconclusive", 0x80072ee7u, "FAILED. ERROR");
}

TEST(plugin_device_server, a_wrong_clock_explains_a_proof_out_of_time)
{
    for (const uint32_t aadsts : {50027u, 500133u}) {
        world w = with(answer(DSREG_DEVICE_NO_ANSWER, aadsts));
        w.give_int("time.skewed", 1, DSREG_T_BOOL);
        expect_fail(run(w), "device.auth-check-inconclusive", 0xcaa20008u, "FAILED. ERROR",
                    "time.skewed");
    }
    world tls = with(no_way(DSREG_X_TLS));
    tls.give_int("time.skewed", 1, DSREG_T_BOOL);
    EXPECT_EQ(run(tls).about, "time.skewed");
}

TEST(plugin_device_server, a_proof_of_another_device_than_the_others_name_follows_from_that)
{
    world w = with(answer(DSREG_DEVICE_NO_ANSWER, 50027));
    EXPECT_EQ(run(w.give_int("device.agrees", 0, DSREG_T_BOOL)).about, "device.agrees");
    world unrelated = with(answer(DSREG_DEVICE_NO_ANSWER, 90002));
    EXPECT_EQ(run(unrelated.give_int("device.agrees", 0, DSREG_T_BOOL)).about, "");
}

TEST(plugin_device_server, a_service_that_did_not_describe_itself_explains_that_it_did_not_answer)
{
    for (const device_verdict& v :
         {no_way(DSREG_X_PROTOCOL), answer(DSREG_DEVICE_NO_ANSWER, 90002)}) {
        world w = with(v);
        w.state("sts.issuer", DSREG_IN_SILENT);
        EXPECT_EQ(run(w).about, "sts.issuer");
        device_verdict elsewhere = v;
        elsewhere.host = "another.host";
        world other = with(elsewhere);
        other.state("sts.issuer", DSREG_IN_SILENT);
        EXPECT_EQ(run(other).about, "");
    }
}

TEST(plugin_device_server, another_fault_of_the_certificate_explains_no_proof_out_of_time)
{
    world w = with(answer(DSREG_DEVICE_NO_ANSWER, 50027)); // its key is too short, for example
    w.give_int("cert.in-time", 1, DSREG_T_BOOL).give_int("cert.not-after", testkit::now + 1);
    EXPECT_EQ(run(w).about, "");
    EXPECT_EQ(run(with(answer(DSREG_DEVICE_NO_ANSWER, 500133))).about, "");
}

TEST(plugin_device_server, answers_about_the_device_have_sentences_of_their_own)
{
    for (const uint32_t aadsts : {221000u, 135010u, 130006u}) {
        const outcome o = run(with(answer(DSREG_DEVICE_NO_ANSWER, aadsts)));
        expect_fail(o, "device.auth-check-inconclusive", 0xcaa20008u, "FAILED. ERROR");
        EXPECT_EQ(o.findings[0].message.find("says nothing"), std::string::npos) << aadsts;
        EXPECT_NE(o.findings[0].message.find("device"), std::string::npos) << aadsts;
    }
}

TEST(plugin_device_server, a_certificate_that_expired_by_a_wrong_clock_is_the_clocks_fault)
{
    world w = with({});
    w.give_int("cert.not-after", testkit::now - 1, DSREG_T_TIME).give_int("time.skewed", 1);
    w.give("time.offset", "at least 4000 days ahead");
    expect_skip(run(w), DSREG_SKIP_MISSING_INPUT, "time.skewed");
}

TEST(plugin_device_server, a_proxy_that_wants_credentials_has_its_own_code)
{
    device_verdict v = no_way(DSREG_X_PROXY);
    v.text = "proxy p:8080 demands a sign-in (HTTP 407)";
    const outcome o = run(with(v));
    expect_fail(o, "device.auth-check-inconclusive", 0xcaa30197u, "FAILED. ERROR");
    EXPECT_EQ(o.evidence("device.auth-check-inconclusive", "error"), v.text);
}

TEST(plugin_device_server, words_with_a_port_of_this_run_are_no_evidence)
{
    device_verdict v = no_way(DSREG_X_DNS);
    v.text = "SERVFAIL from 127.0.0.1:42719";
    EXPECT_EQ(run(with(v)).evidence("device.auth-check-inconclusive", "error"), "");
}

TEST(plugin_device_server, the_accounts_cloud_is_asked)
{
    EXPECT_EQ(
        run(with({}, "usgov").give("user.environment", "login.microsoftonline.us", "a")).result,
        DSREG_PASS);
    EXPECT_EQ(run(with({}, "china").give("run.cloud", "china")).result, DSREG_PASS);
}

TEST(plugin_device_server, who_may_not_sign_needs_root)
{
    expect_skip(run(with(verdict_of(DSREG_DEVICE_NO_ANSWER, DSREG_X_ACCESS))),
                DSREG_SKIP_NEEDS_ROOT, "");
    testkit::device_answer denied;
    denied.error = DSREG_X_ACCESS;
    world w = testkit::with_device(denied);
    w.give("tenant.id", testkit::tenant_id).state("cert.instance", DSREG_IN_SKIPPED);
    expect_skip(run(w), DSREG_SKIP_NEEDS_ROOT, "");
}

TEST(plugin_device_server, what_is_known_to_be_in_the_way_is_one_failure)
{
    world none = with({});
    none.inputs.clear();
    none.state("tenant.id", DSREG_IN_SILENT);
    expect_skip(run(none), DSREG_SKIP_MISSING_INPUT, "tenant.id");
    world broken = with({});
    broken.state("tenant.id", DSREG_IN_BROKEN);
    const outcome nobody_knows = run(broken);
    expect_skip(nobody_knows, DSREG_SKIP_MISSING_INPUT, "tenant.id");
    EXPECT_EQ(nobody_knows.text.find("no registered device"), std::string::npos);
    expect_skip(run(with({}).give_int("key.usable", 0, DSREG_T_BOOL)), DSREG_SKIP_MISSING_INPUT,
                "key.usable");
    expect_skip(run(with({}).give("key.usable", "why").state("key.usable", DSREG_IN_UNKNOWN)),
                DSREG_SKIP_MISSING_INPUT, "key.usable");
    expect_skip(run(with({}).give_int("cert.not-after", testkit::now - 1, DSREG_T_TIME)),
                DSREG_SKIP_MISSING_INPUT, "cert.not-after");
    expect_skip(run(with({}).give_int("cert.in-time", 0, DSREG_T_BOOL)), DSREG_SKIP_MISSING_INPUT,
                "cert.in-time"); // not valid yet
    world damaged = testkit::with_device({});
    damaged.give("tenant.id", testkit::tenant_id).state("cert.instance", DSREG_IN_SILENT);
    expect_skip(run(damaged), DSREG_SKIP_MISSING_INPUT, "cert.instance");
}

TEST(plugin_device_server, a_machine_without_a_registration_has_nothing_to_ask)
{
    world w = testkit::with_device({});
    w.give("tenant.id", testkit::tenant_id).state("cert.instance", DSREG_IN_SKIPPED);
    expect_skip(run(w), DSREG_SKIP_NOT_APPLICABLE, "");
}

TEST(plugin_device_server, what_himmelblau_keeps_to_itself_is_unknown)
{
    testkit::device_answer a;
    a.records.push_back(testkit::note(testkit::device_id, testkit::tenant_id));
    a.records[0].source = "himmelblau.conf";
    world w = testkit::with_device(a);
    w.give("tenant.id", testkit::tenant_id).state("cert.instance", DSREG_IN_SKIPPED);
    const outcome o = run(w);
    EXPECT_EQ(o.reason, DSREG_SKIP_NOT_APPLICABLE);
    EXPECT_EQ(o.fact_of("device.auth-status"), "?Himmelblau keeps it to itself");
}

TEST(plugin_device_server, a_key_that_went_bad_on_the_way_is_inconclusive)
{
    for (const uint32_t v : {DSREG_DEVICE_KEY_MISSING, DSREG_DEVICE_KEY_MISMATCH,
                             DSREG_DEVICE_SIGN_FAILED, DSREG_DEVICE_KEY_UNUSABLE, 4711u})
        expect_fail(run(with(verdict_of(v))), "device.auth-check-inconclusive", 0x80090020u,
                    "FAILED. ERROR", "key.signs"); // counts only if the sign test failed
}

TEST(plugin_device_server, a_service_error_concludes_nothing)
{
    device_verdict v;
    v.status = DSREG_E_SERVICE;
    EXPECT_EQ(run(with(v)).concluded, 0);
}

TEST(plugin_device_server, hostile_words_stay_within_bounds)
{
    device_verdict v = answer(DSREG_DEVICE_NO_ANSWER, 0);
    v.text = "\x1b[31m\n" + std::string(40'000, '\xff');
    v.suberror = std::string(4000, 's');
    const outcome o = run(with(v));
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.violations, codes{});
}

} // namespace
