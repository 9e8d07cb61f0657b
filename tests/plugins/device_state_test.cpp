#include "state_world.h"

#include <gtest/gtest.h>

namespace {

using testkit::outcome;
using testkit::world;
using codes = std::vector<std::string>;

const bundled_module& device_state()
{
    static const bundled_module m(bundled("device-state"));
    return m;
}

outcome run(const world& w)
{
    return device_state().run("device.registered", w);
}

outcome judged(const testkit::device_answer& a)
{
    return run(testkit::state_world(a));
}

testkit::device_answer denied(bool noted)
{
    testkit::device_answer a;
    a.error = DSREG_X_ACCESS;
    if (noted) a.records.push_back(testkit::note(testkit::device_id, testkit::tenant_id));
    return a;
}

void expect_pass(const outcome& o)
{
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{});
    EXPECT_EQ(o.violations, codes{});
}

void expect_fail(const outcome& o, const std::string& code)
{
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), codes{code});
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

std::string source_of(const outcome& o, const std::string& key)
{
    for (const testkit::fact& f : o.facts)
        if (f.key == key) return f.source;
    return {};
}

TEST(plugin_device_state, descriptor_keeps_the_rules)
{
    EXPECT_EQ(descriptor_faults(device_state().get()), codes{});
    EXPECT_EQ(std::string(device_state().get().id), "dsreg.device-state");
}

TEST(plugin_device_state, a_joined_device_passes_with_its_rows)
{
    const outcome o = judged(testkit::joined_device());
    expect_pass(o);
    EXPECT_EQ(o.fact_of("device.joined"), "1");
    EXPECT_EQ(o.fact_of("device.enterprise-joined"), "0");
    EXPECT_EQ(o.fact_of("device.domain-joined"), "0");
    EXPECT_EQ(o.fact_of("user.workplace-joined"), "0");
    EXPECT_EQ(o.fact_of("device.join-state"), "Microsoft Entra joined");
    EXPECT_EQ(o.fact_of("device.id"), testkit::device_id);
    EXPECT_EQ(o.fact_of("tenant.id"), testkit::tenant_id);
    EXPECT_EQ(o.fact_of("device.name"), "lab-device");
    EXPECT_EQ(o.fact_of("device.vdi"), "NOT SET");
    EXPECT_EQ(source_of(o, "device.vdi"), "no-linux-source");
    EXPECT_EQ(source_of(o, "device.id"), "certificate");
    EXPECT_FALSE(o.has_fact("device.domain"));
    EXPECT_FALSE(o.has_fact("work.device-id"));
    for (const char* key : {"device.id", "tenant.id", "device.name"})
        EXPECT_NE(o.flags_of(key) & DSREG_F_PERSONAL, 0u) << key;
}

TEST(plugin_device_state, a_registered_device_shows_its_work_account)
{
    testkit::device_answer a = testkit::joined_device();
    a.records[0].certificate->join_type = DSREG_JOIN_REGISTERED;
    testkit::broker_state s;
    s.tenant_domain = "contoso.com";
    const outcome o = run(testkit::state_world(a, s));
    expect_pass(o);
    EXPECT_EQ(o.fact_of("device.joined"), "0");
    EXPECT_EQ(o.fact_of("user.workplace-joined"), "1");
    EXPECT_EQ(o.fact_of("device.join-state"), "Microsoft Entra registered");
    EXPECT_EQ(o.fact_of("work.device-id"), testkit::device_id);
    EXPECT_EQ(o.fact_of("work.thumbprint"), "D09A73223D16855752C5E820A70540BA6450103E");
    EXPECT_EQ(o.fact_of("work.validity"),
              "[ 2023-11-14 22:13:20.000 UTC -- 2033-05-18 03:33:20.000 UTC ]");
    EXPECT_EQ(o.fact_of("work.key-container"), "drs_device-1");
    EXPECT_EQ(o.fact_of("work.key-provider"), "Software (PEM file)");
    EXPECT_EQ(o.fact_of("work.tpm"), "0");
    EXPECT_EQ(o.fact_of("work.tenant-id"), testkit::tenant_id);
    EXPECT_EQ(o.fact_of("work.tenant-name"), "contoso.com");
}

TEST(plugin_device_state, an_expired_certificate_is_still_a_registration)
{
    testkit::device_answer a = testkit::joined_device();
    a.records[0].certificate->not_after = 1;
    const outcome o = judged(a);
    expect_pass(o); // that it has expired is told by cert.device
    EXPECT_EQ(o.fact_of("device.joined"), "1");
}

// ---- the join-state table of the Windows document, all eight rows

