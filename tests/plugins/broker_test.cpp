// broker.session-bus, broker.name, broker.start and broker.version. The system unit has its own
// file.
#include "bundled.h"

#include <gtest/gtest.h>

namespace {

using testkit::broker_answer;
using testkit::dbus_answer;
using testkit::outcome;
using testkit::world;
using codes = std::vector<std::string>;

const bundled_module& broker()
{
    static const bundled_module m(bundled("broker"));
    return m;
}

void expect_fail(const outcome& o, const std::string& code, uint32_t outer)
{
    EXPECT_EQ(o.result, DSREG_FAIL) << code;
    EXPECT_EQ(o.codes(), codes{code});
    EXPECT_EQ(o.outer, outer) << code;
    EXPECT_EQ(o.violations, codes{});
}

broker_answer running()
{
    broker_answer a;
    a.vendor = DSREG_BROKER_MICROSOFT;
    a.pid = 4711;
    a.activatable = true;
    a.version = "3.0.2";
    a.version_source = "getLinuxBrokerVersion";
    a.executable = "/opt/microsoft/identity-broker/bin/microsoft-identity-broker";
    a.executable_time = 1'776'885'538'000'000'000;
    return a;
}

broker_answer asleep()
{
    broker_answer a = running();
    a.pid = 0;
    a.version = a.version_source = "";
    a.service_file = "/usr/share/dbus-1/services/com.microsoft.identity.broker1.service";
    return a;
}

broker_answer nobody()
{
    broker_answer a;
    a.error.kind = DSREG_X_NOT_FOUND;
    a.error.dbus_error = "org.freedesktop.DBus.Error.NameHasNoOwner";
    return a;
}

broker_answer with_kind(broker_answer a, uint32_t kind)
{
    a.error.kind = kind;
    a.version = a.version_source = "";
    return a;
}

world with(const broker_answer& a)
{
    world w;
    w.offered.broker = [a](uint32_t) { return a; };
    return w;
}

TEST(plugin_broker, descriptor_keeps_the_rules)
{
    EXPECT_EQ(descriptor_faults(broker().get()), codes{});
    EXPECT_EQ(std::string(broker().get().id), "dsreg.broker");
    EXPECT_EQ(broker().get().probe_count, 5u);
    // Only starting may start something.
    for (uint32_t i = 0; i < 5; i++) {
        const dsreg_probe& p = *broker().get().probes[i];
        EXPECT_EQ((p.flags & DSREG_P_ACTIVE) != 0, std::string(p.id) == "broker.start") << p.id;
    }
    EXPECT_NE(broker().probe("broker.start").flags & DSREG_P_QUIET, 0u);
}

// ---- broker.session-bus

outcome session_bus(const dbus_answer& answer, int64_t uid = 1000)
{
    world w;
    w.offered.dbus = [answer](const testkit::dbus_question& q) {
        EXPECT_EQ(q.bus, DSREG_BUS_SESSION);
        EXPECT_EQ(q.destination, "org.freedesktop.DBus");
        EXPECT_EQ(q.member, "GetId");
        return answer;
    };
    w.give_int("run.user.uid", uid).give_int("run.elevated", uid == 0, DSREG_T_BOOL);
    return broker().run("broker.session-bus", w);
}

dbus_answer bus_error(uint32_t kind, const std::string& name = {})
{
    dbus_answer a;
    a.error = kind;
    a.name = name;
    a.text = "words of the bus";
    return a;
}

TEST(plugin_broker, a_bus_that_answers_is_a_session_bus)
{
    dbus_answer a;
    a.items = {{"0", "4f1d2c3b4a5968778695a4b3c2d1e0ff"}};
    const outcome o = session_bus(a);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("broker.bus"), "session");
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_broker, a_missing_bus_names_the_uid_and_the_bus)
{
    for (const uint32_t kind : {DSREG_X_NOT_FOUND, DSREG_X_CONNECT}) {
        const outcome o = session_bus(bus_error(kind));
        expect_fail(o, "broker.no-session-bus", 0x80070002u);
        EXPECT_EQ(o.evidence("broker.no-session-bus", "uid"), "1000");
        EXPECT_EQ(o.evidence("broker.no-session-bus", "bus"), "session");
        EXPECT_FALSE(o.has_fact("broker.bus"));
        EXPECT_EQ(o.findings[0].message.rfind("Failed to get broker instance: no user session", 0),
                  0u);
    }
}

TEST(plugin_broker, root_without_a_bus_is_told_so)
{
    const outcome o = session_bus(bus_error(DSREG_X_NOT_FOUND), 0);
    expect_fail(o, "broker.no-session-bus", 0x80070002u);
    EXPECT_NE(o.findings[0].message.find("root"), std::string::npos);
    EXPECT_EQ(o.evidence("broker.no-session-bus", "elevated"), "1");
}

