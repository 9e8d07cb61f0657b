// Where no certificate of the device can be read: what a note, the broker or the log still tells.
#include "state_world.h"

#include <gtest/gtest.h>

namespace {

using testkit::outcome;
using testkit::world;
using codes = std::vector<std::string>;

outcome run(const world& w)
{
    static const bundled_module device_state(bundled("device-state"));
    outcome o = device_state.run("device.registered", w);
    EXPECT_EQ(o.violations, codes{});
    return o;
}

TEST(plugin_device_noted, root_that_sees_no_usable_certificate_does_not_call_a_note_joined)
{
    testkit::device_answer gone;
    gone.records.push_back(testkit::note(testkit::device_id, testkit::tenant_id));
    testkit::device_answer damaged = gone;
    damaged.files.push_back(testkit::certificate_file("/etc/bad", DSREG_FILE_GARBAGE));
    for (const testkit::device_answer& a : {gone, damaged}) {
        const outcome o = run(testkit::state_world(a).give_int("broker.java-era", 0, DSREG_T_BOOL));
        EXPECT_EQ(o.fact_of("device.joined"), "?only the device's certificate says it");
        EXPECT_EQ(o.fact_of("device.id"), testkit::device_id);
        testkit::broker_state s;
        s.registered = DSREG_KNOWN_YES;
        const outcome said =
            run(testkit::state_world(a, s).give_int("broker.java-era", 0, DSREG_T_BOOL));
        EXPECT_EQ(said.fact_of("device.joined"), "1"); // the broker's own word
    }
}

TEST(plugin_device_noted, himmelblaus_record_is_the_brokers_word_and_its_certificate_stays_unknown)
{
    testkit::device_answer a;
    a.records.push_back(testkit::note(testkit::device_id, testkit::tenant_id));
    a.records[0].source = "himmelblau.conf";
    const outcome o = run(testkit::state_world(a).give_int("broker.java-era", 0, DSREG_T_BOOL));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("device.joined"), "1");
    EXPECT_EQ(o.fact_of("device.enterprise-joined"), "?Himmelblau keeps it to itself");
}

TEST(plugin_device_noted, a_registration_that_failed_explains_that_there_is_none)
{
    const outcome o = run(testkit::state_world({}).give_int("join.failed", 1, DSREG_T_BOOL));
    EXPECT_EQ(o.codes(), codes{"device.not-registered"});
    EXPECT_EQ(o.about, "join.failed");
    EXPECT_EQ(run(testkit::state_world({})).about, "");
}

} // namespace
