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
    return device_state().run("device.identity", w);
}

world with(const testkit::device_answer& a)
{
    world w = testkit::with_device(a);
    w.give("device.id", testkit::device_id);
    return w;
}

testkit::device_answer noted(const std::string& device, const std::string& tenant)
{
    testkit::device_answer a = testkit::joined_device();
    a.records.push_back(testkit::note(device, tenant));
    return a;
}

void expect_pass(const outcome& o)
{
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{});
    EXPECT_EQ(o.violations, codes{});
}

void expect_skip(const outcome& o, uint32_t reason, const std::string& about)
{
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.reason, reason);
    EXPECT_EQ(o.about, about);
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_device_identity, four_sources_that_agree_pass)
{
    testkit::broker_state s;
    s.device_id = testkit::device_id;
    s.tenant_id = testkit::tenant_id;
    world w = with(noted("B4C8E1D0-52F7-4E69-8A3B-61D7F09C2E58", testkit::tenant_id));
    w.offered.state = [s] { return s; };
    w.give("token.device-id", testkit::device_id).give("token.tenant-id", testkit::tenant_id);
    const outcome o = run(w);
    expect_pass(o);
    EXPECT_EQ(o.fact_of("device.agrees"), "1");
}

TEST(plugin_device_identity, management_that_means_another_device_differs)
{
    const outcome o = run(with(noted(testkit::other_device_id, testkit::tenant_id)));
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), codes{"device.id-differs"});
    EXPECT_EQ(o.evidence("device.id-differs", "certificate"), testkit::device_id);
    EXPECT_EQ(o.evidence("device.id-differs", "registration.toml"), testkit::other_device_id);
    EXPECT_EQ(o.fact_of("device.agrees"), "0");
    for (const auto& [name, value] : o.findings[0].evidence)
        EXPECT_NE(value.flags & DSREG_F_PERSONAL, 0u) << name;
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_device_identity, a_token_for_another_device_differs)
{
    world w = with(testkit::joined_device());
    w.give("token.device-id", testkit::other_device_id).give("token.tenant-id", testkit::tenant_id);
    EXPECT_EQ(run(w).codes(), codes{"device.id-differs"});
}

TEST(plugin_device_identity, a_broker_with_another_device_differs)
{
    testkit::broker_state s;
    s.device_id = testkit::other_device_id;
    world w = with(testkit::joined_device());
    w.offered.state = [s] { return s; };
    const outcome o = run(w);
    EXPECT_EQ(o.codes(), codes{"device.id-differs"});
    EXPECT_EQ(o.evidence("device.id-differs", "broker"), s.device_id);
}

TEST(plugin_device_identity, what_is_no_guid_is_not_compared)
{
    testkit::broker_state s;
    s.device_id = "the-samples-own-id-is-no-guid";
    s.tenant_id = "contoso.com";
    world w = with(testkit::joined_device());
    w.offered.state = [s] { return s; };
    expect_skip(run(w), DSREG_SKIP_NOT_APPLICABLE, "");
    w.give("token.device-id", testkit::device_id);
    expect_pass(run(w));
}

TEST(plugin_device_identity, a_tenant_without_a_registration_differs)
{
    world w = with(testkit::joined_device());
    w.give("token.tenant-id", testkit::other_tenant_id);
    const outcome o = run(w);
    EXPECT_EQ(o.result, DSREG_FAIL);
    EXPECT_EQ(o.codes(), codes{"device.tenant-differs"});
    EXPECT_EQ(o.evidence("device.tenant-differs", "token"), testkit::other_tenant_id);
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_device_identity, a_token_of_the_second_registration_is_no_difference)
{
    world w = with(testkit::two_tenants());
    w.give("token.device-id", testkit::other_device_id);
    w.give("token.tenant-id", testkit::other_tenant_id);
    expect_pass(run(w));
}

TEST(plugin_device_identity, the_second_registrations_device_in_the_first_tenant_is_a_difference)
{
    world w = with(testkit::two_tenants());
    w.give("token.device-id", testkit::other_device_id).give("token.tenant-id", testkit::tenant_id);
    EXPECT_EQ(run(w).codes(), codes{"device.id-differs"});
}

TEST(plugin_device_identity, one_source_has_nothing_to_agree_with)
{
    expect_skip(run(with(testkit::joined_device())), DSREG_SKIP_NOT_APPLICABLE, "");
}

TEST(plugin_device_identity, one_source_that_root_could_complete_needs_root)
{
    testkit::device_answer a;
    a.error = DSREG_X_ACCESS;
    a.records.push_back(testkit::note(testkit::device_id, testkit::tenant_id));
    expect_skip(run(with(a)), DSREG_SKIP_NEEDS_ROOT, "");
    a.records.clear();
    world w = testkit::with_device(a);
    w.state("device.id", DSREG_IN_SKIPPED);
    expect_skip(run(w), DSREG_SKIP_NEEDS_ROOT, "");
}