TEST(plugin_broker, a_bus_that_refuses_is_an_access_error)
{
    const char* name = "org.freedesktop.DBus.Error.AccessDenied";
    const outcome o = session_bus(bus_error(DSREG_X_ACCESS, name));
    expect_fail(o, "broker.session-bus-denied", 0x80070005u);
    EXPECT_EQ(o.evidence("broker.session-bus-denied", "bus-error"), name);
}

TEST(plugin_broker, a_bus_that_hangs_or_breaks_is_neither_absent_nor_denied)
{
    const char* code = "broker.session-bus-broken";
    expect_fail(session_bus(bus_error(DSREG_X_TIMEOUT)), code, 0x80072ee2u);
    expect_fail(session_bus(bus_error(DSREG_X_DISCONNECTED)), code, 0x80072efeu);
    expect_fail(session_bus(bus_error(DSREG_X_PROTOCOL)), code, 0x8007000du);
    expect_fail(session_bus(bus_error(DSREG_X_REFUSED, "x.Y")), code, 0x8007000du);
}

TEST(plugin_broker, a_service_error_concludes_nothing)
{
    dbus_answer broken;
    broken.status = DSREG_E_SERVICE;
    EXPECT_EQ(session_bus(broken).concluded, 0);

    broker_answer a;
    a.status = DSREG_E_SERVICE;
    world w = with(a);
    w.give("broker.bus", "session").give("broker.vendor", "microsoft");
    EXPECT_EQ(broker().run("broker.name", w).concluded, 0);
    EXPECT_EQ(broker().run("broker.start", w).concluded, 0);
    w.give_int("broker.owner-pid", 1);
    EXPECT_EQ(broker().run("broker.version", w).concluded, 0);
}

// ---- broker.name

outcome name(const broker_answer& a)
{
    world w = with(a);
    w.give("broker.bus", "session");
    return broker().run("broker.name", w);
}

TEST(plugin_broker, a_running_broker_is_named_with_its_program)
{
    const outcome o = name(running());
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("broker.vendor"), "microsoft");
    EXPECT_EQ(o.fact_of("broker.owner-pid"), "4711");
    EXPECT_EQ(o.fact_of("broker.activatable"), "1");
    EXPECT_EQ(o.fact_of("broker.binary"), running().executable);
    EXPECT_EQ(o.fact_of("broker.binary-time"), "1776885538000000000");
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_broker, a_broker_that_could_be_started_has_no_owner)
{
    const outcome o = name(asleep());
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_FALSE(o.has_fact("broker.owner-pid"));
    EXPECT_EQ(o.fact_of("broker.binary"), asleep().executable);
}

TEST(plugin_broker, every_vendor_has_its_word)
{
    const std::pair<uint32_t, const char*> table[] = {
        {DSREG_BROKER_HIMMELBLAU, "himmelblau"},
        {DSREG_BROKER_PROXY, "proxy"},
        {DSREG_BROKER_REFERENCE, "reference"},
        {DSREG_BROKER_OTHER, "other"},
        {DSREG_BROKER_NONE, "other"}, // somebody owns the name
        {4711, "other"}};
    for (const auto& [vendor, word] : table) {
        broker_answer a = running();
        a.vendor = vendor;
        EXPECT_EQ(name(a).fact_of("broker.vendor"), word);
    }
}

TEST(plugin_broker, a_program_that_cannot_be_seen_is_unknown_with_a_reason)
{
    broker_answer a = running();
    a.executable = "";
    a.executable_time = 0;
    const outcome o = name(a);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("broker.binary").front(), '?');
    EXPECT_EQ(o.fact_of("broker.binary-time").front(), '?');
}

TEST(plugin_broker, no_broker_fails_with_the_documented_words)
{
    const outcome o = name(nobody());
    expect_fail(o, "broker.not-installed", 0x80070002u);
    EXPECT_TRUE(o.facts.empty());
    EXPECT_EQ(o.findings[0].message.rfind("Failed to get broker instance", 0), 0u);
    EXPECT_EQ(o.evidence("broker.not-installed", "bus-name"), "com.microsoft.identity.broker1");
}

TEST(plugin_broker, a_service_file_without_its_program_is_told_from_no_broker)
{
    broker_answer a = with_kind(asleep(), DSREG_X_NOT_FOUND);
    a.executable_time = 0;
    const outcome o = name(a);
    expect_fail(o, "broker.exec-missing", 0x80070002u);
    EXPECT_EQ(o.evidence("broker.exec-missing", "file"), asleep().executable);
    EXPECT_EQ(o.evidence("broker.exec-missing", "service-file"), asleep().service_file);
    EXPECT_EQ(o.fact_of("broker.binary"), asleep().executable);
    EXPECT_FALSE(o.has_fact("broker.vendor")); // nobody is to try to start it
}

