#include "device_world.h"

#include <gtest/gtest.h>

namespace {

using testkit::device_file;
using testkit::device_verdict;
using testkit::outcome;
using testkit::world;
using codes = std::vector<std::string>;

const bundled_module& certs()
{
    static const bundled_module m(bundled("certs"));
    return m;
}

outcome run(const world& w)
{
    return certs().run("cert.device", w);
}

outcome judged(const testkit::device_answer& a)
{
    return run(testkit::with_device(a));
}

// The healthy device with another certificate.
template <class F>
outcome with_certificate(F change)
{
    testkit::device_answer a = testkit::joined_device();
    change(*a.records[0].certificate);
    return judged(a);
}

void expect_fail(const outcome& o, const std::string& code, uint32_t outer)
{
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), codes{code});
    EXPECT_EQ(o.outer, outer);
    EXPECT_EQ(o.violations, codes{});
    for (const testkit::finding& f : o.findings) // ids and paths are evidence only
        EXPECT_EQ(f.message.find(testkit::device_id), std::string::npos);
}

void expect_skip(const outcome& o, uint32_t reason)
{
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.reason, reason);
    EXPECT_EQ(o.codes(), codes{});
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_certs, descriptor_keeps_the_rules)
{
    EXPECT_EQ(descriptor_faults(certs().get()), codes{});
    EXPECT_EQ(std::string(certs().get().id), "dsreg.certs");
}

TEST(plugin_certs, a_good_certificate_passes_and_is_described)
{
    const outcome o = judged(testkit::joined_device());
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{});
    EXPECT_EQ(o.violations, codes{});
    EXPECT_EQ(o.fact_of("cert.present"), "1");
    EXPECT_EQ(o.fact_of("cert.device-id"), testkit::device_id);
    EXPECT_EQ(o.fact_of("cert.tenant-id"), testkit::tenant_id);
    EXPECT_EQ(o.fact_of("cert.join-type"), "joined");
    EXPECT_EQ(o.fact_of("cert.enterprise"), "0");
    EXPECT_EQ(o.fact_of("cert.instance"), "device-1");
    EXPECT_EQ(o.fact_of("cert.not-after"), "2000000000000000000");
    EXPECT_EQ(o.fact_of("cert.thumbprint"), "D09A73223D16855752C5E820A70540BA6450103E");
    EXPECT_EQ(o.fact_of("cert.validity"),
              "[ 2023-11-14 22:13:20.000 UTC -- 2033-05-18 03:33:20.000 UTC ]");
    for (const char* key : {"cert.device-id", "cert.tenant-id", "cert.thumbprint"})
        EXPECT_NE(o.flags_of(key) & DSREG_F_PERSONAL, 0u) << key;
}

// The real certificate of [MS-DVRJ] 4.1, as its values were read.
TEST(plugin_certs, the_certificate_of_the_open_specification_has_expired)
{
    const outcome o = with_certificate([](testkit::device_certificate& c) {
        c.device_id = c.subject = "9d53c6fa-b38e-4509-8fb1-51dedb421aac";
        c.tenant_id.clear();
        c.enterprise = true;
        c.not_before = 1456178531LL * 1'000'000'000; // 2016-02-22 22:02:11
        c.not_after = 1771539131LL * 1'000'000'000;  // 2026-02-19 22:12:11
    });
    expect_fail(o, "cert.expired", 0x800b0101u);
    EXPECT_EQ(o.fact_of("cert.validity"),
              "[ 2016-02-22 22:02:11.000 UTC -- 2026-02-19 22:12:11.000 UTC ]");
    EXPECT_EQ(o.fact_of("cert.enterprise"), "1");
    EXPECT_EQ(o.fact_of("cert.tenant-id"), "?the certificate does not say it");
    EXPECT_EQ(o.evidence("cert.expired", "valid-to"), "2026-02-19 22:12:11.000 UTC");
}

TEST(plugin_certs, a_certificate_of_the_future_is_not_yet_valid)
{
    expect_fail(with_certificate([](auto& c) { c.not_before = testkit::now + 1; }),
                "cert.not-yet-valid", 0x800b0101u);
}

