// session_broker::state. It asks for no token, so it leaves no trace in a sign-in log.
#include "broker/state.h"

#include "base/guid.h"

#include "broker/replies.h"
#include "broker/requests.h"
#include "broker/session.h"

#include <unistd.h>

namespace dsreg::broker {
namespace {

// A reference broker of an older build has no such method, and so publishes nothing.
bool is_unknown_method(const wire::broker_error& e)
{
    return e.dbus_error == "org.freedesktop.DBus.Error.UnknownMethod" ||
           e.dbus_error == "org.freedesktop.DBus.Error.UnknownInterface";
}

wire::broker_state silent(const char* why)
{
    wire::broker_state s;
    s.prt_why = why;
    return s;
}

// The account that is meant, "" when there is none. Not known to the broker: false, and the error.
bool choose(const wire::broker_accounts& list, const std::string& wanted, std::string& ret,
            wire::broker_error& ret_error)
{
    if (wanted.empty()) {
        if (!list.accounts.empty()) ret = list.accounts[0].home_account_id;
        return true;
    }
    for (const wire::broker_account& a : list.accounts) {
        if (a.home_account_id != wanted) continue;
        ret = wanted;
        return true;
    }
    ret_error = of_text(DSREG_X_NOT_FOUND, "the broker knows no such account");
    return false;
}

} // namespace

place place_of(const wire::world& where)
{
    place p{where.device_root, where.home, {}};
    p.tool.lab = where.lab;
    p.tool.nested = is_nested();
    p.tool.device_root = where.device_root;
    p.tool.home = where.home;
    if (!where.lab) p.tool.runtime_dir = "/run/user/" + std::to_string(where.uid);
    p.tool.session_bus = where.session_bus;
    p.tool.own = own_programs();
    return p;
}

status tool_memory::ask(const tool_rules& rules, clock::time_point deadline, vendor_output& ret)
{
    constexpr std::chrono::seconds fair(1); // less than this is no trial, and is not kept
    const bool in_time = deadline - clock::now() >= fair;
    const std::unique_lock lock(one_at_a_time_, deadline);
    if (!lock) return {errc::timeout, "it did not answer in time"};
    if (!asked_) {
        std::string path, text;
        end_ = find_vendor_tool(rules, path);
        if (end_.ok()) end_ = run_vendor_tool(rules, path, deadline, text);
        if (end_.ok()) end_ = parse_vendor_output(text, said_);
        asked_ = in_time || end_.code() != errc::timeout;
    }
    if (end_.ok()) ret = said_;
    return end_;
}

void session_broker::ask_vendor_tool(const std::string& home_account_id, const asking& how,
                                     wire::broker_state& ret)
{
    vendor_output said;
    const status s = where_.memory->ask(where_.tool, how.deadline, said);
    if (s.code() == errc::not_found) return;
    if (s.ok())
        add_vendor_output(said, home_account_id, ret);
    else
        ret.prt_why = std::string(not_published) + "; " + vendor_tool_path + ": " + s.text();
}

wire::broker_state session_broker::state(const std::string& home_account_id, const asking& how)
{
    wire::broker_state result = silent("the broker is not running");
    owner who;
    const found f = find_owner(how, who, result.error);
    if (f == found::stopped) {
        result.error = not_running();
        // It starts the broker that it asks, which only an active probe may bring about.
        if (how.may_start) ask_vendor_tool(home_account_id, how, result);
    }
    if (f == found::unknown) result.prt_why = "the broker could not be asked";
    if (f != found::running) return result;

    const wire::broker_accounts list = ask_accounts(who, how.deadline);
    result = silent(not_published);
    result.error = list.error;
    std::string account;
    if (result.error.kind == DSREG_X_NONE && !choose(list, home_account_id, account, result.error))
        result.prt_why = "the broker knows no such account";
    return result.error.kind == DSREG_X_NONE ? ask_state(who, list, account, how) : result;
}

wire::broker_state session_broker::ask_state(const owner& who, const wire::broker_accounts& list,
                                             const std::string& account, const asking& how)
{
    wire::broker_state result = silent(not_published);
    if (who.judged.vendor == DSREG_BROKER_REFERENCE) {
        std::string reply;
        wire::broker_error error;
        if (ask(who, "getState", new_guid(), state_request(account), how.deadline, reply, error,
                reference_interface)) {
            result = read_state(reply);
        } else if (!is_unknown_method(error)) {
            result.error = std::move(error);
            result.prt_why = "the broker could not be asked";
        }
    }
    if (who.judged.vendor == DSREG_BROKER_MICROSOFT) ask_vendor_tool(account, how, result);
    if (result.prt == DSREG_KNOWN_NOT && list.accounts.empty()) {
        result.prt = DSREG_KNOWN_NO;
        result.prt_source = "accounts";
        result.prt_why.clear();
    }
    return result;
}

} // namespace dsreg::broker
