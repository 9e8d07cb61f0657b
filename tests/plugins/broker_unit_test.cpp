// broker.device-service: the system unit behind the session's broker.
#include "bundled.h"

#include <gtest/gtest.h>

#include <map>
#include <stdexcept>

namespace {

using testkit::dbus_answer;
using testkit::dbus_question;
using testkit::outcome;
using testkit::world;
using codes = std::vector<std::string>;

const std::string microsoft_unit =
    "/org/freedesktop/systemd1/unit/microsoft_2didentity_2ddevice_2dbroker_2eservice";
const std::string preview_unit =
    "/org/freedesktop/systemd1/unit/microsoft_2didentity_2ddevicebroker_2eservice";
const std::string himmelblau_unit = "/org/freedesktop/systemd1/unit/himmelblaud_2eservice";

const bundled_module& broker()
{
    static const bundled_module m(bundled("broker"));
    return m;
}

dbus_answer refused(uint32_t kind, const std::string& name)
{
    dbus_answer a;
    a.error = kind;
    a.name = name;
    return a;
}

// systemd as `systemctl show` prints it, by object path; other units are not found.
using units = std::map<std::string, std::string>;

dbus_answer systemd(const units& known, const dbus_question& q)
{
    EXPECT_EQ(q.bus, DSREG_BUS_SYSTEM);
    dbus_answer a;
    if (q.member == "NameHasOwner") {
        a.flags = {{"0", q.arguments.at(0) == "com.microsoft.identity.devicebroker1"}};
        return a;
    }
    const auto unit = known.find(q.path);
    std::string rest =
        unit == known.end() ? fixture("broker", "unit-not-found.properties") : unit->second;
    while (!rest.empty()) {
        const std::string line = rest.substr(0, rest.find('\n'));
        rest.erase(0, line.size() + 1);
        const std::size_t sign = line.find('=');
        const std::string name = line.substr(0, sign), text = line.substr(sign + 1);
        const bool of_service = name == "Result" || name == "User" || name == "ExecStart/0/0" ||
                                name == "ExecMainStartTimestamp";
        const bool asked_service = q.arguments.at(0) == "org.freedesktop.systemd1.Service";
        if (q.member != "GetAll" || of_service != asked_service) continue;
        if (name == "ExecMainStartTimestamp")
            a.numbers.emplace_back("0/" + name, std::stoll(text));
        else if (name == "NeedDaemonReload")
            a.flags.emplace_back("0/" + name, text == "yes");
        else
            a.items.emplace_back("0/" + name, text);
    }
    return a;
}

world with(const units& known, const std::string& vendor)
{
    world w;
    w.offered.dbus = [known](const dbus_question& q) { return systemd(known, q); };
    if (!vendor.empty()) w.give("broker.vendor", vendor);
    return w;
}

outcome run(const world& w)
{
    return broker().run("broker.device-service", w);
}

outcome run_unit(const std::string& file, const std::string& vendor = "microsoft")
{
    return run(with({{microsoft_unit, fixture("broker", file)}}, vendor));
}

TEST(plugin_broker_unit, a_running_unit_passes_with_its_states)
{
    const outcome o = run_unit("unit-running.properties");
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("broker.service"), "microsoft-identity-device-broker.service");
    EXPECT_EQ(o.fact_of("broker.device-load-state"), "loaded");
    EXPECT_EQ(o.fact_of("broker.device-active-state"), "active");
    EXPECT_EQ(o.fact_of("broker.device-sub-state"), "running");
    EXPECT_EQ(o.fact_of("broker.device-result"), "success");
    EXPECT_EQ(o.fact_of("broker.device-name-owned"), "1");
    EXPECT_FALSE(o.has_fact("broker.device-mode")); // nothing public says it
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_broker_unit, a_unit_that_waits_for_the_bus_is_fine)
{
    EXPECT_EQ(run_unit("unit-inactive.properties").result, DSREG_PASS);
    EXPECT_EQ(run_unit("unit-inactive.properties", "reference").result, DSREG_PASS);
}

