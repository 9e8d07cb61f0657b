#include "actions/no_broker.h"

#include "dsreg/svc/broker.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::actions;

namespace {

using commands = std::vector<std::string>;

const commands usual{"systemctl status microsoft-identity-device-broker",
                     "systemctl start microsoft-identity-device-broker"};

wire::world somebody()
{
    wire::world w;
    w.uid = 1000;
    w.session_bus = "unix:path=/run/user/1000/bus";
    return w;
}

wire::broker_info with(uint32_t kind, const std::string& name = "", const std::string& text = "")
{
    wire::broker_info i;
    i.error.kind = kind;
    i.error.dbus_error = name;
    i.error.text = text;
    return i;
}

wire::broker_info installed(wire::broker_info i)
{
    i.activatable = true;
    i.vendor = DSREG_BROKER_MICROSOFT;
    i.service_file = "/usr/share/dbus-1/services/com.microsoft.identity.broker1.service";
    i.executable = "/opt/microsoft/identity-broker/bin/microsoft-identity-broker";
    i.executable_time = 1;
    return i;
}

const unit_state device_unit{"microsoft-identity-device-broker", "loaded", "inactive"};

broker_absence explain(const wire::broker_info& i, const unit_state& unit = device_unit,
                       bool authd = false, const wire::world& where = somebody())
{
    return explain_absence(where, i, unit, authd);
}

} // namespace

TEST(absence, somebody_who_answers_wrongly_is_there)
{
    wire::broker_info running = with(DSREG_X_PROTOCOL);
    running.pid = 42;
    EXPECT_FALSE(is_absent(running));
    EXPECT_TRUE(is_absent(with(DSREG_X_NOT_FOUND)));
    EXPECT_FALSE(is_absent(with(DSREG_X_NONE))); // could be started
}

TEST(absence, not_installed)
{
    const broker_absence why = explain(with(DSREG_X_NOT_FOUND));
    EXPECT_EQ(why.cause,
              "no identity broker is installed: the session bus knows none that it could start");
    EXPECT_EQ(why.commands, usual);
    EXPECT_EQ(why.advice, "");
}

TEST(absence, authd_is_named_and_is_no_broker)
{
    EXPECT_EQ(explain(with(DSREG_X_NOT_FOUND), device_unit, true).cause,
              "no identity broker is installed: the session bus knows none that it could start; "
              "authd signs users in here, but it is no single sign-on broker");
    // Beside a broker that is installed it explains nothing.
    const wire::broker_info there = installed(with(DSREG_X_TIMEOUT));
    EXPECT_EQ(explain(there, device_unit, true).cause.find("authd"), std::string::npos);
}

TEST(absence, installed_and_not_activatable)
{
    wire::broker_info i = installed(with(DSREG_X_NOT_FOUND));
    i.activatable = false;
    EXPECT_EQ(explain(i).cause, "the identity broker is installed, but the session bus cannot "
                                "start it: it has not read " +
                                    i.service_file);
}

TEST(absence, its_program_is_gone)
{
    wire::broker_info i = installed(with(DSREG_X_NOT_FOUND));
    i.executable_time = 0;
    EXPECT_EQ(explain(i).cause, "its service file " + i.service_file + " names the program " +
                                    i.executable + ", which does not exist");
}

TEST(absence, activation_failed_with_the_bus_error)
{
    const char* spawn = "org.freedesktop.DBus.Error.Spawn.ChildExited";
    EXPECT_EQ(explain(installed(with(DSREG_X_REFUSED, spawn, "Process exited"))).cause,
              "the identity broker could not be started: " + std::string(spawn) +
                  ": Process exited");
    EXPECT_EQ(explain(installed(with(DSREG_X_TIMEOUT))).cause,
              "the identity broker was started and did not become ready in time");
    EXPECT_EQ(explain(installed(with(DSREG_X_DISCONNECTED))).cause,
              "the identity broker ended while it was starting");
}

TEST(absence, a_masked_unit_is_named_and_unmasked_first)
{
    unit_state masked = device_unit;
    masked.load = "masked";
    const broker_absence why = explain(installed(with(DSREG_X_TIMEOUT)), masked);
    EXPECT_NE(why.cause.find("microsoft-identity-device-broker is masked"), std::string::npos);
    ASSERT_EQ(why.commands.size(), 3u);
    EXPECT_EQ(why.commands[0], "sudo systemctl unmask microsoft-identity-device-broker.service");
}

TEST(absence, himmelblau_has_units_of_its_own_and_none_is_ever_enabled)
{
    wire::broker_info i = installed(with(DSREG_X_TIMEOUT));
    i.vendor = DSREG_BROKER_HIMMELBLAU;
    const broker_absence why = explain(i, {"himmelblaud", "loaded", "failed"});
    EXPECT_EQ(why.commands,
              (commands{"systemctl status himmelblaud", "systemctl start himmelblaud"}));
    EXPECT_NE(why.cause.find("himmelblaud has failed"), std::string::npos);
    for (const std::string& command : why.commands) {
        EXPECT_EQ(command.find("enable"), std::string::npos);
        EXPECT_EQ(command.find("--user"), std::string::npos);
    }
}

TEST(absence, a_broker_in_a_container_is_not_started_by_systemctl)
{
    wire::broker_info i = installed(with(DSREG_X_TIMEOUT));
    i.vendor = DSREG_BROKER_PROXY;
    EXPECT_TRUE(explain(i).commands.empty());
    EXPECT_NE(explain(i).advice, "");
}

TEST(absence, no_session_bus_says_why)
{
    wire::world none = somebody();
    none.session_bus.clear();
    none.session_why = "no user session bus: there is no socket /run/user/1000/bus";
    EXPECT_EQ(explain(with(DSREG_X_CONNECT), device_unit, false, none).cause, none.session_why);
}

TEST(absence, without_a_session_bus_a_session_helps_before_any_unit)
{
    for (const uint32_t kind : {DSREG_X_CONNECT, DSREG_X_ACCESS}) {
        const broker_absence why = explain(with(kind));
        EXPECT_EQ(why.advice,
                  "Run dsreg in the desktop session of the user who has the trouble. From "
                  "elsewhere, sign that user in and name the user with --user NAME.");
        EXPECT_EQ(why.commands, (commands{"loginctl list-sessions", usual[0], usual[1]}));
    }
    EXPECT_EQ(explain(with(DSREG_X_TIMEOUT)).commands, usual);
}

TEST(absence, root_is_told_that_it_has_the_wrong_bus)
{
    wire::world root = somebody();
    root.uid = 0;
    const auto told = [&root] {
        return explain(with(DSREG_X_CONNECT), device_unit, false, root).advice.rfind("Root", 0) ==
               0;
    };
    EXPECT_FALSE(told()); // of a lab or a container, without root's rights
    root.elevated = true;
    EXPECT_TRUE(told());
    // With a bus that answers, root has one.
    EXPECT_EQ(explain(with(DSREG_X_NOT_FOUND), device_unit, false, root).advice, "");
}

TEST(absence, a_bus_that_refuses_or_is_silent)
{
    EXPECT_EQ(explain(with(DSREG_X_ACCESS)).cause,
              "the session bus turned this user away: it belongs to somebody else");
    EXPECT_EQ(explain(with(DSREG_X_TIMEOUT)).cause, "the session bus did not answer in time");
    EXPECT_EQ(explain(with(DSREG_X_CONNECT, "System.Error.ECONNREFUSED", "refused")).cause,
              "no user session bus at unix:path=/run/user/1000/bus (System.Error.ECONNREFUSED: "
              "refused)");
}