TEST(plugin_broker, a_service_file_that_the_bus_does_not_know_starts_nothing)
{
    broker_answer a = with_kind(asleep(), DSREG_X_NOT_FOUND);
    a.activatable = false;
    const outcome o = name(a);
    expect_fail(o, "broker.not-installed", 0x80070002u);
    EXPECT_EQ(o.evidence("broker.not-installed", "service-file"), asleep().service_file);
    EXPECT_FALSE(o.has_fact("broker.vendor"));
}

TEST(plugin_broker, a_bus_that_fails_in_between_says_nothing_of_a_broker)
{
    expect_fail(name(with_kind({}, DSREG_X_TIMEOUT)), "broker.name-unknown", 0x80072ee2u);
    expect_fail(name(with_kind({}, DSREG_X_ACCESS)), "broker.name-unknown", 0x80070005u);
}

TEST(plugin_broker, a_running_broker_that_does_not_answer_still_has_a_name)
{
    for (const uint32_t kind : {DSREG_X_TIMEOUT, DSREG_X_DISCONNECTED, DSREG_X_PROTOCOL})
        EXPECT_EQ(name(with_kind(running(), kind)).result, DSREG_PASS);
}

// ---- broker.start

outcome start(const broker_answer& a, bool already = false)
{
    world w = with(a);
    w.give("broker.vendor", "microsoft").state("broker.owner-pid", DSREG_IN_SILENT);
    if (already) w.state("broker.owner-pid", DSREG_IN_PRESENT).give_int("broker.owner-pid", 1);
    return broker().run("broker.start", w);
}

TEST(plugin_broker, a_broker_that_runs_is_not_started)
{
    const outcome o = start(running(), true);
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.reason, DSREG_SKIP_NOT_APPLICABLE);
}

TEST(plugin_broker, a_start_is_asked_anew_and_passes_when_there_is_an_owner)
{
    uint32_t flags = 0;
    world w;
    w.offered.broker = [&flags](uint32_t f) {
        flags = f;
        return with_kind(running(), DSREG_X_TIMEOUT); // slow, but started
    };
    w.give("broker.vendor", "microsoft");
    const outcome o = broker().run("broker.start", w);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("broker.started"), "1");
    EXPECT_EQ(flags, DSREG_CALL_FRESH);
}

TEST(plugin_broker, a_start_that_fails_carries_the_error_of_the_bus)
{
    broker_answer a = with_kind(asleep(), DSREG_X_REFUSED);
    a.error.dbus_error = "org.freedesktop.DBus.Error.Spawn.ChildExited";
    const outcome o = start(a);
    expect_fail(o, "broker.activation-failed", 0);
    EXPECT_EQ(o.evidence("broker.activation-failed", "bus-error"), a.error.dbus_error);
    EXPECT_FALSE(o.has_fact("broker.started"));
    expect_fail(start(with_kind(asleep(), DSREG_X_TIMEOUT)), "broker.activation-failed",
                0x80072ee2u);
    expect_fail(start(with_kind(asleep(), DSREG_X_DISCONNECTED)), "broker.activation-failed",
                0x80072efeu);
}

// ---- broker.version

outcome version(const broker_answer& a)
{
    world w = with(a);
    w.give("broker.vendor", "microsoft").give_int("broker.owner-pid", 4711);
    return broker().run("broker.version", w);
}

TEST(plugin_broker, the_version_comes_with_its_source)
{
    const outcome o = version(running());
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("broker.version"), "3.0.2");
    EXPECT_EQ(o.facts[0].source, "getLinuxBrokerVersion");
    EXPECT_EQ(o.fact_of("broker.java-era"), "0");
    EXPECT_EQ(o.codes(), codes{});
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_broker, the_java_era_is_a_worry_and_no_failure)
{
    broker_answer a = running();
    a.java_era = true;
    a.version = "2.0.1";
    const outcome o = version(a);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{"broker.java-era"});
    EXPECT_EQ(o.evidence("broker.java-era", "version"), "2.0.1");
    EXPECT_EQ(o.fact_of("broker.java-era"), "1");
}

TEST(plugin_broker, an_answer_without_a_version_is_unknown_and_feeds_on)
{
    broker_answer a = running();
    a.version = a.version_source = "";
    const outcome o = version(a);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("broker.version").front(), '?');
}

