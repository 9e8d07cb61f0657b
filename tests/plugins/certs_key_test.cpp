#include "device_world.h"

#include <gtest/gtest.h>

namespace {

using testkit::device_verdict;
using testkit::outcome;
using testkit::verdict_of;
using testkit::world;
using codes = std::vector<std::string>;

const bundled_module& certs()
{
    static const bundled_module m(bundled("certs"));
    return m;
}

world with(const testkit::device_answer& a, const device_verdict& v)
{
    world w = testkit::with_device(a);
    w.offered.device_test = [v](const testkit::device_question& q) {
        if (q.test != "key-match" || q.instance != "device-1") throw std::logic_error(q.test);
        return v;
    };
    w.give("cert.instance", "device-1");
    return w;
}

outcome run(const world& w)
{
    return certs().run("cert.key-match", w);
}

outcome judged(const device_verdict& v)
{
    return run(with(testkit::joined_device(), v));
}

void expect_fail(const outcome& o, const std::string& code, uint32_t outer, const char* usable)
{
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), codes{code});
    EXPECT_EQ(o.outer, outer);
    EXPECT_EQ(o.fact_of("key.usable"), usable);
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

TEST(plugin_certs_key, the_certificates_own_key_passes_and_is_described)
{
    const outcome o = judged({});
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{});
    EXPECT_EQ(o.violations, codes{});
    EXPECT_EQ(o.fact_of("key.container"), "drs_device-1");
    EXPECT_EQ(o.fact_of("key.provider"), "Software (PEM file)");
    EXPECT_EQ(o.fact_of("key.tpm"), "0");
    EXPECT_EQ(o.fact_of("key.usable"), "1");
    EXPECT_NE(o.flags_of("key.container") & DSREG_F_PERSONAL, 0u);
}

TEST(plugin_certs_key, only_a_tpm_protects_as_a_tpm)
{
    const std::pair<const char*, const char*> table[] = {{"Hardware (TPM 2.0)", "1"},
                                                         {"Hardware (PKCS#11 YubiKey)", "0"}};
    for (const auto& [provider, tpm] : table) {
        testkit::device_answer a = testkit::joined_device();
        a.records[0].hardware = 1;
        a.records[0].key_provider = provider;
        const outcome o = run(with(a, {}));
        EXPECT_EQ(o.fact_of("key.tpm"), tpm) << provider;
        EXPECT_EQ(o.result, DSREG_PASS);
    }
}

TEST(plugin_certs_key, a_missing_key_has_no_place_and_no_provider)
{
    testkit::device_answer a = testkit::joined_device();
    a.records[0].key_container.clear();
    a.records[0].key_provider.clear();
    a.records[0].hardware = 2;
    a.files.erase(a.files.begin() + 1);
    const outcome o = run(with(a, verdict_of(DSREG_DEVICE_KEY_MISSING)));
    expect_fail(o, "key.missing", 0x80090011u, "0");
    for (const char* key : {"key.container", "key.provider", "key.tpm"})
        EXPECT_EQ(o.fact_of(key), "?no private key was found") << key;
}

TEST(plugin_certs_key, another_certificates_key_is_a_mismatch)
{
    expect_fail(judged(verdict_of(DSREG_DEVICE_KEY_MISMATCH)), "key.mismatch", 0x8009001au, "0");
}

TEST(plugin_certs_key, locked_and_damaged_keys_are_told_apart_by_their_file)
{
    testkit::device_answer a = testkit::joined_device();
    a.files[1].state = DSREG_FILE_LOCKED;
    expect_fail(run(with(a, verdict_of(DSREG_DEVICE_KEY_UNUSABLE))), "key.locked", 0x80090020u,
                "0");
    a.files[1].state = DSREG_FILE_GARBAGE;
    expect_fail(run(with(a, verdict_of(DSREG_DEVICE_KEY_UNUSABLE))), "key.garbage", 0x80090005u,
                "0");
}

TEST(plugin_certs_key, a_key_that_others_may_read_is_exposed_and_usable)
{
    for (const std::size_t which : {1u, 2u}) { // the device's key, the transport key
        testkit::device_answer a = testkit::joined_device();
        a.files[which].exposed = true;
        a.files[which].mode = 0100640;
        a.files[which].uid = 1000;
        const outcome o = run(with(a, {}));
        expect_fail(o, "key.exposed", 0, "1");
        EXPECT_EQ(o.evidence("key.exposed", "mode"), "0640");
        EXPECT_EQ(o.evidence("key.exposed", "owner"), "1000");
    }
}

TEST(plugin_certs_key, another_registrations_exposed_key_is_not_this_ones)
{
    testkit::device_answer a = testkit::two_tenants();
    a.files.push_back(testkit::file_of(DSREG_FILE_KEY, "/etc/private/drs_device-2", "device-2"));
    a.files.back().exposed = true;
    EXPECT_EQ(run(with(a, {})).result, DSREG_PASS);
}

TEST(plugin_certs_key, a_missing_transport_key_is_a_warning)
{
    testkit::device_answer a = testkit::joined_device();
    a.files.pop_back();
    const outcome o = run(with(a, {}));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{"key.transport-missing"});
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_certs_key, a_key_in_hardware_has_no_transport_key_in_a_file)
{
    testkit::device_answer a = testkit::joined_device();
    a.records[0].hardware = 1;
    a.files.pop_back();
    EXPECT_EQ(run(with(a, {})).codes(), codes{});
}