TEST(plugin_certs, a_certificate_out_of_time_by_a_wrong_clock_fails_because_of_it)
{
    const auto judge = [](int64_t not_before, int64_t not_after, const char* offset, bool foreign) {
        testkit::device_answer a = testkit::joined_device();
        a.records[0].certificate->not_before = not_before;
        a.records[0].certificate->not_after = not_after;
        if (foreign) a.records[0].certificate->issuer = "Contoso Root";
        world w = testkit::with_device(a);
        w.give_int("time.skewed", 1, DSREG_T_BOOL).give("time.offset", offset);
        return run(w);
    };
    const outcome expired = judge(1, testkit::now - 1, "at least 4000 days ahead", false);
    expect_fail(expired, "cert.expired", 0x800b0101u);
    EXPECT_EQ(expired.about, "time.skewed");
    EXPECT_EQ(expired.fact_of("cert.in-time"), "0");
    const outcome early = judge(testkit::now + 1, testkit::now + 2, "about 3 days behind", false);
    expect_fail(early, "cert.not-yet-valid", 0x800b0101u);
    EXPECT_EQ(early.about, "time.skewed");
    EXPECT_EQ(judge(1, testkit::now - 60, "about 10 minutes ahead", false).about, "time.skewed");
    EXPECT_EQ(judge(INT64_MIN, INT64_MIN, "at least 4000 days ahead", false).violations, codes{});
    // Too far off for that clock, the other direction, and a fault that no clock explains.
    const int64_t hour = 3'600'000'000'000;
    EXPECT_EQ(judge(1, testkit::now - hour, "about 10 minutes ahead", false).about, "");
    EXPECT_EQ(judge(1, testkit::now - 1, "about 3 days behind", false).about, "");
    EXPECT_EQ(judge(1, testkit::now - 1, "at least 4000 days ahead", true).about, "");
    EXPECT_EQ(judge(1, INT64_MAX, "at least 4000 days ahead", true).about, "");
}

TEST(plugin_certs, a_certificate_in_time_says_so_whatever_else_is_wrong_with_it)
{
    const outcome o = with_certificate([](auto& c) { c.key_bits = 1024; });
    expect_fail(o, "cert.weak-key", 0);
    EXPECT_EQ(o.fact_of("cert.in-time"), "1");
}

TEST(plugin_certs, the_last_thirty_days_are_a_warning)
{
    const int64_t day = 86'400'000'000'000;
    const outcome last = with_certificate([&](auto& c) { c.not_after = testkit::now + 30 * day; });
    EXPECT_EQ(last.result, DSREG_PASS);
    EXPECT_EQ(last.codes(), codes{"cert.expiring"});
    const outcome before =
        with_certificate([&](auto& c) { c.not_after = testkit::now + 30 * day + 1; });
    EXPECT_EQ(before.codes(), codes{});
}

TEST(plugin_certs, the_last_moment_is_still_valid)
{
    EXPECT_EQ(with_certificate([](auto& c) { c.not_after = testkit::now; }).result, DSREG_PASS);
}

TEST(plugin_certs, a_short_rsa_key_is_weak_and_a_short_curve_is_not)
{
    expect_fail(with_certificate([](auto& c) { c.key_bits = 1024; }), "cert.weak-key", 0);
    const outcome curve = with_certificate([](auto& c) {
        c.key_type = "EC";
        c.key_bits = 256;
    });
    EXPECT_EQ(curve.result, DSREG_PASS);
    expect_fail(with_certificate([](auto& c) {
                    c.key_type = "EC";
                    c.key_bits = 192;
                }),
                "cert.weak-key", 0);
}

TEST(plugin_certs, a_certificate_that_may_not_authenticate_a_client_is_for_another_use)
{
    expect_fail(with_certificate([](auto& c) { c.client_auth = false; }), "cert.wrong-use",
                0x800b0110u);
}

