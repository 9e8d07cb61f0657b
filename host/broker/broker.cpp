#include "broker/broker.h"

#include "base/guid.h"

#include "broker/error_text.h"
#include "broker/files.h"
#include "broker/replies.h"
#include "broker/requests.h"
#include "broker/session.h"
#include "dsreg/svc/broker.h"

#include <poll.h>

#include <algorithm>

namespace dsreg::broker {
namespace {

using namespace std::chrono_literals;

constexpr const char* protocol_version = "0.0"; // what every public client sends
constexpr const char* no_such_service = "org.freedesktop.DBus.Error.ServiceUnknown";
constexpr const char* no_such_object = "org.freedesktop.DBus.Error.UnknownObject";
constexpr auto export_step = 100ms;

} // namespace

session_broker::session_broker(bus::connection& connection, place where)
    : bus_(connection), where_(std::move(where))
{}

session_broker::found session_broker::find_owner(const asking& how, owner& ret,
                                                 wire::broker_error& ret_error)
{
    bus::outcome end = bus_.name_owner(bus_name, how.deadline, ret.unique);
    if (end.kind == DSREG_X_NOT_FOUND && how.may_start) {
        end = bus_.start_service(bus_name, how.deadline);
        if (end.kind == DSREG_X_NOT_FOUND) return found::stopped; // nothing that could be started
        if (!end.ok()) {
            ret_error = of_outcome(end);
            return found::not_started;
        }
        ret.started = true;
        end = bus_.name_owner(bus_name, how.deadline, ret.unique);
        if (end.kind == DSREG_X_NOT_FOUND) {
            ret_error = of_text(DSREG_X_DISCONNECTED, "the broker ended while it was starting",
                                end.name.c_str());
            return found::not_started;
        }
    }
    if (end.kind == DSREG_X_NOT_FOUND) return found::stopped;
    if (end.ok()) end = bus_.owner_pid(ret.unique, how.deadline, ret.pid);
    if (!end.ok()) {
        ret_error = of_outcome(end);
        if (end.kind == DSREG_X_NOT_FOUND) ret_error.kind = DSREG_X_DISCONNECTED;
        return found::unknown;
    }
    judge(ret, how.deadline);
    return found::running;
}

void session_broker::judge(owner& who, clock::time_point deadline)
{
    who.program = without_root(program_of(who.pid, who.program_time), where_.device_root);
    who.files = find_installed(where_.device_root, where_.home);
    who.judged = judge_program(who.program);
    // A bare runtime tells nothing of the broker that runs in it: its launcher does, as before it
    // was started.
    if (who.judged.java && !who.files.program.empty()) {
        who.program = who.files.program;
        who.program_time = who.files.program_time;
    }
    if (who.judged.vendor != DSREG_BROKER_NONE) return;
    // A broker that is slow to say its name must not use up the time for the question itself.
    const auto part = std::min<clock::duration>((deadline - clock::now()) / 4, 1s);
    value identifier;
    if (bus_.property(who.unique, "/org/freedesktop/LogControl1", "org.freedesktop.LogControl1",
                      "SyslogIdentifier", clock::now() + part, identifier)
            .ok()) {
        who.judged.vendor = vendor_of_identifier(identifier.text);
    }
    if (who.judged.vendor == DSREG_BROKER_NONE) who.judged = who.files.judged;
    if (who.judged.vendor == DSREG_BROKER_NONE) who.judged.vendor = DSREG_BROKER_OTHER;
}

bool session_broker::ask(const owner& who, const char* method, const std::string& correlation,
                         const std::string& request, clock::time_point deadline, std::string& ret,
                         wire::broker_error& ret_error, const char* interface)
{
    const bus::request what{
        who.unique,
        object_path,
        interface,
        method,
        "sss",
        {value::of_text(protocol_version), value::of_text(correlation), value::of_text(request)}};
    bus::items reply;
    bus::outcome end = bus_.call(what, deadline, reply, largest_reply + 1);
    // The Java broker takes its name before it exports its object, and no signal says when it did.
    while (who.started && end.name == no_such_object && clock::now() + export_step < deadline) {
        ::poll(nullptr, 0, static_cast<int>(export_step.count()));
        end = bus_.call(what, deadline, reply, largest_reply + 1);
    }
    if (end.kind == DSREG_X_TOO_LARGE) {
        ret_error = of_text(DSREG_X_PROTOCOL, "the answer is longer than 1 MiB");
        return false;
    }
    if (!end.ok()) {
        ret_error = of_outcome(end);
        return false;
    }
    if (reply.size() != 1 || reply[0].second.type != value_type::text) {
        ret_error = of_text(DSREG_X_PROTOCOL, "the answer is not one text");
        return false;
    }
    ret = std::move(reply[0].second.text);
    return true;
}

void session_broker::describe_stopped(const asking& how, found how_found, wire::broker_info& ret)
{
    std::vector<std::string> names;
    const bus::outcome end = bus_.activatable_names(how.deadline, names);
    if (!end.ok()) {
        if (how_found == found::stopped) ret.error = of_outcome(end);
        return;
    }
    const installed files = find_installed(where_.device_root, where_.home);
    ret.activatable = std::find(names.begin(), names.end(), bus_name) != names.end();
    ret.service_file = files.file;
    ret.executable = files.program;
    ret.executable_time = files.program_time;
    ret.vendor = files.judged.vendor;
    ret.java_era = files.judged.java;
    const bool known = ret.activatable || !files.file.empty();
    if (known && ret.vendor == DSREG_BROKER_NONE) ret.vendor = DSREG_BROKER_OTHER;
    if (how_found == found::not_started) return;
    if (files.missing) {
        ret.error =
            of_text(DSREG_X_NOT_FOUND, "the program that the service file names does not exist");
    } else if (!ret.activatable) {
        ret.error = of_text(DSREG_X_NOT_FOUND, "the bus knows no broker that it could start",
                            no_such_service);
    }
}

void session_broker::describe_owner(const owner& who, wire::broker_info& ret)
{
    ret.vendor = who.judged.vendor;
    ret.java_era = who.judged.java;
    ret.pid = who.pid;
    ret.executable = who.program;
    ret.executable_time = who.program_time;
    ret.replaced = is_replaced(who.pid);
    ret.service_file = who.files.file;
}

wire::broker_info session_broker::info(const asking& how)
{
    wire::broker_info result;
    owner who;
    const found f = find_owner(how, who, result.error);
    if (f == found::stopped || f == found::not_started) describe_stopped(how, f, result);
    if (f != found::running) return result;
    std::vector<std::string> names;
    if (bus_.activatable_names(how.deadline, names).ok()) {
        result.activatable = std::find(names.begin(), names.end(), bus_name) != names.end();
    }
    describe_owner(who, result);
    ask_version(who, how.deadline, result);
    return result;
}

void session_broker::ask_version(const owner& who, clock::time_point deadline,
                                 wire::broker_info& ret)
{
    std::string reply;
    if (!ask(who, "getLinuxBrokerVersion", new_guid(), version_request(), deadline, reply,
             ret.error)) {
        return;
    }
    read_version(reply, ret.vendor, ret);
    if (ret.vendor == DSREG_BROKER_MICROSOFT && is_java_version(ret.version)) ret.java_era = true;
}

wire::broker_accounts session_broker::ask_accounts(const owner& who, clock::time_point deadline)
{
    wire::broker_accounts result;
    std::string reply;
    if (!ask(who, "getAccounts", new_guid(), accounts_request(), deadline, reply, result.error)) {
        return result;
    }
    return read_accounts(reply, who.judged.vendor);
}

wire::broker_accounts session_broker::accounts(const asking& how)
{
    wire::broker_accounts result;
    owner who;
    const found f = find_owner(how, who, result.error);
    if (f == found::stopped) result.error = not_running();
    return f == found::running ? ask_accounts(who, how.deadline) : result;
}

bus::outcome connect(const wire::world& where, clock::time_point deadline, bus::connection& ret)
{
    if (where.session_bus.empty()) {
        return {DSREG_X_CONNECT, "",
                where.session_why.empty() ? "the user has no session bus" : where.session_why};
    }
    return ret.open(where.session_bus, deadline);
}

} // namespace dsreg::broker
