#include "report/status.h"

#include "base/text.h"
#include "report/json_text.h"
#include "report/json_value.h"

#include <boost/json.hpp>

#include <cmath>

namespace dsreg::report {
namespace {

using boost::json::object;

boost::json::value json_of(const stated& s)
{
    const value& v = s.val;
    object out;
    if (!v.known() || (v.type == value_type::real && !std::isfinite(v.d))) {
        out["unknown"] = v.text;
        return out;
    }
    if (v.type == value_type::boolean)
        out["value"] = v.i != 0;
    else if (v.type == value_type::time)
        out["value"] = rfc3339(v.i);
    else if (v.type == value_type::real)
        out["value"] = v.d;
    else
        out["value"] = v.text;
    out["source"] = s.source;
    return out;
}
boost::json::value json_of(const maybe& s)
{
    if (!s) return nullptr;
    return json_of(*s);
}

boost::json::value json_of(const account_status& a)
{
    return object{{"home_account_id", json_of(a.home_account_id)},
                  {"username", json_of(a.username)},
                  {"environment", json_of(a.environment)},
                  {"tenant_id", json_of(a.tenant_id)}};
}
boost::json::value json_of(const device_status& d)
{
    return object{{"registered", json_of(d.registered)},
                  {"device_id", json_of(d.device_id)},
                  {"tenant_id", json_of(d.tenant_id)},
                  {"tenant_name", json_of(d.tenant_name)},
                  {"certificate_thumbprint", json_of(d.thumbprint)}};
}
boost::json::value json_of(const token_status& t)
{
    return object{{"present", json_of(t.present)},
                  {"cached", json_of(t.cached)},
                  {"age_hours", json_of(t.age)},
                  {"expires", json_of(t.expires)},
                  {"refreshed", json_of(t.refreshed)},
                  {"session_key_protocol", json_of(t.session_key_protocol)}};
}
boost::json::value json_of(const broker_status& b)
{
    return object{{"version", json_of(b.version)},
                  {"service", json_of(b.service)},
                  {"binary", json_of(b.binary)},
                  {"binary_time", json_of(b.binary_time)},
                  {"device_mode", json_of(b.device_mode)}};
}

boost::json::value json_of(const std::optional<status_error>& e)
{
    if (!e) return nullptr;
    const auto number = [](int32_t n) {
        return n < 0 ? boost::json::value(nullptr) : boost::json::value(n);
    };
    return object{
        {"question", e->question},
        {"kind", e->kind},
        {"sentence", e->sentence},
        {"status", number(e->status)},
        {"status_name", text_or_null(e->status_name)},
        {"sub_status", number(e->sub_status)},
        {"aadsts", text_or_null(e->aadsts == 0 ? "" : "AADSTS" + std::to_string(e->aadsts))},
        {"tag", text_or_null(e->tag)},
        {"suberror", text_or_null(e->suberror)},
        {"correlation", text_or_null(e->correlation)},
        {"dbus_error", text_or_null(e->dbus_error)},
        {"text", text_or_null(e->text)}};
}

template <class T>
boost::json::array list_of(const std::vector<T>& items)
{
    boost::json::array out;
    for (const T& item : items) out.push_back(json_of(item));
    return out;
}

} // namespace

std::string status_json(const status_report& original, const hash_key* redact)
{
    const status_report r = withheld(original, redact);
    object out;
    put_tool(out, "status-1.schema.json", r);
    out["taken"] = rfc3339(r.taken);
    put_user(out, r);
    out["redacted"] = redact != nullptr;
    out["tenant_id"] = text_or_null(r.tenant_id);
    out["accounts"] = list_of(r.accounts);
    out["device_state"] = list_of(r.devices);
    out["primary_refresh_token"] = json_of(r.token);
    out["broker"] = json_of(r.broker);
    out["error"] = json_of(r.error);
    out["notes"] = array_of(r.notes);
    out["exit_code"] = r.exit_code;
    return pretty(out);
}

} // namespace dsreg::report