TEST(plugin_certs, another_issuer_is_foreign)
{
    const outcome o = with_certificate([](auto& c) { c.issuer = "Contoso Root"; });
    expect_fail(o, "cert.wrong-issuer", 0);
    EXPECT_EQ(o.evidence("cert.wrong-issuer", "issuer"), "Contoso Root");
}

TEST(plugin_certs, subject_and_extension_must_name_one_device)
{
    expect_fail(with_certificate([](auto& c) { c.subject = testkit::other_device_id; }),
                "cert.id-mismatch", 0x800b010fu);
    const outcome upper =
        with_certificate([](auto& c) { c.subject = "B4C8E1D0-52F7-4E69-8A3B-61D7F09C2E58"; });
    EXPECT_EQ(upper.result, DSREG_PASS);
    EXPECT_EQ(upper.fact_of("cert.device-id"), testkit::device_id);
}

TEST(plugin_certs, a_certificate_without_any_device_id_names_no_device)
{
    const outcome o = with_certificate([](auto& c) {
        c.device_id.clear();
        c.subject.clear();
    });
    expect_fail(o, "cert.id-mismatch", 0x800b010fu);
    EXPECT_EQ(o.fact_of("cert.device-id"), "?the certificate does not say it");
}

TEST(plugin_certs, several_faults_are_all_told_and_the_first_gives_the_code)
{
    const outcome o = with_certificate([](auto& c) {
        c.not_after = testkit::now - 1;
        c.client_auth = false;
    });
    EXPECT_EQ(o.codes(), (codes{"cert.expired", "cert.wrong-use"}));
    EXPECT_EQ(o.outer, 0x800b0101u);
}

TEST(plugin_certs, two_live_certificates_of_one_tenant_are_duplicates)
{
    testkit::device_answer a = testkit::joined_device();
    a.records.push_back(
        testkit::registration("device-2", testkit::other_device_id, testkit::tenant_id));
    const outcome o = judged(a);
    expect_fail(o, "cert.duplicate", 0);
    EXPECT_EQ(o.evidence("cert.duplicate", "other-device-id"), testkit::other_device_id);
}

TEST(plugin_certs, an_expired_second_certificate_is_no_duplicate)
{
    testkit::device_answer a = testkit::joined_device();
    a.records.push_back(
        testkit::registration("device-2", testkit::other_device_id, testkit::tenant_id));
    a.records[1].certificate->not_before = 1;
    a.records[1].certificate->not_after = 2;
    EXPECT_EQ(judged(a).result, DSREG_PASS);
}

TEST(plugin_certs, certificates_of_two_tenants_are_no_duplicates)
{
    EXPECT_EQ(judged(testkit::two_tenants()).result, DSREG_PASS);
}

TEST(plugin_certs, a_certificate_that_others_may_change_is_exposed)
{
    testkit::device_answer a = testkit::joined_device();
    a.files[0].exposed = true;
    a.files[0].mode = 0100666;
    const outcome o = judged(a);
    expect_fail(o, "cert.exposed", 0);
    EXPECT_EQ(o.evidence("cert.exposed", "mode"), "0666");
    EXPECT_NE(o.findings[0].evidence.at("file").flags & DSREG_F_PERSONAL, 0u);
}

TEST(plugin_certs, garbage_beside_a_good_certificate_is_a_warning)
{
    testkit::device_answer a = testkit::joined_device();
    a.files.push_back(testkit::certificate_file("/etc/other", DSREG_FILE_GARBAGE));
    const outcome o = judged(a);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{"cert.leftover"});
}

// ---- which of several

TEST(plugin_certs, the_tenant_that_was_said_decides)
{
    world w = testkit::with_device(testkit::two_tenants());
    w.give("run.tenant", "0B5B1A2C-77C4-4C0F-9D2E-5A8E3F6B9C10");
    EXPECT_EQ(run(w).fact_of("cert.instance"), "device-2");
}

TEST(plugin_certs, else_the_first_account_decides)
{
    world w = testkit::with_device(testkit::two_tenants());
    w.give("user.tenant", testkit::other_tenant_id, "a");
    EXPECT_EQ(run(w).fact_of("cert.instance"), "device-2");
}

