#include "base/text.h"
#include "broker/error_text.h"
#include "broker/replies.h"
#include "broker/state.h"
#include "dsreg/svc/broker.h"

#include <algorithm>
#include <charconv>

namespace dsreg::broker {
namespace json = boost::json;
namespace {

constexpr std::size_t longest_member = 512;
constexpr std::size_t longest_url = 2048;
constexpr std::size_t longest_words = 64 * 1024;
// 2000 and 2200: what lies outside is a unit that was mixed up, or malice.
constexpr int64_t first_second = 946'684'800, last_second = 7'258'118'400;

status out_of_range(const char* name)
{
    return {errc::protocol, std::string("member ") + name + " is out of its range"};
}

// A text of the broker's, without what could be a token in it.
status read_words(const json::object& from, const char* name, std::size_t longest, std::string& ret)
{
    std::string words;
    if (status s = read_text(from, name, longest, words); !s.ok()) return s;
    if (!words.empty()) ret = without_tokens(words);
    return {};
}

// Only a GUID can be compared with what others call this device.
std::string device_guid(const std::string& said)
{
    std::string lower;
    return parse_guid(said, lower) ? said : std::string();
}

status read_time(const json::object& from, const char* name, int64_t& ret)
{
    int64_t seconds = -1;
    if (status s = read_number(from, name, seconds); !s.ok()) return s;
    if (seconds == -1 && !from.if_contains(name)) return {};
    if (seconds == -1 && from.at(name).is_null()) return {};
    if (seconds < first_second || seconds >= last_second) return out_of_range(name);
    ret = seconds * 1'000'000'000;
    return {};
}

// "0xc000006d"
status read_code(const json::object& from, const char* name, uint32_t& ret, bool& ret_there)
{
    std::string text;
    if (status s = read_text(from, name, longest_member, text); !s.ok()) return s;
    if (text.empty()) return {};
    uint32_t code = 0;
    const char* const end = text.data() + text.size();
    const bool prefix = text.size() > 2 && text[0] == '0' && text[1] == 'x';
    const auto [stop, ec] = std::from_chars(prefix ? text.data() + 2 : end, end, code, 16);
    if (!prefix || ec != std::errc() || stop != end)
        return {errc::protocol, std::string("member ") + name + " is no code"};
    ret = code;
    ret_there = true;
    return {};
}

// YES, NO, or untouched when it is not said.
status read_known(const json::object& from, const char* name, uint32_t& ret)
{
    const json::value* v = from.if_contains(name);
    if (!v || v->is_null()) return {};
    bool said = false;
    if (status s = read_flag(from, name, said); !s.ok()) return s;
    ret = said ? DSREG_KNOWN_YES : DSREG_KNOWN_NO;
    return {};
}

status read_published(const json::object& from, const char* name, wire::published_text& ret)
{
    const json::value* v = from.if_contains(name);
    if (!v || v->is_null()) return {};
    ret.known = true;
    return read_words(from, name, longest_url, ret.text);
}

status read_prt(const json::object& from, wire::broker_state& ret)
{
    status s = read_known(from, "present", ret.prt);
    if (s.ok()) s = read_time(from, "cachedAt", ret.prt_cached);
    if (s.ok()) s = read_time(from, "refreshedAt", ret.prt_refreshed);
    if (s.ok()) s = read_time(from, "expiresAt", ret.prt_expires);
    if (s.ok())
        s = read_words(from, "sessionKeyProtocol", longest_member, ret.session_key_protocol);
    if (s.ok()) s = read_words(from, "authority", longest_url, ret.prt_authority);
    if (ret.prt != DSREG_KNOWN_NOT) ret.prt_source = "broker";
    if (ret.prt != DSREG_KNOWN_YES) ret.prt_cached = ret.prt_refreshed = ret.prt_expires = 0;
    return s;
}

status read_device(const json::object& from, wire::broker_state& ret)
{
    status s = read_known(from, "registered", ret.registered);
    if (s.ok()) s = read_words(from, "deviceId", longest_member, ret.device_id);
    if (s.ok()) s = read_words(from, "tenantId", longest_member, ret.tenant_id);
    if (s.ok()) s = read_words(from, "tenantDomain", longest_member, ret.tenant_domain);
    if (s.ok()) s = read_words(from, "mode", longest_member, ret.device_mode);
    if (!s.ok()) return s;
    if (!ret.device_mode.empty() && ret.device_mode != "Exclusive" && ret.device_mode != "Shared")
        return {errc::protocol, "member mode is neither Exclusive nor Shared"};
    ret.device_id = device_guid(ret.device_id);
    ret.device_source = "broker";
    return {};
}

status read_mdm(const json::object& from, wire::broker_state& ret)
{
    status s = read_published(from, "url", ret.mdm_url);
    if (s.ok()) s = read_published(from, "termsUrl", ret.mdm_terms_url);
    if (s.ok()) s = read_published(from, "complianceUrl", ret.mdm_compliance_url);
    return s;
}

status read_attempt(const json::object& from, wire::broker_attempt& ret)
{
    wire::broker_attempt a;
    bool coded = false;
    int64_t http_status = 0;
    std::string words;
    status s = read_time(from, "time", a.time);
    if (s.ok()) s = read_code(from, "code", a.code, coded);
    if (s.ok()) s = read_words(from, "user", longest_member, a.user);
    if (s.ok()) s = read_words(from, "credential", longest_member, a.credential);
    if (s.ok()) s = read_words(from, "correlationId", longest_member, a.correlation);
    if (s.ok()) s = read_words(from, "endpoint", longest_url, a.endpoint);
    if (s.ok()) s = read_words(from, "httpMethod", longest_member, a.http_method);
    if (s.ok()) s = read_code(from, "httpError", a.http_error, a.has_http_error);
    if (s.ok()) s = read_number(from, "httpStatus", http_status);
    if (s.ok()) s = read_words(from, "serverError", longest_member, a.server_error);
    if (s.ok()) s = read_text(from, "serverText", longest_words, words);
    if (!s.ok()) return s;
    if (http_status < 0 || http_status > 999) return out_of_range("httpStatus");
    a.http_status = static_cast<int32_t>(http_status);
    a.endpoint.resize(std::min(a.endpoint.size(), a.endpoint.find_first_of("?#"))); // no secrets
    a.server_text = foreign_text(words);
    a.there = true;
    ret = std::move(a);
    return {};
}

template <class T>
status read_part(const json::object& root, const char* name,
                 status (*read)(const json::object&, T&), T& ret)
{
    const json::object* part = nullptr;
    const status s = read_object(root, name, part);
    return s.ok() && part ? read(*part, ret) : s;
}

} // namespace

wire::broker_state read_state(std::string_view reply)
{
    const auto failed = [](wire::broker_error error, const char* why) {
        wire::broker_state s;
        s.error = std::move(error);
        s.prt_why = why;
        return s;
    };
    constexpr const char* unreadable = "the broker's answer cannot be read";
    document doc;
    if (const status s = doc.parse(reply); !s.ok()) return failed(protocol_error(s), unreadable);
    wire::broker_error error;
    if (find_error(doc.root(), DSREG_BROKER_REFERENCE, error)) {
        const char* why =
            error.kind == DSREG_X_PROTOCOL ? unreadable : "the broker answered with an error";
        return failed(std::move(error), why);
    }
    wire::broker_state found;
    status s = read_part(doc.root(), "prt", read_prt, found);
    if (s.ok()) s = read_part(doc.root(), "device", read_device, found);
    if (s.ok()) s = read_part(doc.root(), "mdm", read_mdm, found);
    if (s.ok()) s = read_part(doc.root(), "acquire", read_attempt, found.acquire);
    if (s.ok()) s = read_part(doc.root(), "refresh", read_attempt, found.refresh);
    if (!s.ok()) return failed(protocol_error(s), unreadable);
    if (found.prt == DSREG_KNOWN_NOT) found.prt_why = not_published;
    return found;
}

void add_vendor_output(const vendor_output& from, const std::string& home_account_id,
                       wire::broker_state& ret)
{
    constexpr const char* source = "vendor tool";
    if (from.registered != DSREG_KNOWN_NOT) {
        ret.registered = from.registered;
        ret.device_id = device_guid(from.device_id);
        ret.tenant_id = from.tenant_id;
        ret.tenant_domain = from.tenant_domain;
        ret.device_source = source;
    }
    if (!from.device_mode.empty()) ret.device_mode = from.device_mode;
    const bool named = !from.accounts.empty() && !home_account_id.empty();
    if (named && from.accounts[0].home_account_id != home_account_id) {
        ret.prt_why = "the vendor's dsreg speaks of another account";
        return;
    }
    if (from.prt == DSREG_KNOWN_NOT) {
        ret.prt_why = "the vendor's dsreg does not say it";
        return;
    }
    ret.prt = from.prt;
    ret.prt_cached = from.prt_cached;
    ret.prt_refreshed = from.prt_refreshed;
    ret.prt_expires = from.prt_expires;
    ret.session_key_protocol = from.session_key_protocol;
    ret.prt_source = source;
    ret.prt_why.clear();
}

} // namespace dsreg::broker