TEST(plugin_broker_unit, masked_failed_and_unloadable_units_fail)
{
    const std::pair<const char*, const char*> table[] = {
        {"unit-masked.properties", "broker.device-unit-masked"},
        {"unit-failed.properties", "broker.device-unit-failed"},
        {"unit-bad-setting.properties", "broker.device-unit-failed"}};
    for (const auto& [file, code] : table) {
        const outcome o = run_unit(file);
        EXPECT_EQ(o.result, DSREG_FAIL) << file;
        EXPECT_EQ(o.codes(), codes{code});
        EXPECT_EQ(o.outer, 0x80070002u);
        EXPECT_EQ(o.evidence(code, "unit"), "microsoft-identity-device-broker.service");
        EXPECT_EQ(o.fact_of("broker.service"), "microsoft-identity-device-broker.service");
        EXPECT_EQ(o.violations, codes{});
    }
    EXPECT_EQ(run_unit("unit-failed.properties").evidence("broker.device-unit-failed", "result"),
              "exit-code");
}

TEST(plugin_broker_unit, the_preview_name_of_the_unit_is_found)
{
    const outcome o =
        run(with({{preview_unit, fixture("broker", "unit-running.properties")}}, "microsoft"));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("broker.service"), "microsoft-identity-devicebroker.service");
}

TEST(plugin_broker_unit, a_session_broker_without_its_unit_is_half_installed)
{
    for (const char* vendor : {"microsoft", "himmelblau"}) {
        const outcome o = run(with({}, vendor));
        EXPECT_EQ(o.result, DSREG_FAIL) << vendor;
        EXPECT_EQ(o.codes(), codes{"broker.device-unit-missing"});
        EXPECT_EQ(o.evidence("broker.device-unit-missing", "vendor"), vendor);
    }
}

TEST(plugin_broker_unit, himmelblau_shows_its_session_unit_and_is_judged_by_its_daemon)
{
    const std::string running = fixture("broker", "unit-running.properties");
    const outcome good = run(with({{himmelblau_unit, running}}, "himmelblau"));
    EXPECT_EQ(good.result, DSREG_PASS);
    EXPECT_EQ(good.fact_of("broker.service"), "himmelblau-broker.service");
    EXPECT_FALSE(good.has_fact("broker.device-name-owned"));
    const std::string failed = fixture("broker", "unit-failed.properties");
    const outcome bad = run(with({{himmelblau_unit, failed}}, "himmelblau"));
    EXPECT_EQ(bad.codes(), codes{"broker.device-unit-failed"});
    EXPECT_EQ(bad.evidence("broker.device-unit-failed", "unit"), "himmelblaud.service");
}

TEST(plugin_broker_unit, a_forwarded_broker_lives_in_a_container)
{
    const outcome o = run(with({}, "proxy"));
    EXPECT_EQ(o.result, DSREG_SKIP); // nothing of it was looked at
    EXPECT_EQ(o.reason, DSREG_SKIP_NOT_APPLICABLE);
    EXPECT_EQ(o.fact_of("broker.service"), "?runs in a container");
}

TEST(plugin_broker_unit, without_any_broker_there_is_nothing_to_look_at)
{
    for (const char* vendor : {"", "other", "reference"}) {
        const outcome o = run(with({}, vendor));
        EXPECT_EQ(o.result, DSREG_SKIP) << vendor;
        EXPECT_EQ(o.reason, DSREG_SKIP_NOT_APPLICABLE) << vendor;
    }
}

TEST(plugin_broker_unit, a_broken_broker_probe_is_not_an_absent_broker)
{
    world w = with({}, "");
    w.state("broker.vendor", DSREG_IN_BROKEN);
    const outcome o = run(w);
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.reason, DSREG_SKIP_MISSING_INPUT);
    EXPECT_EQ(o.about, "broker.vendor");
}

TEST(plugin_broker_unit, a_unit_is_judged_even_when_no_broker_is_known)
{
    EXPECT_EQ(run_unit("unit-masked.properties", "").codes(), codes{"broker.device-unit-masked"});
}