TEST(plugin_broker, slow_dead_garbled_and_denied_are_told_apart)
{
    const auto kind = [](uint32_t k) { return version(with_kind(running(), k)); };
    expect_fail(kind(DSREG_X_TIMEOUT), "broker.no-answer", 0x80072ee2u);
    expect_fail(kind(DSREG_X_DISCONNECTED), "broker.died", 0x80072efeu);
    expect_fail(kind(DSREG_X_NOT_FOUND), "broker.died", 0x80072efeu);
    expect_fail(kind(DSREG_X_PROTOCOL), "broker.garbage", 0x8007000du);
    expect_fail(kind(DSREG_X_TOO_LARGE), "broker.garbage", 0x8007000du);
    expect_fail(kind(DSREG_X_ACCESS), "broker.denied", 0x80070005u);
    EXPECT_FALSE(kind(DSREG_X_TIMEOUT).has_fact("broker.version"));
}

TEST(plugin_broker, a_broker_that_left_before_the_question_has_died)
{
    expect_fail(version(asleep()), "broker.died", 0x80072efeu);
}

TEST(plugin_broker, a_broker_that_dies_over_its_first_question_is_not_started_for_nothing)
{
    broker_answer a = with_kind(running(), DSREG_X_DISCONNECTED);
    a.error.dbus_error = "org.freedesktop.DBus.Error.NoReply";
    const outcome started = start(a);
    EXPECT_EQ(started.result, DSREG_PASS);
    world w = with(asleep());
    w.give("broker.vendor", "microsoft");
    w.give_int("broker.started", 1, DSREG_T_BOOL);
    const outcome o = broker().run("broker.version", w);
    expect_fail(o, "broker.died", 0x80072efeu);
    EXPECT_NE(o.findings[0].message.find("at its first call"), std::string::npos);
}

TEST(plugin_broker, an_error_of_the_broker_itself_is_decoded)
{
    broker_answer a = with_kind(running(), DSREG_X_REFUSED);
    a.error.status = 20;
    a.error.tag = "4ko04";
    a.error.text = "No such file or directory (os error 2)";
    const outcome o = version(a);
    expect_fail(o, "broker.refused", 0);
    EXPECT_EQ(o.evidence("broker.refused", "status-name"), "DeviceNotRegistered");
    EXPECT_EQ(o.evidence("broker.refused", "tag"), "4ko04");
    EXPECT_EQ(o.evidence("broker.refused", "error"), a.error.text);
    EXPECT_EQ(o.fact_of("broker.version").front(), '?'); // it talks: others may ask it
}

TEST(plugin_broker, after_a_start_the_bus_is_asked_anew)
{
    uint32_t flags = 99;
    world w;
    w.offered.broker = [&flags](uint32_t f) {
        flags = f;
        return running();
    };
    w.give("broker.vendor", "microsoft").state("broker.owner-pid", DSREG_IN_SILENT);
    w.give_int("broker.started", 1, DSREG_T_BOOL);
    EXPECT_EQ(broker().run("broker.version", w).result, DSREG_PASS);
    EXPECT_EQ(flags, DSREG_CALL_FRESH);
    w = with(running());
    w.offered.broker = [&flags](uint32_t f) {
        flags = f;
        return running();
    };
    w.give("broker.vendor", "microsoft").give_int("broker.owner-pid", 4711);
    EXPECT_EQ(broker().run("broker.version", w).result, DSREG_PASS);
    EXPECT_EQ(flags, 0u);
}

TEST(plugin_broker, a_broker_that_does_not_run_is_not_asked)
{
    const auto skipped = [](uint32_t started) {
        world w;
        w.offered.broker = [](uint32_t) -> broker_answer { throw std::logic_error("asked"); };
        w.give("broker.vendor", "microsoft").state("broker.owner-pid", DSREG_IN_SILENT);
        w.state("broker.started", started);
        return broker().run("broker.version", w);
    };
    const outcome passive = skipped(DSREG_IN_SKIPPED);
    EXPECT_EQ(passive.result, DSREG_SKIP);
    EXPECT_EQ(passive.reason, DSREG_SKIP_MISSING_INPUT);
    EXPECT_EQ(passive.about, "broker.started"); // broker.start is what was left out
    EXPECT_EQ(passive.text, "the broker does not run, and this run may not start it");
    for (const uint32_t state : {DSREG_IN_SILENT, DSREG_IN_BROKEN}) {
        const outcome o = skipped(state);
        EXPECT_EQ(o.result, DSREG_SKIP);
        EXPECT_EQ(o.about, "broker.started");
        EXPECT_EQ(o.violations, codes{});
    }
}

TEST(plugin_broker, a_broker_that_an_upgrade_replaced_wants_a_restart)
{
    broker_answer a = running();
    a.replaced = true;
    world w;
    w.offered.broker = [a](uint32_t) { return a; };
    w.give("broker.vendor", "microsoft").give_int("broker.owner-pid", 4711);
    const outcome o = broker().run("broker.version", w);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{"broker.restart-needed"});
    EXPECT_EQ(o.evidence("broker.restart-needed", "file"), a.executable);
    EXPECT_EQ(o.violations, codes{});
}

} // namespace
