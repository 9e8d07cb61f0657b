#include "actions/drs_token.h"

#include "actions/as_user.h"
#include "actions/no_broker.h"
#include "base/text.h"
#include "broker/broker.h"
#include "broker/jwt.h"
#include "dsreg/svc/broker.h"

#include <algorithm>
#include <array>
#include <string.h>

namespace dsreg::actions {
namespace {

using namespace std::chrono_literals;

constexpr auto longest_question = 25s;
constexpr auto longest_greeting = 5s; // of the bus
constexpr auto longest_child = 28s;   // it ends by itself before
constexpr int64_t forgiven = 300'000'000'000;

// The application of the device registration service, and its names as a resource: public, US
// government, China.
constexpr std::string_view drs_app = "01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9";
constexpr std::array<std::string_view, 3> drs_resources{
    "urn:ms-drs:enterpriseregistration.windows.net",
    "urn:ms-drs:enterpriseregistration.microsoftonline.us",
    "urn:ms-drs:enterpriseregistration.partner.microsoftonline.cn"};

// What the child says: the token, a line break, and the rest encoded. The token is copied once,
// into memory that does not grow, so that no copy is left behind.
struct words {
    wire::broker_info who;
    wire::broker_error error;
    template <class A>
    void fields(A& a)
    {
        a(who, error);
    }
};

void wipe(std::string& s)
{
    ::explicit_bzero(s.data(), s.size());
    s.clear();
}

std::string ask(const wire::world& where, const std::string& tenant_id)
{
    const broker::clock::time_point until = broker::clock::now() + longest_question;
    words c;
    std::string token;
    token.reserve(broker::largest_token);
    bus::connection bus;
    const bus::outcome end = broker::connect(where, broker::clock::now() + longest_greeting, bus);
    if (end.ok()) {
        broker::session_broker b(bus, broker::place_of(where));
        c.error = b.drs_token(tenant_id, {until, true}, token, c.who);
    } else {
        c.error.kind = end.kind;
        c.error.dbus_error = end.name;
        c.error.text = end.text;
        c.who.error = c.error;
    }
    const std::string rest = wire::encode(c);
    std::string bytes;
    bytes.reserve(token.size() + 1 + rest.size());
    bytes.append(token).append(1, '\n').append(rest);
    wipe(token);
    return bytes;
}

// "spn:01cb..." and "api://01cb.../" name the same application.
bool is_registration_service(std::string_view audience)
{
    for (const std::string_view prefix : {"spn:", "api://"})
        if (audience.substr(0, prefix.size()) == prefix) audience.remove_prefix(prefix.size());
    if (!audience.empty() && audience.back() == '/') audience.remove_suffix(1);
    std::string s(audience);
    std::transform(s.begin(), s.end(), s.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return s == drs_app ||
           std::find(drs_resources.begin(), drs_resources.end(), s) != drs_resources.end();
}

bool same_tenant(const std::string& a, const std::string& b)
{
    std::string one, other;
    return parse_guid(a, one) && parse_guid(b, other) && one == other;
}

} // namespace

secret_text::~secret_text()
{
    ::explicit_bzero(text_.data(), text_.size());
}

drs_answer ask_drs_token(const wire::world& where, const std::string& tenant_id)
{
    drs_answer answer;
    std::string bytes;
    const dsreg::status s = as_user(
        where, longest_child, [&] { return ask(where, tenant_id); }, bytes);
    words c;
    const std::size_t end = bytes.find('\n');
    if (!s) {
        c.error.kind = s.code() == errc::timeout ? DSREG_X_TIMEOUT : DSREG_X_NOT_FOUND;
        c.error.text = "the broker of " + where.user + " cannot be asked: " + s.text();
    } else if (end == bytes.npos || !wire::decode(bytes.substr(end + 1), c)) {
        c.error.kind = DSREG_X_PROTOCOL;
        c.error.text = "the process that acts for the user broke";
    }
    answer.who = std::move(c.who);
    answer.error = std::move(c.error);
    if (answer.error.kind == DSREG_X_NONE) {
        std::string& token = answer.token.text();
        token.reserve(end + 1); // and the line break that follows it on paper
        token.assign(bytes, 0, end);
    }
    wipe(bytes);
    return answer;
}

bool acquire_drs_token(const wire::world& where, const std::string& tenant_id, secret_text& ret,
                       wire::broker_error& ret_error)
{
    drs_answer answer = ask_drs_token(where, tenant_id);
    if (answer.error.kind == DSREG_X_NONE) {
        ret = std::move(answer.token);
        return true;
    }
    ret_error = std::move(answer.error);
    if (is_absent(answer.who)) {
        ret_error.kind = DSREG_X_NOT_FOUND;
        ret_error.text = find_absence(where, answer.who).cause;
    }
    return false;
}

dsreg::status check_drs_token(std::string_view token, const std::string& tenant_id, int64_t now)
{
    broker::claims c;
    if (dsreg::status s = broker::check_jwt(token); !s) return s;
    if (!broker::read_claims(token, c)) return {errc::invalid, "it is no JWT"};
    if (!is_registration_service(c.audience))
        return {errc::invalid, "it is meant for another service than device registration"};
    if (!tenant_id.empty() && !same_tenant(c.tenant_id, tenant_id))
        return {errc::invalid, "it belongs to another tenant than " + tenant_id};
    if (c.expires == 0) return {errc::invalid, "it does not say until when it holds"};
    if (c.expires <= now) return {errc::invalid, "it has expired"};
    if (c.not_before > now && c.not_before - now > forgiven)
        return {errc::invalid, "it does not hold yet; is the clock of this machine right?"};
    return {};
}

} // namespace dsreg::actions
