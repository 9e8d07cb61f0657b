#include "actions/no_broker.h"

#include "base/text.h"
#include "broker/authd.h"
#include "bus/unit_path.h"
#include "dsreg/svc/broker.h"

namespace dsreg::actions {
namespace {

using bus::clock;

constexpr const char* device_broker = "microsoft-identity-device-broker";
constexpr const char* himmelblau = "himmelblaud";

// Spawn.ServiceNotFound and the like: what the bus says when it could not start a service.
constexpr std::string_view spawn_errors = "org.freedesktop.DBus.Error.Spawn.";

std::string in_words(const wire::broker_error& e)
{
    std::string s = e.dbus_error;
    if (e.text.empty()) return s;
    return s.empty() ? e.text : s + ": " + e.text;
}

bool is_known(const wire::broker_info& info)
{
    return info.activatable || !info.service_file.empty();
}

// The bus itself could not be asked.
std::string bus_cause(const wire::world& where, const wire::broker_error& e)
{
    if (where.session_bus.empty())
        return where.session_why.empty() ? "no user session bus" : where.session_why;
    const std::string words = in_words(e);
    const std::string why = words.empty() ? "" : " (" + words + ")";
    switch (e.kind) {
    case DSREG_X_ACCESS:
        return "the session bus turned this user away: it belongs to somebody else" + why;
    case DSREG_X_TIMEOUT:
        return "the session bus did not answer in time" + why;
    case DSREG_X_CONNECT:
        return "no user session bus at " + where.session_bus + why;
    default:
        return "the session bus could not be asked" + why;
    }
}

// As the pages of broker.no-session-bus and broker.session-bus-denied: no system unit helps.
void advise_on_bus(const wire::world& where, uint32_t kind, broker_absence& ret)
{
    if (kind != DSREG_X_CONNECT && kind != DSREG_X_ACCESS) return;
    const bool root = where.uid == 0 && where.elevated;
    ret.advice = std::string(root ? "Root has no session of its own. " : "") +
                 "Run dsreg in the desktop session of the user who has the trouble. From "
                 "elsewhere, sign that user in and name the user with --user NAME.";
    ret.commands.emplace_back("loginctl list-sessions");
}

std::string not_started(const wire::broker_info& info)
{
    std::string s = "the identity broker could not be started";
    if (info.error.kind == DSREG_X_TIMEOUT)
        s = "the identity broker was started and did not become ready in time";
    if (info.error.kind == DSREG_X_DISCONNECTED)
        s = "the identity broker ended while it was starting";
    const std::string words = in_words(info.error);
    return words.empty() ? s : s + ": " + words;
}

std::string not_there(const wire::broker_info& info)
{
    const bool spawn = info.error.dbus_error.rfind(spawn_errors, 0) == 0;
    if (!spawn && !info.executable.empty() && info.executable_time == 0)
        return "its service file " + info.service_file + " names the program " + info.executable +
               ", which does not exist";
    if (!info.activatable)
        return info.service_file.empty()
                   ? "no identity broker is installed: the session bus knows none that it could "
                     "start"
                   : "the identity broker is installed, but the session bus cannot start it: it "
                     "has not read " +
                         info.service_file;
    return not_started(info);
}

std::string property_of(bus::connection& system, const std::string& unit, const char* name,
                        clock::time_point until)
{
    value v;
    const bus::outcome end =
        system.property("org.freedesktop.systemd1", bus::unit_path(unit + ".service"),
                        "org.freedesktop.systemd1.Unit", name, until, v);
    return end.ok() && v.type == value_type::text ? v.text : "";
}

} // namespace

bool is_absent(const wire::broker_info& info) noexcept
{
    return info.pid == 0 && info.error.kind != DSREG_X_NONE;
}

broker_absence explain_absence(const wire::world& where, const wire::broker_info& info,
                               const unit_state& unit, bool authd)
{
    broker_absence why;
    const wire::broker_error& e = info.error;
    const bool bus = !is_known(info) && e.kind != DSREG_X_NOT_FOUND;
    why.cause = bus ? bus_cause(where, e) : not_there(info);
    if (bus) advise_on_bus(where, e.kind, why);
    if (authd && !bus && !is_known(info)) why.cause += std::string("; ") + broker::authd_sentence;
    if (unit.load == "masked") {
        why.cause += "; its system unit " + unit.unit + " is masked";
        why.commands.push_back("sudo systemctl unmask " + unit.unit + ".service");
    } else if (unit.active == "failed") {
        why.cause += "; its system unit " + unit.unit + " has failed";
    }
    if (info.vendor == DSREG_BROKER_PROXY) {
        why.advice = "This broker forwards to a container: start that.";
        return why;
    }
    why.commands.push_back("systemctl status " + unit.unit);
    why.commands.push_back("systemctl start " + unit.unit);
    return why;
}

broker_absence find_absence(const wire::world& where, const wire::broker_info& info)
{
    const clock::time_point until = clock::now() + std::chrono::seconds(2);
    unit_state unit;
    unit.unit = info.vendor == DSREG_BROKER_HIMMELBLAU ? himmelblau : device_broker;
    bool authd = false;
    bus::connection system;
    if (system.open(where.system_bus, until).ok()) {
        unit.load = property_of(system, unit.unit, "LoadState", until);
        if (!unit.load.empty()) unit.active = property_of(system, unit.unit, "ActiveState", until);
        authd = broker::authd_is_here(system, until);
    }
    return explain_absence(where, info, unit, authd);
}

int say_no_broker(const call& c, const broker_absence& why)
{
    c.out.error("Failed to get broker instance: " + why.cause);
    if (!why.advice.empty()) c.out.note(why.advice);
    if (why.commands.empty()) return exit_no_broker;
    c.out.note("This may help:");
    for (const std::string& command : why.commands) c.out.note("  " + command);
    return exit_no_broker;
}

} // namespace dsreg::actions
