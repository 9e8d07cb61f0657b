// What the reference broker publishes beyond the vendors': the primary refresh token's times, the
// device, management and the attempts that failed. By the clock of the machine that is played.
#include "hosts.h"
#include "reference/replies.h"

#include <boost/json.hpp>

namespace dsreg::lab {

const char* const state_interface = "org.dsreg.ReferenceBroker1";
const char* const state_method = "getState";

namespace {

namespace json = boost::json;

json::object token_state(const scenario& s, int64_t now, const account* of)
{
    const prt_play& prt = s.broker.prt;
    json::object o{{"present", of && prt.present}};
    if (!of) return o;
    o["authority"] = std::string("https://") + login_host(s.tenant.cloud).name + "/" + s.tenant.id;
    if (!prt.present) return o;
    o["cachedAt"] = now - prt.cached_ago_s;
    o["refreshedAt"] = now - prt.refreshed_ago_s;
    o["expiresAt"] = now + prt.expires_in_s;
    o["sessionKeyProtocol"] = prt.session_key;
    return o;
}

json::object device_state(const scenario& s)
{
    json::object o{{"registered", s.device.registered}, {"mode", s.broker.device_mode}};
    if (!s.device.registered) return o;
    o["deviceId"] = s.device.id;
    o["tenantId"] = s.tenant.id;
    o["tenantDomain"] = s.tenant.domain;
    return o;
}

json::object attempt_state(const scenario& s, int64_t now, const attempt_play& a)
{
    json::object o{{"time", now - a.ago_s}};
    const auto text = [&](const char* key, const std::string& value) {
        if (!value.empty()) o[key] = value;
    };
    text("code", a.code);
    text("user",
         a.user.empty() && !s.broker.accounts.empty() ? s.broker.accounts[0].username : a.user);
    text("credential", a.credential);
    text("correlationId", a.correlation);
    text("endpoint", a.endpoint);
    text("httpMethod", a.http_method);
    text("httpError", a.http_error);
    if (a.http_status != 0) o["httpStatus"] = a.http_status;
    text("serverError", a.server_error);
    text("serverText", a.server_text);
    return o;
}

} // namespace

std::string state_reply(const scenario& s, int64_t now_s, const account* of)
{
    const int64_t now = now_s + s.machine.clock_offset_s;
    json::object o{{"prt", token_state(s, now, of)}, {"device", device_state(s)}};
    const mdm_play& mdm = s.broker.mdm;
    if (mdm.known && s.device.registered) { // claims of the token that joined it
        o["mdm"] = {{"url", mdm.url}, {"termsUrl", mdm.terms}, {"complianceUrl", mdm.compliance}};
    }
    if (s.broker.acquire.there) o["acquire"] = attempt_state(s, now, s.broker.acquire);
    if (s.broker.refresh.there) o["refresh"] = attempt_state(s, now, s.broker.refresh);
    return json::serialize(o);
}

} // namespace dsreg::lab
