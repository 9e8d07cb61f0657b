#include "broker/jwt.h"

#include "base/base64.h"
#include "broker/document.h"

namespace dsreg::broker {
namespace json = boost::json;
namespace {

constexpr std::size_t longest_claim = 256;
constexpr std::size_t most_methods = 16;
constexpr int64_t ns = 1'000'000'000;

// One text, or a list of them joined by blanks.
status read_words(const json::object& from, const char* name, std::string& ret)
{
    const json::value* v = from.if_contains(name);
    if (!v || !v->is_array()) return read_text(from, name, longest_claim, ret);
    std::string all;
    for (const json::value& item : v->get_array()) {
        if (!item.is_string()) return {errc::protocol, "a claim is of another type"};
        const json::string& s = item.get_string();
        if (s.find('\0') != json::string::npos || s.size() > longest_claim) {
            return {errc::protocol, "a claim is no text or too long"};
        }
        if (!all.empty()) all += ' ';
        all.append(s.data(), s.size());
    }
    if (v->get_array().size() > most_methods) return {errc::protocol, "a claim is too long"};
    ret = std::move(all);
    return {};
}

status read_payload(const json::object& from, claims& ret)
{
    claims found;
    int64_t from_seconds = 0, seconds = 0;
    status end = read_words(from, "aud", found.audience);
    if (end.ok()) end = read_text(from, "tid", longest_claim, found.tenant_id);
    if (end.ok()) end = read_text(from, "deviceid", longest_claim, found.device_id);
    if (end.ok()) end = read_words(from, "amr", found.amr);
    if (end.ok()) end = read_number(from, "nbf", from_seconds);
    if (end.ok()) end = read_number(from, "exp", seconds);
    if (!end.ok()) return end;
    if (from_seconds > 0 && from_seconds < INT64_MAX / ns) found.not_before = from_seconds * ns;
    if (seconds > 0 && seconds < INT64_MAX / ns) found.expires = seconds * ns;
    ret = std::move(found);
    return {};
}

} // namespace

status decode_base64url(std::string_view text, std::string& ret)
{
    if (!from_base64(text, base64_kind::url, ret)) return {errc::protocol, "not base64url"};
    return {};
}

status check_jwt(std::string_view token)
{
    if (token.size() > largest_token) return {errc::protocol, "it is longer than 64 KiB"};
    std::size_t part = 0, parts = 1;
    for (const char c : token) {
        if (c != '.' && base64_digit(c, base64_kind::url) < 0)
            return {errc::protocol, "it has characters that no token has"};
        if (c == '.' && part == 0) return {errc::protocol, "it is no JWT"};
        part = c == '.' ? 0 : part + 1;
        if (c == '.') parts++;
    }
    claims unused;
    if (parts != 3 || part == 0 || !read_claims(token, unused).ok())
        return {errc::protocol, "it is no JWT"};
    return {};
}

status read_claims(std::string_view token, claims& ret)
{
    const status no_jwt(errc::protocol, "not a JWT");
    if (token.size() > largest_reply) return no_jwt;
    const std::size_t first = token.find('.');
    const std::size_t second = first == token.npos ? first : token.find('.', first + 1);
    if (second == token.npos || token.find('.', second + 1) != token.npos) return no_jwt;
    std::string payload;
    if (!decode_base64url(token.substr(first + 1, second - first - 1), payload).ok()) return no_jwt;
    document doc;
    const bool parsed = doc.parse(payload).ok();
    wipe(payload);
    return parsed ? read_payload(doc.root(), ret) : no_jwt;
}

} // namespace dsreg::broker
