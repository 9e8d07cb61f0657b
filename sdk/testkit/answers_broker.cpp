// dsreg.broker/1 and dsreg.dbus/1.
#include "answers.h"
#include "bus/names.h"
#include "convert.h"
#include "services/dbus_policy.h"
#include "services/rules.h"

namespace dsreg::testkit {
namespace {

wire::broker_error error_of(const broker_trouble& t)
{
    return {t.kind,     t.status,     t.sub_status,  t.aadsts, t.tag,
            t.suberror, t.dbus_error, t.correlation, t.text};
}

// What every reply of the broker is when nobody answered in time.
template <class T>
reply late_reply()
{
    T out;
    out.error.kind = DSREG_X_TIMEOUT;
    out.error.text = too_late;
    return answered(out, true);
}

reply info(const question& q)
{
    if (!q.where.offered.broker) return refused(DSREG_E_SERVICE, "the test tells of no broker");
    bool late = false;
    const broker_answer a = timed(q, late, [&] { return q.where.offered.broker(q.asked.flags); });
    if (a.status != DSREG_OK) return refused(a.status);
    if (late) return late_reply<wire::broker_info>();
    wire::broker_info out;
    out.vendor = a.vendor;
    out.java_era = a.java_era;
    out.activatable = a.activatable;
    out.replaced = a.replaced;
    out.pid = a.pid;
    out.version = a.version;
    out.version_source = a.version_source;
    out.executable = a.executable;
    out.executable_time = a.executable_time;
    out.service_file = a.service_file;
    out.error = error_of(a.error);
    return answered(out);
}

reply accounts(const question& q)
{
    if (!q.where.offered.accounts) return refused(DSREG_E_SERVICE, "the test gives no accounts");
    bool late = false;
    const accounts_answer a = timed(q, late, [&] { return q.where.offered.accounts(); });
    if (a.status != DSREG_OK) return refused(a.status);
    if (late) return late_reply<wire::broker_accounts>();
    wire::broker_accounts out;
    for (const account& one : a.accounts)
        out.accounts.push_back({one.home_account_id, one.username, one.tenant_id, one.environment});
    out.error = error_of(a.error);
    return answered(out);
}

reply token(const question& q)
{
    wire::broker_token_request request;
    if (!wire::decode(q.asked.payload, request)) return refused(DSREG_E_INVALID);
    if (const int32_t bad = dsreg::services::check_token(request, q.decl.flags); bad != DSREG_OK)
        return refused(bad, bad == DSREG_E_UNDECLARED ? "it demands DSREG_P_ACTIVE"
                                                      : "there is no such kind of token");
    if (!q.where.offered.token)
        return refused(DSREG_E_SERVICE, "nobody expected the question for a token");
    bool late = false;
    const token_answer a = timed(
        q, late, [&] { return q.where.offered.token(request.kind, request.home_account_id); });
    if (a.status != DSREG_OK) return refused(a.status);
    if (late) return late_reply<wire::broker_token>();
    wire::broker_token out;
    out.granted = a.granted;
    out.expires = a.expires;
    out.audience = a.audience;
    out.tenant_id = a.tenant_id;
    out.device_id = a.device_id;
    out.amr = a.amr;
    out.error = error_of(a.error);
    return answered(out);
}

wire::broker_attempt attempt_of(const std::optional<broker_attempt>& given)
{
    wire::broker_attempt out;
    if (!given) return out;
    out.there = true;
    out.code = given->code;
    out.time = given->time;
    out.http_status = given->http_status;
    out.has_http_error = given->http_error.has_value();
    out.http_error = given->http_error.value_or(0);
    out.user = given->user;
    out.credential = given->credential;
    out.correlation = given->correlation;
    out.endpoint = given->endpoint;
    out.http_method = given->http_method;
    out.server_error = given->server_error;
    out.server_text = given->server_text;
    return out;
}

wire::published_text published(const std::optional<std::string>& given)
{
    return {given.has_value(), given.value_or("")};
}

wire::broker_state state_of(const broker_state& s)
{
    wire::broker_state out;
    out.prt = s.prt;
    out.prt_cached = s.prt_cached;
    out.prt_refreshed = s.prt_refreshed;
    out.prt_expires = s.prt_expires;
    out.prt_source = s.prt_source;
    out.prt_why = s.prt_why;
    out.session_key_protocol = s.session_key_protocol;
    out.prt_authority = s.prt_authority;
    out.registered = s.registered;
    out.device_id = s.device_id;
    out.tenant_id = s.tenant_id;
    out.tenant_domain = s.tenant_domain;
    out.device_source = s.device_source;
    out.device_mode = s.device_mode;
    out.mdm_url = published(s.mdm_url);
    out.mdm_terms_url = published(s.mdm_terms_url);
    out.mdm_compliance_url = published(s.mdm_compliance_url);
    out.acquire = attempt_of(s.acquire);
    out.refresh = attempt_of(s.refresh);
    out.error = error_of(s.error);
    return out;
}

reply state(const question& q)
{
    wire::broker_state_request request;
    if (!wire::decode(q.asked.payload, request)) return refused(DSREG_E_INVALID);
    if (!q.where.offered.state)
        return refused(DSREG_E_SERVICE, "nobody expected the question for its state");
    if (q.where.offered.on_state) q.where.offered.on_state(request.home_account_id);
    bool late = false;
    const broker_state s = timed(q, late, [&] { return q.where.offered.state(); });
    if (s.status != DSREG_OK) return refused(s.status);
    return late ? late_reply<wire::broker_state>() : answered(state_of(s));
}

bool may_travel(const wire::dbus_request& r)
{
    return (r.bus == DSREG_BUS_SYSTEM || r.bus == DSREG_BUS_SESSION) &&
           bus::is_bus_name(r.destination) && bus::is_object_path(r.path) &&
           bus::is_interface(r.interface) && bus::is_member(r.member) &&
           bus::is_basic_signature(r.signature) && r.arguments.size() == r.signature.size();
}

// Texts are what probes ask with; of other types the type of the value alone is looked at.
bool fits(char code, const dsreg::value& v)
{
    switch (code) {
    case 's':
        return v.type == value_type::text;
    case 'o':
        return v.type == value_type::text && bus::is_object_path(v.text);
    case 'g':
        return v.type == value_type::text && bus::is_basic_signature(v.text);
    case 'b':
        return v.type == value_type::boolean;
    case 'd':
        return v.type == value_type::real;
    default:
        return v.type == value_type::integer || v.type == value_type::boolean ||
               v.type == value_type::time || v.type == value_type::duration;
    }
}

} // namespace

reply ask_broker(const question& q)
{
    switch (q.asked.method) {
    case wire::broker_info_call:
        return info(q);
    case wire::broker_accounts_call:
        return accounts(q);
    case wire::broker_token_call:
        return token(q);
    case wire::broker_state_call:
        return state(q);
    default:
        return refused(DSREG_E_INVALID);
    }
}

reply ask_dbus(const question& q)
{
    wire::dbus_request request;
    if (q.asked.method != wire::dbus_call || !wire::decode(q.asked.payload, request))
        return refused(DSREG_E_INVALID);
    const std::string named = request.destination + " " + request.interface + "." + request.member;
    if (!may_travel(request)) return refused(DSREG_E_INVALID, named);
    dbus_question asked{request.bus,       request.destination, request.path,
                        request.interface, request.member,      {}};
    for (std::size_t i = 0; i < request.arguments.size(); i++) {
        const dsreg::value& v = request.arguments[i];
        if (!fits(request.signature[i], v))
            return refused(DSREG_E_INVALID, named + ": argument " + std::to_string(i));
        if (v.type == value_type::text) asked.arguments.push_back(v.text);
    }
    if (!dsreg::services::is_reading_call(request)) return refused(DSREG_E_UNDECLARED, named);
    if (!q.where.offered.dbus) return refused(DSREG_E_SERVICE, "the test has no bus");
    bool late = false;
    const dbus_answer a = timed(q, late, [&] { return q.where.offered.dbus(asked); });
    if (a.status != DSREG_OK) return refused(a.status);
    wire::dbus_reply out;
    if (late) {
        out.error = DSREG_X_TIMEOUT;
        out.error_text = too_late;
        return answered(out, true);
    }
    out.error = a.error;
    out.error_name = a.name;
    out.error_text = a.text;
    out.owner = a.owner;
    out.owner_uid = a.owner_uid;
    for (const auto& [path, text] : a.items)
        out.items.emplace_back(path, dsreg::value::of_text(text));
    for (const auto& [path, flag] : a.flags)
        out.items.emplace_back(path, dsreg::value::of_bool(flag));
    for (const auto& [path, number] : a.numbers)
        out.items.emplace_back(path, dsreg::value::of_int(number));
    for (const auto& [path, v] : a.values) out.items.emplace_back(path, to_wire(v));
    dsreg::services::drop_secrets(request, out.items);
    return answered(out);
}

} // namespace dsreg::testkit