struct row {
    bool joined, enterprise, domain;
    const char* state;
    const char* finding;
};

TEST(plugin_device_state, all_eight_combinations_have_their_state)
{
    const row table[] = {
        {true, false, false, "Microsoft Entra joined", ""},
        {false, false, true, "Domain Joined", "device.not-registered"},
        {true, false, true, "Microsoft Entra hybrid joined", ""},
        {false, true, true, "On-premises DRS Joined", ""},
        {false, false, false, "not joined", "device.not-registered"},
        {false, true, false, "?not all of its parts are known", "device.enterprise-no-domain"},
        {true, true, false, "?not all of its parts are known", "device.both-joined"},
        {true, true, true, "?not all of its parts are known", "device.both-joined"},
    };
    for (const row& r : table) {
        testkit::device_answer a;
        if (r.joined)
            a.records.push_back(
                testkit::registration("device-1", testkit::device_id, testkit::tenant_id));
        if (r.enterprise) {
            a.records.push_back(testkit::registration("device-2", testkit::other_device_id, ""));
            a.records.back().certificate->enterprise = true;
        }
        world w = testkit::state_world(a);
        if (r.domain) w.offered.dbus = testkit::bus_with_realm("contoso.com", "active-directory");
        const outcome o = run(w);
        SCOPED_TRACE(r.state + std::string(" ") + r.finding);
        EXPECT_EQ(o.fact_of("device.joined"), r.joined ? "1" : "0");
        EXPECT_EQ(o.fact_of("device.enterprise-joined"), r.enterprise ? "1" : "0");
        EXPECT_EQ(o.fact_of("device.domain-joined"), r.domain ? "1" : "0");
        EXPECT_EQ(o.fact_of("device.join-state"), r.state);
        if (*r.finding == '\0')
            expect_pass(o);
        else
            expect_fail(o, r.finding);
    }
}

TEST(plugin_device_state, an_unknown_domain_leaves_the_join_state_open)
{
    world w = testkit::state_world(testkit::joined_device());
    w.offered.dbus = nullptr;
    w.offered.fs = [](const std::string&) { return testkit::file_says(DSREG_X_ACCESS); };
    const outcome o = run(w);
    expect_pass(o);
    EXPECT_EQ(o.fact_of("device.domain-joined").front(), '?');
    EXPECT_EQ(o.fact_of("device.join-state"), "?not all of its parts are known");
}

TEST(plugin_device_state, a_joined_device_is_no_enterprise_device_even_if_that_cannot_be_read)
{
    testkit::broker_state s;
    s.registered = DSREG_KNOWN_YES;
    const outcome o =
        run(testkit::state_world(denied(true), s).give_int("broker.java-era", 0, DSREG_T_BOOL));
    EXPECT_EQ(o.fact_of("device.enterprise-joined").front(), '?');
    EXPECT_EQ(o.fact_of("device.join-state"), "Microsoft Entra joined");
}

// ---- sources, in their order

TEST(plugin_device_state, without_rights_management_names_the_device)
{
    const outcome o = judged(denied(true));
    expect_skip(o, DSREG_SKIP_NEEDS_ROOT, "");
    EXPECT_EQ(o.fact_of("device.id"), testkit::device_id);
    EXPECT_EQ(source_of(o, "device.id"), "registration.toml");
    EXPECT_EQ(o.fact_of("tenant.id"), testkit::tenant_id);
    EXPECT_EQ(o.fact_of("device.joined"), "?only the device's certificate says it");
    EXPECT_EQ(o.fact_of("user.workplace-joined"), "?only the device's certificate says it");
    EXPECT_EQ(o.fact_of("device.enterprise-joined"), "?needs root or the device service");
}

TEST(plugin_device_state, where_no_certificate_can_be_read_the_brokers_era_says_how_it_joined)
{
    const auto with_era = [](int64_t java) {
        testkit::broker_state s;
        s.registered = DSREG_KNOWN_YES;
        return run(
            testkit::state_world(denied(true), s).give_int("broker.java-era", java, DSREG_T_BOOL));
    };
    const outcome old = with_era(1), recent = with_era(0);
    EXPECT_EQ(old.fact_of("device.joined"), "0");
    EXPECT_EQ(old.fact_of("user.workplace-joined"), "1");
    EXPECT_EQ(old.fact_of("work.thumbprint"), "?only the device's certificate or key says it");
    EXPECT_EQ(source_of(old, "device.joined"), "broker era");
    EXPECT_EQ(recent.fact_of("device.joined"), "1");
    EXPECT_EQ(recent.fact_of("user.workplace-joined"), "0");
}