TEST(plugin_broker_unit, a_machine_without_systemd_has_no_unit)
{
    const dbus_answer absent[] = {
        refused(DSREG_X_CONNECT, ""), refused(DSREG_X_NOT_FOUND, ""),
        refused(DSREG_X_NOT_FOUND, "org.freedesktop.DBus.Error.NameHasNoOwner"),
        refused(DSREG_X_NOT_FOUND, "org.freedesktop.DBus.Error.ServiceUnknown")};
    for (const dbus_answer& a : absent) {
        world w = with({}, "microsoft");
        w.offered.dbus = [a](const dbus_question&) { return a; };
        const outcome o = run(w);
        EXPECT_EQ(o.result, DSREG_SKIP);
        EXPECT_EQ(o.reason, DSREG_SKIP_NOT_APPLICABLE);
        EXPECT_EQ(o.text, "systemd does not run here");
    }
}

TEST(plugin_broker_unit, an_unknown_object_is_a_unit_that_is_not_there)
{
    world w = with({}, "microsoft");
    w.offered.dbus = [](const dbus_question&) {
        return refused(DSREG_X_NOT_FOUND, "org.freedesktop.DBus.Error.UnknownObject");
    };
    EXPECT_EQ(run(w).codes(), codes{"broker.device-unit-missing"});
    w.offered.dbus = [](const dbus_question&) {
        return refused(DSREG_X_REFUSED, "org.freedesktop.systemd1.NoSuchUnit");
    };
    EXPECT_EQ(run(w).codes(), codes{"broker.device-unit-missing"});
}

TEST(plugin_broker_unit, a_system_bus_that_does_not_answer_is_a_failure)
{
    const std::pair<uint32_t, uint32_t> table[] = {{DSREG_X_ACCESS, 0x80070005u},
                                                   {DSREG_X_TIMEOUT, 0x80072ee2u},
                                                   {DSREG_X_DISCONNECTED, 0x80072efeu},
                                                   {DSREG_X_TOO_LARGE, 0x8007000du}};
    for (const auto& [kind, code] : table) {
        world w = with({}, "microsoft");
        w.offered.dbus = [kind = kind](const dbus_question&) { return refused(kind, "x.Y"); };
        const outcome o = run(w);
        EXPECT_EQ(o.codes(), codes{"broker.no-system-bus"});
        EXPECT_EQ(o.outer, code);
    }
}

TEST(plugin_broker_unit, an_answer_without_states_is_not_systemd)
{
    world w = with({}, "microsoft");
    w.offered.dbus = [](const dbus_question&) {
        dbus_answer a;
        a.flags = {{"0/LoadState", true}}; // another type
        a.items = {{"0", "loaded"}, {"", ""}};
        return a;
    };
    const outcome o = run(w);
    EXPECT_EQ(o.codes(), codes{"broker.no-system-bus"});
    EXPECT_EQ(o.outer, 0x8007000du);
}

TEST(plugin_broker_unit, a_service_error_concludes_nothing)
{
    world w = with({}, "microsoft");
    w.offered.dbus = [](const dbus_question&) {
        dbus_answer a;
        a.status = DSREG_E_SERVICE;
        return a;
    };
    EXPECT_EQ(run(w).concluded, 0);
}

// ---- two halves of different eras

const std::string service_file =
    "/usr/share/dbus-1/system-services/com.microsoft.identity.devicebroker1.service";

world two_brokers(const std::string& session_version, const std::string& device_user,
                  const std::string& vendor = "microsoft")
{
    world w = with({{microsoft_unit, fixture("broker", "unit-running.properties") +
                                         "\nUser=" + device_user + "\n"}},
                   vendor);
    w.give("broker.version", session_version);
    w.give_int("broker.java-era", session_version <= "2.0.1" ? 1 : 0, DSREG_T_BOOL);
    return w;
}

TEST(plugin_broker_unit, an_old_device_broker_does_not_fit_a_new_session_broker)
{
    for (const char* vendor : {"microsoft", "reference"}) {
        const outcome o = run(two_brokers("3.0.2", "microsoft-identity-broker", vendor));
        EXPECT_EQ(o.result, DSREG_FAIL);
        EXPECT_EQ(o.codes(), codes{"broker.mismatch"});
        EXPECT_EQ(o.evidence("broker.mismatch", "too-old"), "device broker");
        EXPECT_EQ(o.evidence("broker.mismatch", "session-version"), "3.0.2");
        EXPECT_EQ(o.evidence("broker.mismatch", "source"), "systemd");
        EXPECT_EQ(o.fact_of("broker.device-era"), "java");
        EXPECT_FALSE(o.has_fact("broker.device-ok"));
        EXPECT_EQ(o.violations, codes{});
    }
}