TEST(plugin_certs_key, a_damaged_transport_key_is_as_good_as_missing)
{
    testkit::device_answer a = testkit::joined_device();
    a.files[2].state = DSREG_FILE_GARBAGE;
    EXPECT_EQ(run(with(a, {})).codes(), codes{"key.transport-missing"});
}

TEST(plugin_certs_key, a_transport_key_that_may_not_be_read_is_there)
{
    testkit::device_answer a = testkit::joined_device();
    a.files[2].state = DSREG_FILE_DENIED;
    EXPECT_EQ(run(with(a, {})).codes(), codes{});
}

TEST(plugin_certs_key, a_frozen_token_gives_no_answer_and_nothing_is_known)
{
    expect_fail(judged(verdict_of(DSREG_DEVICE_NO_ANSWER, DSREG_X_TIMEOUT)), "key.no-answer",
                0x80090020u, "?the key's holder gave no answer");
}

TEST(plugin_certs_key, a_verdict_from_the_future_is_no_answer)
{
    expect_fail(judged(verdict_of(4711)), "key.no-answer", 0x80090020u,
                "?the key's holder gave no answer");
}

TEST(plugin_certs_key, roots_key_needs_root)
{
    const outcome o = judged(verdict_of(DSREG_DEVICE_NO_ANSWER, DSREG_X_ACCESS));
    expect_skip(o, DSREG_SKIP_NEEDS_ROOT, "");
    EXPECT_EQ(o.fact_of("key.usable"), "?needs root");
}

TEST(plugin_certs_key, roots_keys_place_is_not_called_missing)
{
    testkit::device_answer a = testkit::joined_device();
    a.records[0].key_provider.clear();
    a.records[0].hardware = 2;
    const outcome o = run(with(a, verdict_of(DSREG_DEVICE_NO_ANSWER, DSREG_X_ACCESS)));
    EXPECT_EQ(o.fact_of("key.provider"), "?needs root");
    EXPECT_EQ(o.fact_of("key.tpm"), "?needs root");
}

TEST(plugin_certs_key, a_key_in_hardware_is_not_tested_and_root_would_not_help)
{
    testkit::device_answer a = testkit::joined_device();
    a.records[0].key_provider = "Hardware (TPM 2.0)";
    a.records[0].hardware = 1;
    const outcome o = run(with(a, verdict_of(DSREG_DEVICE_NO_ANSWER, DSREG_X_ACCESS)));
    expect_skip(o, DSREG_SKIP_NOT_APPLICABLE, "");
    EXPECT_EQ(o.fact_of("key.tpm"), "1");
    EXPECT_EQ(o.fact_of("key.usable"), "?a key in hardware is not tested");
}

TEST(plugin_certs_key, himmelblaus_key_is_not_applicable)
{
    testkit::device_answer a;
    a.records.push_back(testkit::note(testkit::device_id, testkit::tenant_id));
    a.records[0].source = "himmelblau.conf";
    world w = testkit::with_device(a);
    w.state("cert.instance", DSREG_IN_SKIPPED);
    const outcome o = run(w);
    expect_skip(o, DSREG_SKIP_NOT_APPLICABLE, "");
    for (const char* key : {"key.container", "key.provider", "key.tpm"})
        EXPECT_EQ(o.fact_of(key), "?Himmelblau keeps it to itself") << key;
}

TEST(plugin_certs_key, without_a_certificate_that_failure_is_the_cause)
{
    for (const uint32_t state : {DSREG_IN_SILENT, DSREG_IN_BROKEN}) {
        world w = testkit::with_device({});
        w.state("cert.instance", state);
        const outcome o = run(w);
        expect_skip(o, DSREG_SKIP_MISSING_INPUT, "cert.instance");
        for (const char* key : {"key.container", "key.provider", "key.tpm"})
            EXPECT_EQ(o.fact_of(key), "?there is no usable device certificate") << key;
    }
}

TEST(plugin_certs_key, a_certificate_that_needs_root_has_a_key_that_needs_root)
{
    testkit::device_answer a;
    a.error = DSREG_X_ACCESS;
    world w = testkit::with_device(a);
    w.state("cert.instance", DSREG_IN_SKIPPED);
    const outcome o = run(w);
    expect_skip(o, DSREG_SKIP_NEEDS_ROOT, "");
    EXPECT_EQ(o.fact_of("key.tpm"), "?needs root");
}

TEST(plugin_certs_key, a_machine_without_registration_has_no_key)
{
    world w = testkit::with_device({});
    w.state("cert.instance", DSREG_IN_SKIPPED);
    expect_skip(run(w), DSREG_SKIP_NOT_APPLICABLE, "");
}

TEST(plugin_certs_key, when_the_certificates_probe_was_left_out_the_key_is_judged_all_the_same)
{
    world w = with(testkit::joined_device(), {});
    w.inputs.clear();
    w.state("cert.instance", DSREG_IN_SKIPPED);
    EXPECT_EQ(run(w).result, DSREG_PASS);
}

TEST(plugin_certs_key, a_record_that_went_away_leaves_its_place_unknown)
{
    const outcome o = run(with({}, {}));
    EXPECT_EQ(o.fact_of("key.container"), "?the private key cannot be read");
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_certs_key, a_service_error_concludes_nothing)
{
    device_verdict v;
    v.status = DSREG_E_SERVICE;
    EXPECT_EQ(judged(v).concluded, 0);
    testkit::device_answer a;
    a.status = DSREG_E_SERVICE;
    EXPECT_EQ(run(with(a, {})).concluded, 0);
}

} // namespace