TEST(plugin_device_state, a_note_alone_does_not_say_that_the_device_still_is_joined)
{
    const outcome o =
        run(testkit::state_world(denied(true)).give_int("broker.java-era", 0, DSREG_T_BOOL));
    EXPECT_EQ(o.fact_of("device.joined"), "?only the device's certificate says it");
    EXPECT_EQ(o.fact_of("user.workplace-joined"), "?only the device's certificate says it");
}

TEST(plugin_device_state, a_certificate_without_join_type_leaves_it_to_the_era)
{
    testkit::device_answer a = testkit::joined_device();
    a.records[0].certificate->join_type = 77;
    EXPECT_EQ(judged(a).fact_of("device.joined"), "?the device's certificate does not say it");
    const outcome o = run(testkit::state_world(a).give_int("broker.java-era", 1, DSREG_T_BOOL));
    EXPECT_EQ(o.fact_of("device.joined"), "0");
}

TEST(plugin_device_state, the_vendors_tool_is_the_last_source)
{
    testkit::broker_state s;
    s.registered = DSREG_KNOWN_YES;
    s.device_id = "B4C8E1D0-52F7-4E69-8A3B-61D7F09C2E58";
    s.tenant_id = testkit::tenant_id;
    s.device_source = "vendor tool";
    const outcome o = run(testkit::state_world(denied(false), s));
    expect_pass(o);
    EXPECT_EQ(o.fact_of("device.id"), testkit::device_id);
    EXPECT_EQ(source_of(o, "device.id"), "vendor tool");
    EXPECT_EQ(o.fact_of("tenant.id"), testkit::tenant_id);
    s.registered = DSREG_KNOWN_NO;
    const outcome no = run(testkit::state_world(denied(false), s));
    expect_fail(no, "device.not-registered");
    EXPECT_EQ(no.evidence("device.not-registered", "said-by"), "vendor tool");
    EXPECT_EQ(no.fact_of("device.joined"), "0");
    EXPECT_EQ(no.fact_of("device.enterprise-joined"), "?needs root or the device service");
}

TEST(plugin_device_state, the_first_accounts_tenant_stands_in_for_one_that_is_not_named)
{
    testkit::device_answer a = denied(false);
    a.records.push_back(testkit::note(testkit::device_id, ""));
    world w = testkit::state_world(a);
    w.give("user.account", "alice@contoso.com", "a").give("user.tenant", testkit::tenant_id, "a");
    const outcome o = run(w);
    EXPECT_EQ(o.fact_of("tenant.id"), testkit::tenant_id);
    EXPECT_EQ(source_of(o, "tenant.id"), "accounts");
}

TEST(plugin_device_state, the_tenant_that_stands_in_is_of_the_account_that_was_meant)
{
    testkit::device_answer a = denied(false);
    a.records.push_back(testkit::note(testkit::device_id, ""));
    world w = testkit::state_world(a);
    w.give("run.tenant", testkit::other_tenant_id);
    w.give("user.account", "alice@contoso.com", "a").give("user.account", "bob@lab.example", "b");
    w.give("user.tenant", testkit::tenant_id, "a")
        .give("user.tenant", testkit::other_tenant_id, "b");
    EXPECT_EQ(run(w).fact_of("tenant.id"), testkit::other_tenant_id);
}

TEST(plugin_device_state, a_registration_in_another_tenant_than_the_one_asked_for_is_none)
{
    world w = testkit::state_world(testkit::joined_device());
    w.give("run.tenant", testkit::other_tenant_id);
    const outcome o = run(w);
    expect_fail(o, "device.not-registered");
    EXPECT_EQ(o.evidence("device.not-registered", "tenant"), testkit::other_tenant_id);
    EXPECT_EQ(o.fact_of("device.joined"), "0");
    EXPECT_FALSE(o.has_fact("device.id"));
}

TEST(plugin_device_state, the_tenant_asked_for_decides_among_two)
{
    world w = testkit::state_world(testkit::two_tenants());
    w.give("run.tenant", testkit::other_tenant_id);
    const outcome o = run(w);
    expect_pass(o);
    EXPECT_EQ(o.fact_of("device.id"), testkit::other_device_id);
}

// ---- not registered, and not known

TEST(plugin_device_state, a_machine_without_registration_fails_with_three_hints)
{
    const outcome o = judged({});
    expect_fail(o, "device.not-registered");
    EXPECT_EQ(o.fact_of("device.joined"), "0");
    EXPECT_EQ(o.fact_of("user.workplace-joined"), "0");
    EXPECT_EQ(o.fact_of("device.join-state"), "not joined");
    EXPECT_FALSE(o.has_fact("device.id"));
    EXPECT_FALSE(o.has_fact("tenant.id"));
    EXPECT_FALSE(o.has_fact("device.mdm-url"));
    const dsreg_probe& p = device_state().probe("device.registered");
    const std::string remedy = p.findings[0]->remedy;
    for (const char* hint : {"1. ", "2. ", "3. ", "network", "requirements", "registration"})
        EXPECT_NE(remedy.find(hint), std::string::npos) << hint;
}

