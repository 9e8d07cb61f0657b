// Documents: the community specification of Entra device join (aad-join-spec.md, "Discover"),
// [MS-DVRD] 4.3, [MS-DVRJ] 4.2, [MS-KPP] 2.2.3.1.
#include "device/registration_reply.h"

#include "base/secrets.h"
#include "base/text.h"
#include "device/cloud.h"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>

namespace dsreg::device {
namespace json = boost::json;
namespace {

constexpr std::size_t deepest = 16;
constexpr std::size_t body_most = 64 * 1024;
constexpr std::size_t url_most = 512;
constexpr std::size_t word_most = 128, message_most = 1024;

std::optional<json::object> object_of(std::string_view body)
{
    if (body.size() > body_most) return {};
    json::parse_options options;
    options.max_depth = deepest;
    boost::system::error_code ec;
    const json::value v = json::parse({body.data(), body.size()}, ec, {}, options);
    if (ec || !v.is_object()) return {};
    return v.get_object();
}

const json::object* object_at(const json::object& o, std::string_view name)
{
    const json::value* const v = o.if_contains(json::string_view(name.data(), name.size()));
    return v != nullptr ? v->if_object() : nullptr;
}

// The text behind the first of these names that has one.
std::string_view text_at(const json::object& o, std::initializer_list<const char*> names)
{
    for (const char* name : names) {
        const json::value* const v = o.if_contains(name);
        if (v == nullptr || !v->is_string()) continue;
        return {v->get_string().data(), v->get_string().size()};
    }
    return {};
}

// Made plain first: a line break that became a blank can join a name and its value.
std::string cleaned(std::string_view text, std::size_t most)
{
    std::string plain = safe_text(text);
    while (!plain.empty() && plain.back() == ' ') plain.pop_back();
    return without_tokens_cut(plain, most);
}

char small(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Takes `start` off the front, whatever its letters' case.
bool take(std::string_view& text, std::string_view start)
{
    if (text.size() < start.size() ||
        !std::equal(start.begin(), start.end(), text.begin(),
                    [](char a, char b) { return small(a) == small(b); }))
        return false;
    text.remove_prefix(start.size());
    return true;
}

bool is_plain_path(std::string_view path)
{
    const bool plain = std::all_of(path.begin(), path.end(), [](char c) {
        return (small(c) >= 'a' && small(c) <= 'z') || (c >= '0' && c <= '9') ||
               std::string_view("/-._~").find(c) != std::string_view::npos;
    });
    return plain && !path.empty() && path.front() == '/' &&
           path.find("/.") == std::string_view::npos;
}

// Whole hosts only, so there is nothing in such an address that two readers could read differently.
bool read_address(std::string_view url, discovery_reply& ret)
{
    if (url.size() > url_most || !take(url, "https://")) return false;
    const std::string_view host = url.substr(0, url.find_first_of("/:?#"));
    for (const cloud& c : all_clouds()) {
        for (const std::string& known :
             {std::string(c.registration), std::string("certauth.") + c.registration}) {
            std::string_view rest = url;
            if (host.size() != known.size() || !take(rest, known)) continue;
            take(rest, ":443");
            if (!is_plain_path(rest)) return false;
            ret.join_host = known;
            ret.join_endpoint = "https://" + known + std::string(rest);
            if (ret.join_endpoint.back() != '/') ret.join_endpoint += '/';
            return true;
        }
    }
    return false;
}

} // namespace

status read_discovery(std::string_view body, discovery_reply& ret)
{
    const status no_document(errc::protocol, "the answer is not the registration service's");
    const std::optional<json::object> root = object_of(body);
    if (!root) return no_document;
    const json::object* const join = object_at(*root, "DeviceJoinService");
    const std::string_view url =
        join != nullptr ? text_at(*join, {"JoinEndpoint"}) : std::string_view();
    if (url.empty())
        return {errc::protocol, "the answer does not name where devices join and leave"};
    discovery_reply got;
    if (const json::object* const tenant = object_at(*root, "TenantInfo")) {
        const std::string_view id = text_at(*tenant, {"TenantId"});
        if (!id.empty() && !parse_guid(id, got.tenant_id)) return no_document;
    }
    if (!read_address(url, got))
        return {errc::untrusted, "the answer sends devices to " + cleaned(url, 256) +
                                     ", which is no registration service of Microsoft Entra"};
    ret = std::move(got);
    return {};
}

bool read_service_error(std::string_view body, service_error& ret)
{
    const std::optional<json::object> root = object_of(body);
    if (!root) return false;
    const json::object* at = &*root;
    for (const char* wrapped : {"ReponseStatus", "ResponseStatus"})
        if (const json::object* const inner = object_at(*root, wrapped)) at = inner;
    service_error got;
    got.type = cleaned(text_at(*at, {"ErrorType", "errorType", "code"}), word_most);
    got.message = cleaned(text_at(*at, {"Message", "message"}), message_most);
    got.trace_id = cleaned(text_at(*at, {"TraceId", "traceId"}), word_most);
    if (const json::object* const inner = object_at(*at, "innererror");
        inner != nullptr && got.trace_id.empty())
        got.trace_id = cleaned(text_at(*inner, {"trace"}), word_most);
    if (got.type.empty() && got.message.empty() && got.trace_id.empty()) return false;
    ret = std::move(got);
    return true;
}

bool is_removal_reply(std::string_view body)
{
    return body.find_first_not_of(" \t\r\n") == body.npos || object_of(body).has_value();
}

} // namespace dsreg::device