TEST(plugin_broker_unit, an_old_session_broker_does_not_fit_a_new_device_broker)
{
    const outcome o = run(two_brokers("2.0.1", "root"));
    EXPECT_EQ(o.codes(), codes{"broker.mismatch"});
    EXPECT_EQ(o.evidence("broker.mismatch", "too-old"), "session broker");
    EXPECT_EQ(run(two_brokers("2.0.1", "")).codes(), codes{"broker.mismatch"}); // "": root
}

TEST(plugin_broker_unit, brokers_of_one_era_fit)
{
    for (const auto& [version, user] :
         {std::pair("3.0.2", "root"), {"3.0.2", ""}, {"2.0.1", "microsoft-identity-broker"}}) {
        const outcome o = run(two_brokers(version, user));
        EXPECT_EQ(o.result, DSREG_PASS) << version;
        EXPECT_EQ(o.codes(), codes{});
        EXPECT_EQ(o.fact_of("broker.device-ok"), "1");
    }
}

TEST(plugin_broker_unit, an_era_that_is_not_certain_is_not_judged)
{
    EXPECT_EQ(run(two_brokers("3.0.2", "_someone")).result, DSREG_PASS);
    EXPECT_EQ(run(two_brokers("2.0.3", "microsoft-identity-broker")).result, DSREG_PASS); // preview
    EXPECT_EQ(run(two_brokers("3.0.2", "microsoft-identity-broker", "other")).result, DSREG_PASS);
    for (const uint32_t state : {DSREG_IN_SILENT, DSREG_IN_BROKEN, DSREG_IN_SKIPPED}) {
        world w = two_brokers("3.0.2", "microsoft-identity-broker");
        w.state("broker.java-era", state);
        EXPECT_EQ(run(w).result, DSREG_PASS) << state;
    }
}

TEST(plugin_broker_unit, where_systemd_names_no_user_the_buss_file_does)
{
    world w = with({{microsoft_unit, fixture("broker", "unit-running.properties")}}, "microsoft");
    w.give("broker.version", "3.0.2").give_int("broker.java-era", 0, DSREG_T_BOOL);
    std::string file = "[D-BUS Service]\nUser=microsoft-identity-broker\r\n";
    w.offered.fs = [&](const std::string& path) {
        testkit::fs_answer a;
        if (path == service_file) a.bytes = file;
        return a;
    };
    EXPECT_EQ(run(w).codes(), codes{"broker.mismatch"});
    EXPECT_EQ(run(w).evidence("broker.mismatch", "source"), "service file");
    for (const char* text :
         {"", "\n\n", "User=", "Use", "[D-BUS Service]\nUser=root", "\xff\x00"}) {
        file = text;
        EXPECT_EQ(run(w).codes(), codes{}) << text;
    }
}

// ---- a program that an upgrade replaced

TEST(plugin_broker_unit, a_device_broker_older_than_its_program_wants_a_restart)
{
    const std::string bin = "/opt/microsoft/identity-broker/bin/";
    const std::string unit = fixture("broker", "unit-running.properties") +
                             "\nExecMainStartTimestamp=1750000000000000\nExecStart/0/0=" + bin +
                             "microsoft-identity-device-broker\n";
    world w = with({{microsoft_unit, unit}}, "microsoft");
    int64_t installed = 1'760'000'000'000'000'000;
    w.offered.fs = [&](const std::string& path) {
        testkit::fs_answer a;
        if (path == bin)
            a.entries = {{"microsoft-identity-broker", 1'780'000'000'000'000'000},
                         {"microsoft-identity-device-broker", installed}};
        return a;
    };
    EXPECT_EQ(run(w).result, DSREG_PASS);
    EXPECT_EQ(run(w).codes(), codes{"broker.restart-needed"});
    EXPECT_EQ(run(w).findings[0].message, "the device broker's program was built after it started");
    EXPECT_EQ(run(w).violations, codes{});
    installed = 1'740'000'000'000'000'000;
    EXPECT_EQ(run(w).codes(), codes{});
    w.offered.fs = [](const std::string&) {
        testkit::fs_answer a;
        a.error = DSREG_X_ACCESS;
        return a;
    };
    EXPECT_EQ(run(w).codes(), codes{});
}