TEST(plugin_device_state, a_token_without_a_registration_is_evidence)
{
    testkit::broker_state s;
    s.registered = DSREG_KNOWN_NO;
    s.prt = DSREG_KNOWN_YES;
    world w = testkit::state_world({}, s);
    w.give("user.tenant", testkit::tenant_id, "a")
        .give("user.tenant", testkit::other_tenant_id, "b");
    const outcome o = run(w);
    expect_fail(o, "device.not-registered");
    EXPECT_EQ(o.evidence("device.not-registered", "primary-refresh-token"), "YES");
    EXPECT_EQ(o.evidence("device.not-registered", "accounts"), "2");
    EXPECT_EQ(o.evidence("device.not-registered", "certificates"), "0");
}

TEST(plugin_device_state, keys_without_a_certificate_are_counted)
{
    testkit::device_answer a;
    a.files.push_back(testkit::file_of(DSREG_FILE_KEY, "/etc/private/drs_x", ""));
    a.files.push_back(testkit::file_of(DSREG_FILE_TRANSPORT, "/etc/private/stk_x", ""));
    const outcome o = judged(a);
    EXPECT_EQ(o.evidence("device.not-registered", "device-keys"), "1");
    EXPECT_EQ(o.evidence("device.not-registered", "transport-keys"), "1");
}

TEST(plugin_device_state, what_only_root_may_read_is_never_a_no)
{
    const outcome o = judged(denied(false));
    expect_skip(o, DSREG_SKIP_NEEDS_ROOT, "");
    for (const char* key : {"device.joined", "device.enterprise-joined", "user.workplace-joined",
                            "device.id", "tenant.id"})
        EXPECT_EQ(o.fact_of(key), "?needs root or the device service") << key;
    EXPECT_EQ(o.fact_of("device.name"), "lab-device"); // what can be known is
    EXPECT_EQ(o.fact_of("device.domain-joined"), "0");
}

TEST(plugin_device_state, a_damaged_certificate_is_its_own_tests_failure)
{
    testkit::device_answer a;
    a.files.push_back(testkit::certificate_file("/etc/bad", DSREG_FILE_GARBAGE));
    const outcome o = judged(a);
    expect_skip(o, DSREG_SKIP_MISSING_INPUT, "cert.device-id");
    EXPECT_EQ(o.fact_of("device.joined"), "?the device's certificate is damaged");
    a.records.push_back(testkit::note(testkit::device_id, testkit::tenant_id));
    EXPECT_EQ(judged(a).result, DSREG_PASS); // management still names it
}

TEST(plugin_device_state, a_damaged_certificate_is_not_overruled_by_a_broker_that_sees_none)
{
    testkit::device_answer a;
    a.files.push_back(testkit::certificate_file("/etc/bad", DSREG_FILE_GARBAGE));
    testkit::broker_state s;
    s.registered = DSREG_KNOWN_NO;
    expect_skip(run(testkit::state_world(a, s)), DSREG_SKIP_MISSING_INPUT, "cert.device-id");
}

TEST(plugin_device_state, a_disk_that_cannot_be_read_is_not_an_empty_one)
{
    testkit::device_answer a;
    a.error = DSREG_X_TIMEOUT;
    const outcome o = judged(a);
    expect_skip(o, DSREG_SKIP_MISSING_INPUT, "cert.device-id");
    EXPECT_EQ(o.fact_of("device.joined"), "?the device's files cannot be looked at");
}

TEST(plugin_device_state, brokers_that_keep_it_to_themselves_leave_it_unknown)
{
    for (const char* vendor : {"himmelblau", "proxy"}) {
        world w = testkit::state_world({});
        const outcome o =
            run(w.give("broker.vendor", vendor).state("broker.vendor", DSREG_IN_PRESENT));
        expect_skip(o, DSREG_SKIP_NOT_APPLICABLE, "");
        EXPECT_EQ(o.fact_of("device.joined").front(), '?') << vendor;
    }
}

