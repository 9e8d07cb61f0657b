// Account, Primary Refresh Token, Broker Information.
#include "actions/status_parts.h"

#include "base/text.h"
#include "broker/error_words.h"
#include "broker/state.h"

#include <dsreg/broker_status.hpp>
#include <dsreg/svc/broker.h>

#include <algorithm>

namespace dsreg::actions {
namespace {

using report::stated;

stated unknown(std::string why)
{
    return {value::unknown(std::move(why)), ""};
}
stated text_or(const std::string& text, const std::string& source, const char* why)
{
    return text.empty() ? unknown(why) : stated{value::of_text(text), source};
}

bool is_told(const status_answers& all, const wire::broker_account& a)
{
    return !all.only || lower_case(a.tenant_id) == all.tenant_id;
}

stated time_or(int64_t ns, const std::string& source)
{
    if (ns == 0) return unknown(broker::not_published);
    return {value::of_int(ns, value_type::time), source};
}

stated age(int64_t cached, int64_t now, const std::string& source)
{
    value v;
    v.type = value_type::real;
    v.d = std::max(0.0, static_cast<double>(now - cached) / 3.6e12);
    return {v, source};
}

const char* kind_word(uint32_t kind)
{
    switch (kind) {
    case DSREG_X_TIMEOUT:
        return "timeout";
    case DSREG_X_PROTOCOL:
        return "protocol";
    case DSREG_X_TOO_LARGE:
        return "too-large";
    case DSREG_X_ACCESS:
        return "access";
    case DSREG_X_REFUSED:
        return "refused";
    case DSREG_X_CONNECT:
        return "connect";
    case DSREG_X_NOT_FOUND:
        return "not-found";
    default:
        return "disconnected";
    }
}

report::status_error error_of(const char* question, const wire::broker_error& e)
{
    report::status_error out;
    out.question = question;
    out.kind = kind_word(e.kind);
    out.status = e.status;
    out.sub_status = e.sub_status;
    out.aadsts = e.aadsts;
    out.status_name = broker_status_name(e.status);
    out.tag = e.tag;
    out.suberror = e.suberror;
    out.correlation = e.correlation;
    out.dbus_error = e.dbus_error;
    out.text = e.text;
    return out;
}

} // namespace

const wire::broker_account* chosen_account(const broker::overview& broker)
{
    for (const wire::broker_account& a : broker.accounts.accounts)
        if (!broker.account.empty() && a.home_account_id == broker.account) return &a;
    return nullptr;
}

std::vector<report::account_status> account_rows(const status_answers& all)
{
    constexpr const char* unsaid = "the broker does not say it";
    std::vector<report::account_status> rows;
    for (const wire::broker_account& a : all.broker.accounts.accounts) {
        if (!is_told(all, a)) continue;
        report::account_status& row = rows.emplace_back();
        row.home_account_id = text_or(a.home_account_id, "broker", unsaid);
        row.environment = text_or(a.environment, "broker", unsaid);
        row.tenant_id = text_or(a.tenant_id, "broker", unsaid);
        if (!a.username.empty()) row.username = stated{value::of_text(a.username), "broker"};
    }
    return rows;
}

report::token_status token_rows(const status_answers& all)
{
    const broker::overview& b = all.broker;
    const wire::broker_state& state = b.state;
    report::token_status rows;
    rows.present = unknown("the broker gives no usable answer");
    if (b.info.pid == 0) rows.present = unknown("no broker answers");
    if (!b.state_asked) return rows;
    const wire::broker_account* user = chosen_account(b);
    if (user != nullptr && !is_told(all, *user)) {
        rows.present = {value::of_bool(false), "derived"}; // nobody of this tenant is signed in
        return rows;
    }
    const std::string source = state.prt_source.empty() ? "broker" : state.prt_source;
    if (state.prt != DSREG_KNOWN_YES && state.prt != DSREG_KNOWN_NO) {
        std::string why = state.prt_why.empty() ? broker::not_published : state.prt_why;
        if (why == broker::not_published) why += "; run dsreg --diagnose";
        rows.present = unknown(std::move(why));
        return rows;
    }
    rows.present = {value::of_bool(state.prt == DSREG_KNOWN_YES), source};
    if (state.prt == DSREG_KNOWN_NO) return rows;
    rows.cached = time_or(state.prt_cached, source);
    if (state.prt_cached != 0) rows.age = age(state.prt_cached, all.now, source);
    rows.expires = time_or(state.prt_expires, source);
    if (state.prt_refreshed != 0) rows.refreshed = time_or(state.prt_refreshed, source);
    rows.session_key_protocol = text_or(state.session_key_protocol, source, broker::not_published);
    return rows;
}

report::broker_status broker_rows(const status_answers& all)
{
    const wire::broker_info& info = all.broker.info;
    const bool running = info.pid != 0;
    // Of a broker in a java machine the service file says what it is.
    const bool launcher = info.java_era && !info.service_file.empty();
    report::broker_status rows;
    rows.version = text_or(info.version, info.version_source,
                           !running                          ? "no broker answers"
                           : info.error.kind != DSREG_X_NONE ? "the broker gives no usable answer"
                                                             : "the broker does not say it");
    rows.service = all.unit.service;
    rows.binary =
        text_or(info.executable, running && !launcher ? "process" : "service file",
                running ? "the owner's program cannot be seen by this user" : "no broker answers");
    if (!info.executable.empty())
        rows.binary_time =
            info.executable_time == 0
                ? unknown("the program's file cannot be seen by this user")
                : stated{value::of_int(info.executable_time, value_type::time), "file"};
    const wire::broker_state& state = all.broker.state;
    if (state.device_mode == "Exclusive" || state.device_mode == "Shared")
        rows.device_mode = stated{value::of_text(state.device_mode),
                                  state.device_source.empty() ? "broker" : state.device_source};
    return rows;
}

std::optional<report::status_error> failure_of(const broker::overview& b)
{
    const auto failed = [](const char* question, const char* about, const wire::broker_error& e) {
        report::status_error out = error_of(question, e);
        out.sentence =
            std::string("the identity broker was asked for ") + about + ": " + broker::words_of(e);
        return out;
    };
    if (b.info.pid == 0) return error_of("broker", b.info.error);
    if (b.accounts.error.kind != DSREG_X_NONE)
        return failed("accounts", "its accounts", b.accounts.error);
    if (b.state.error.kind != DSREG_X_NONE)
        return failed("state", "the state of the primary refresh token", b.state.error);
    if (b.info.error.kind != DSREG_X_NONE) return failed("version", "its version", b.info.error);
    return {};
}

} // namespace dsreg::actions