// systemd keeps the time at which a process that has ended was started.
TEST(plugin_broker_unit, a_device_broker_that_does_not_run_wants_no_restart)
{
    const std::string bin = "/opt/microsoft/identity-broker/bin/";
    const std::string unit = fixture("broker", "unit-inactive.properties") +
                             "\nNeedDaemonReload=yes\nExecMainStartTimestamp=1750000000000000\n"
                             "ExecStart/0/0=" +
                             bin + "microsoft-identity-device-broker\n";
    world w = with({{microsoft_unit, unit}}, "microsoft");
    w.offered.fs = [&](const std::string& path) {
        testkit::fs_answer a;
        if (path == bin)
            a.entries = {{"microsoft-identity-device-broker", 1'760'000'000'000'000'000}};
        return a;
    };
    const outcome o = run(w);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{});
}

TEST(plugin_broker_unit, a_unit_that_changed_under_systemd_wants_a_reload)
{
    const outcome o = run(with({{microsoft_unit, fixture("broker", "unit-running.properties") +
                                                     "\nNeedDaemonReload=yes\n"}},
                               "microsoft"));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{"broker.restart-needed"});
    EXPECT_EQ(o.evidence("broker.restart-needed", "unit-file-changed"), "1");
}

// ---- Device Mode

TEST(plugin_broker_unit, the_device_mode_is_shown_when_a_broker_that_answers_publishes_it)
{
    world w = with({{microsoft_unit, fixture("broker", "unit-running.properties")}}, "reference");
    w.give("broker.version", "3.0.2");
    testkit::broker_state published;
    w.offered.broker = [](uint32_t) { return testkit::broker_answer{}; };
    w.offered.state = [&] { return published; };
    EXPECT_FALSE(run(w).has_fact("broker.device-mode"));
    for (const char* mode : {"Exclusive", "Shared"}) {
        published.device_mode = mode;
        EXPECT_EQ(run(w).fact_of("broker.device-mode"), mode);
    }
    published.device_mode = "\x1b[31mjoined";
    EXPECT_FALSE(run(w).has_fact("broker.device-mode"));
    published.device_mode = "Shared";
    published.status = DSREG_E_SERVICE;
    EXPECT_EQ(run(w).result, DSREG_PASS); // nothing hangs on it
    w.state("broker.version", DSREG_IN_SILENT);
    w.offered.state = []() -> testkit::broker_state { throw std::logic_error("asked"); };
    EXPECT_EQ(run(w).violations, codes{});
}

// The bus denies what no policy allows: worth a word, but only when the rest is installed.
TEST(plugin_broker_unit, an_installed_broker_without_its_policy_is_a_worry)
{
    world w = with({{microsoft_unit, fixture("broker", "unit-running.properties")}}, "microsoft");
    std::string present = "system-services/";
    uint32_t otherwise = DSREG_X_NOT_FOUND;
    w.offered.fs = [&](const std::string& path) {
        testkit::fs_answer a;
        a.error = path.find(present) == std::string::npos ? otherwise : DSREG_X_NONE;
        return a;
    };
    EXPECT_EQ(run(w).codes(), codes{"broker.policy-missing"});
    EXPECT_EQ(run(w).result, DSREG_PASS);
    present = "com.microsoft";
    EXPECT_EQ(run(w).codes(), codes{});
    present = "nothing";
    EXPECT_EQ(run(w).codes(), codes{});
    present = "system-services/";
    otherwise = DSREG_X_ACCESS; // cannot be seen is not missing
    EXPECT_EQ(run(w).codes(), codes{});
    EXPECT_EQ(run(w).violations, codes{});
}

} // namespace