TEST(plugin_device_state, authd_may_have_registered_this_machine)
{
    world w = testkit::state_world({});
    w.state("broker.vendor", DSREG_IN_SILENT);
    expect_fail(run(w), "device.not-registered");
    const outcome o = run(w.give_int("broker.authd", 1, DSREG_T_BOOL));
    expect_skip(o, DSREG_SKIP_NOT_APPLICABLE, "");
    EXPECT_EQ(o.fact_of("device.joined"), "?authd may keep a registration of its own");
}

TEST(plugin_device_state, empty_folders_are_no_answer_while_the_broker_is_not_known)
{
    for (const uint32_t state :
         {DSREG_IN_BROKEN, DSREG_IN_SKIPPED, DSREG_IN_UNKNOWN, DSREG_IN_NO_PROVIDER}) {
        world w = testkit::state_world({});
        w.give("broker.vendor", "why").state("broker.vendor", state);
        const outcome o = run(w);
        expect_skip(o, DSREG_SKIP_MISSING_INPUT, "broker.vendor");
        EXPECT_EQ(o.fact_of("device.joined"), "?which broker keeps this device is not known");
    }
    testkit::device_answer noted; // a note decides first
    noted.records.push_back(testkit::note(testkit::device_id, testkit::tenant_id));
    world w = testkit::state_world(noted);
    w.state("broker.vendor", DSREG_IN_SKIPPED);
    expect_pass(run(w));
    world known = testkit::state_world({});
    known.give("broker.vendor", "microsoft").state("broker.vendor", DSREG_IN_PRESENT);
    expect_fail(run(known), "device.not-registered");
}

TEST(plugin_device_state, where_the_certificate_test_broke_nothing_is_asked_again)
{
    world w = testkit::state_world({});
    w.offered.device = []() -> testkit::device_answer { throw std::logic_error("asked"); };
    w.state("cert.device-id", DSREG_IN_BROKEN);
    const outcome o = run(w);
    expect_skip(o, DSREG_SKIP_MISSING_INPUT, "cert.device-id");
    EXPECT_EQ(o.fact_of("device.joined").front(), '?');
}

TEST(plugin_device_state, a_service_error_concludes_nothing)
{
    testkit::device_answer a;
    a.status = DSREG_E_SERVICE;
    EXPECT_EQ(judged(a).concluded, 0);
}

TEST(plugin_device_state, a_broker_that_does_not_answer_is_not_asked_again)
{
    for (const uint32_t state : {DSREG_IN_SILENT, DSREG_IN_BROKEN}) {
        world w = testkit::state_world(testkit::joined_device());
        w.offered.state = []() -> testkit::broker_state { throw std::logic_error("asked"); };
        w.state("broker.version", state);
        EXPECT_EQ(run(w).result, DSREG_PASS);
    }
}

TEST(plugin_device_state, a_broker_service_that_broke_takes_nothing_with_it)
{
    testkit::broker_state s;
    s.status = DSREG_E_SERVICE;
    const outcome o = run(testkit::state_world(testkit::joined_device(), s));
    expect_pass(o);
    EXPECT_EQ(o.fact_of("device.mdm-url"), "?no broker answers");
}

// ---- management's addresses

TEST(plugin_device_state, published_addresses_are_shown)
{
    testkit::broker_state s;
    s.mdm_url = "https://mdm.example/";
    s.mdm_terms_url = "https://mdm.example/terms";
    s.mdm_compliance_url = "https://mdm.example/compliance";
    const outcome o = run(testkit::state_world(testkit::joined_device(), s));
    expect_pass(o);
    EXPECT_EQ(o.fact_of("device.mdm-url"), "https://mdm.example/");
    EXPECT_EQ(o.fact_of("device.mdm-tou-url"), "https://mdm.example/terms");
    EXPECT_EQ(o.fact_of("device.mdm-compliance-url"), "https://mdm.example/compliance");
}

TEST(plugin_device_state, empty_addresses_mean_no_management_for_this_user)
{
    testkit::broker_state s;
    s.mdm_url = s.mdm_terms_url = s.mdm_compliance_url = "";
    const outcome o = run(testkit::state_world(testkit::joined_device(), s));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{"tenant.mdm-urls-empty"});
    EXPECT_EQ(o.findings[0].severity, DSREG_SEVERITY_INFO);
    EXPECT_TRUE(o.has_fact("device.mdm-url"));
    EXPECT_EQ(o.fact_of("device.mdm-url"), ""); // empty, and not unknown
}

TEST(plugin_device_state, what_no_broker_publishes_is_unknown)
{
    const outcome o = judged(testkit::joined_device());
    for (const char* key : {"device.mdm-url", "device.mdm-tou-url", "device.mdm-compliance-url"})
        EXPECT_EQ(o.fact_of(key), "?the broker does not publish it") << key;
}

} // namespace