TEST(plugin_certs, else_the_newest_certificate_decides)
{
    testkit::device_answer a = testkit::two_tenants();
    a.records[1].certificate->not_before += 1;
    EXPECT_EQ(judged(a).fact_of("cert.instance"), "device-2");
    a.records[0].certificate->not_before += 2;
    EXPECT_EQ(judged(a).fact_of("cert.instance"), "device-1");
}

TEST(plugin_certs, an_account_of_another_tenant_does_not_hide_the_registration)
{
    world w = testkit::with_device(testkit::joined_device());
    w.give("user.tenant", testkit::other_tenant_id, "a");
    EXPECT_EQ(run(w).fact_of("cert.instance"), "device-1");
}

TEST(plugin_certs, a_domain_as_tenant_chooses_nothing)
{
    world w = testkit::with_device(testkit::joined_device());
    w.give("run.tenant", "contoso.com");
    EXPECT_EQ(run(w).result, DSREG_PASS);
}

TEST(plugin_certs, no_certificate_of_the_tenant_that_was_said_is_not_registered_there)
{
    world w = testkit::with_device(testkit::joined_device());
    w.give("run.tenant", testkit::other_tenant_id);
    const outcome o = run(w);
    expect_skip(o, DSREG_SKIP_NOT_APPLICABLE);
    EXPECT_NE(o.text.find("in the tenant that was asked for"), std::string::npos);
}

TEST(plugin_certs, a_certificate_of_ad_fs_counts_only_alone)
{
    testkit::device_answer a = testkit::joined_device();
    a.records.push_back(testkit::registration("device-0", testkit::other_device_id, ""));
    a.records[1].certificate->enterprise = true;
    a.records[1].certificate->not_before += 5;
    EXPECT_EQ(judged(a).fact_of("cert.instance"), "device-1");
}

// ---- nothing that could be read

TEST(plugin_certs, a_certificate_that_is_no_file_of_its_kind_has_its_own_code)
{
    const std::tuple<uint32_t, const char*, uint32_t> table[] = {
        {DSREG_FILE_GARBAGE, "cert.garbage", 0x80090005u},
        {DSREG_FILE_TOO_LARGE, "cert.too-large", 0},
        {DSREG_FILE_NOT_REGULAR, "cert.not-regular", 0}};
    for (const auto& [state, code, outer] : table) {
        testkit::device_answer a;
        a.files.push_back(testkit::certificate_file("/etc/bad", state));
        a.files[0].text = "it is bad";
        const outcome o = judged(a);
        expect_fail(o, code, outer);
        EXPECT_EQ(o.evidence(code, "problem"), "it is bad");
        EXPECT_EQ(o.fact_of("cert.present"), "0");
        EXPECT_FALSE(o.has_fact("cert.instance"));
    }
}

TEST(plugin_certs, of_many_damaged_files_a_few_are_told_with_their_number)
{
    testkit::device_answer a;
    for (int i = 0; i < 200; i++)
        a.files.push_back(
            testkit::certificate_file("/etc/drs_" + std::to_string(i), DSREG_FILE_GARBAGE));
    const outcome o = judged(a);
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), codes(3, "cert.garbage"));
    EXPECT_EQ(o.evidence("cert.garbage", "damaged-files"), "200");
    a.records = testkit::joined_device().records;
    EXPECT_EQ(judged(a).codes(), codes(3, "cert.leftover"));
}

TEST(plugin_certs, more_files_than_are_looked_at_are_one_finding_and_no_missing_certificate)
{
    testkit::device_answer a;
    a.error = DSREG_X_TOO_LARGE;
    for (int i = 0; i < 256; i++)
        a.files.push_back(
            testkit::certificate_file("/etc/drs_" + std::to_string(i), DSREG_FILE_GARBAGE));
    const outcome o = judged(a);
    expect_fail(o, "cert.too-many", 0);
    EXPECT_EQ(o.evidence("cert.too-many", "damaged-files"), "256");
    for (const char* key : {"cert.present", "cert.instance", "cert.thumbprint", "cert.validity"})
        EXPECT_EQ(o.fact_of(key), "?not all of the device's files were looked at") << key;
    a.records = testkit::joined_device().records;
    EXPECT_EQ(judged(a).fact_of("cert.present"), "1"); // it was among the first
}