TEST(plugin_device_identity, without_rights_two_other_sources_are_compared_all_the_same)
{
    testkit::device_answer a;
    a.error = DSREG_X_ACCESS;
    a.records.push_back(testkit::note(testkit::device_id, testkit::tenant_id));
    world w = with(a);
    w.give("token.device-id", testkit::other_device_id);
    EXPECT_EQ(run(w).codes(), codes{"device.id-differs"});
}

TEST(plugin_device_identity, sources_that_agree_without_the_certificate_need_root)
{
    testkit::device_answer a;
    a.error = DSREG_X_ACCESS;
    a.records.push_back(testkit::note(testkit::device_id, testkit::tenant_id));
    world w = with(a);
    w.give("token.device-id", testkit::device_id);
    expect_skip(run(w), DSREG_SKIP_NEEDS_ROOT, "");
    a.records.push_back(testkit::joined_device().records[0]);
    w.offered.device = [a] { return a; };
    expect_pass(run(w)); // it was among what could be read
}

TEST(plugin_device_identity, a_certificate_that_cannot_be_read_leaves_it_open)
{
    testkit::device_answer garbage;
    garbage.files.push_back(testkit::certificate_file("/etc/bad", DSREG_FILE_GARBAGE));
    testkit::device_answer unreadable;
    unreadable.error = DSREG_X_TIMEOUT;
    for (testkit::device_answer a : {garbage, unreadable}) {
        world w = testkit::with_device(a);
        w.give("device.id", "why").state("device.id", DSREG_IN_UNKNOWN);
        expect_skip(run(w), DSREG_SKIP_MISSING_INPUT, "device.id");
        a.records.push_back(testkit::note(testkit::device_id, testkit::tenant_id));
        world agree = with(a);
        agree.give("token.device-id", testkit::device_id);
        expect_skip(run(agree), DSREG_SKIP_MISSING_INPUT, "cert.device-id");
        agree.inputs.clear();
        agree.give("device.id", testkit::device_id)
            .give("token.device-id", testkit::other_device_id);
        EXPECT_EQ(run(agree).codes(), codes{"device.id-differs"});
    }
}

TEST(plugin_device_identity, a_broker_that_could_not_be_asked_is_not_one_that_says_nothing)
{
    world w = with(noted(testkit::device_id, testkit::tenant_id));
    w.state("broker.version", DSREG_IN_BROKEN);
    expect_skip(run(w), DSREG_SKIP_MISSING_INPUT, "broker.version");
}

TEST(plugin_device_identity, a_machine_that_is_no_device_has_no_identity)
{
    for (const uint32_t state : {DSREG_IN_SILENT, DSREG_IN_BROKEN}) {
        world w = testkit::with_device({});
        w.state("device.id", state);
        expect_skip(run(w), DSREG_SKIP_MISSING_INPUT, "device.id");
    }
}

TEST(plugin_device_identity, where_no_source_names_the_device_there_is_nothing_to_compare)
{
    world w = testkit::with_device({});
    w.give("device.id", "why").state("device.id", DSREG_IN_UNKNOWN);
    expect_skip(run(w), DSREG_SKIP_NOT_APPLICABLE, "");
    w.state("device.id", DSREG_IN_SKIPPED);
    expect_skip(run(w), DSREG_SKIP_MISSING_INPUT, "device.id");
}

TEST(plugin_device_identity, broken_claims_are_not_absent_ones)
{
    world w = with(noted(testkit::device_id, testkit::tenant_id));
    w.state("token.device-id", DSREG_IN_BROKEN);
    expect_skip(run(w), DSREG_SKIP_MISSING_INPUT, "token.device-id");
    world differs = with(noted(testkit::other_device_id, testkit::tenant_id));
    differs.state("token.device-id", DSREG_IN_BROKEN);
    EXPECT_EQ(run(differs).result, DSREG_FAIL);
}

TEST(plugin_device_identity, a_service_error_concludes_nothing)
{
    testkit::device_answer a;
    a.status = DSREG_E_SERVICE;
    EXPECT_EQ(run(with(a)).concluded, 0);
}

TEST(plugin_device_identity, hostile_ids_stay_within_bounds)
{
    testkit::device_answer a = noted(std::string(4000, '\xff'), "\x1b[31m\n");
    const std::string id = "11223344-5566-7788-99aa-bbccddeef";
    for (int i = 100; i < 200; i++)
        a.records.push_back(testkit::note(id + std::to_string(i), id + std::to_string(i)));
    const outcome o = run(with(a));
    EXPECT_EQ(o.codes(), (codes{"device.id-differs", "device.tenant-differs"}));
    EXPECT_EQ(o.violations, codes{});
}

} // namespace