TEST(plugin_certs, a_device_that_management_knows_without_certificate_lost_it)
{
    testkit::device_answer a;
    a.records.push_back(testkit::note(testkit::device_id, testkit::tenant_id));
    const outcome o = judged(a);
    expect_fail(o, "cert.missing", 0x801c001bu);
    EXPECT_EQ(o.evidence("cert.missing", "registered-by"), "registration.toml");
    EXPECT_EQ(o.findings[0].message, "of the device's files only registration.toml names it: it "
                                     "has no certificate and may have left its tenant");
    EXPECT_EQ(o.fact_of("cert.present"), "0");
}

TEST(plugin_certs, himmelblaus_certificate_is_not_missing)
{
    testkit::device_answer a;
    a.records.push_back(testkit::note(testkit::device_id, testkit::tenant_id));
    a.records[0].source = "himmelblau.conf";
    const outcome o = judged(a);
    expect_skip(o, DSREG_SKIP_NOT_APPLICABLE);
    EXPECT_EQ(o.fact_of("cert.thumbprint"), "?Himmelblau keeps it to itself");
    EXPECT_FALSE(o.has_fact("cert.present"));
}

TEST(plugin_certs, no_registration_is_not_applicable)
{
    expect_skip(judged({}), DSREG_SKIP_NOT_APPLICABLE);
}

TEST(plugin_certs, a_note_that_names_no_device_is_no_registration)
{
    testkit::device_answer a;
    a.records.push_back(testkit::note("", testkit::tenant_id));
    expect_skip(judged(a), DSREG_SKIP_NOT_APPLICABLE);
}

TEST(plugin_certs, files_of_root_need_root_and_are_never_absent)
{
    testkit::device_answer a;
    a.error = DSREG_X_ACCESS;
    a.records.push_back(testkit::note(testkit::device_id, testkit::tenant_id));
    const outcome o = judged(a);
    expect_skip(o, DSREG_SKIP_NEEDS_ROOT);
    EXPECT_EQ(o.fact_of("cert.thumbprint"), "?needs root");
    EXPECT_EQ(o.fact_of("cert.validity"), "?needs root");
    EXPECT_FALSE(o.has_fact("cert.present"));
}

TEST(plugin_certs, one_denied_certificate_needs_root_too)
{
    testkit::device_answer a;
    a.files.push_back(testkit::certificate_file("/etc/mine", DSREG_FILE_DENIED));
    expect_skip(judged(a), DSREG_SKIP_NEEDS_ROOT);
}

TEST(plugin_certs, a_broken_file_system_is_a_failure_of_its_own)
{
    for (const uint32_t error : {DSREG_X_TIMEOUT, DSREG_X_PROTOCOL, 99u}) {
        testkit::device_answer a;
        a.error = error;
        a.text = "Input/output error";
        const outcome o = judged(a);
        expect_fail(o, "cert.unreadable", 0);
        EXPECT_EQ(o.evidence("cert.unreadable", "error"), "Input/output error");
    }
}

TEST(plugin_certs, a_service_error_concludes_nothing)
{
    testkit::device_answer a;
    a.status = DSREG_E_SERVICE;
    const outcome o = judged(a);
    EXPECT_EQ(o.concluded, 0);
    EXPECT_TRUE(o.facts.empty());
}

TEST(plugin_certs, hostile_values_stay_within_bounds)
{
    testkit::device_answer a = testkit::joined_device();
    testkit::device_certificate& c = *a.records[0].certificate;
    c.device_id = std::string(4000, 'x');
    c.subject = "\x1b[31m\n\xff";
    c.issuer = std::string(4000, '\xe2');
    c.join_type = 77;
    c.not_before = INT64_MIN;
    c.not_after = INT64_MAX;
    const outcome o = judged(a);
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.fact_of("cert.join-type"), "?the certificate does not say it");
    EXPECT_EQ(o.violations, codes{});
}

} // namespace
