// Replies that carry a token or a cookie: looked at here, and nowhere handed on.
#include "broker/jwt.h"
#include "broker/replies.h"
#include "dsreg/probe.h"

namespace dsreg::broker {
namespace json = boost::json;
namespace {

constexpr int64_t ns_per_ms = 1'000'000;

// A text of the document itself, not copied; null when it is not there.
status view_text(const json::object& from, const char* name, const json::string*& ret)
{
    const json::value* v = from.if_contains(name);
    if (v && !v->is_null() && !v->is_string()) {
        return {errc::protocol, std::string("member ") + name + " is not a text"};
    }
    ret = v && v->is_string() && !v->get_string().empty() ? &v->get_string() : nullptr;
    return {};
}

wire::broker_token failed(const status& why)
{
    wire::broker_token t;
    t.error = protocol_error(why);
    return t;
}

// A token need not be a JWT: only its audience may read it. Then its claims stay empty.
wire::broker_token granted(const json::string& token)
{
    claims c;
    wire::broker_token t;
    t.granted = true;
    if (read_claims({token.data(), token.size()}, c).ok()) {
        t.audience = c.audience;
        t.tenant_id = c.tenant_id;
        t.device_id = c.device_id;
        t.amr = c.amr;
        t.expires = c.expires;
    }
    return t;
}

struct token_reply {
    const json::string* token = nullptr; // in the document
    int64_t expires_ms = 0;
};

// False: there is none, and `ret_error` says why.
bool find_token(std::string_view reply, uint32_t vendor, document& doc, token_reply& ret,
                wire::broker_error& ret_error)
{
    status end = doc.parse(reply);
    if (end.ok() && find_error(doc.root(), vendor, ret_error)) return false;
    const json::object* response = nullptr;
    if (end.ok()) end = read_object(doc.root(), "brokerTokenResponse", response);
    if (end.ok() && response) end = view_text(*response, "accessToken", ret.token);
    if (end.ok() && response) end = read_number(*response, "expiresOn", ret.expires_ms);
    if (end.ok() && !ret.token)
        end = {errc::protocol, "the answer has neither a token nor an error"};
    if (!end.ok()) ret_error = protocol_error(end);
    return end.ok();
}

} // namespace

wire::broker_token read_token(std::string_view reply, uint32_t vendor)
{
    document doc;
    wire::broker_token result;
    token_reply got;
    if (!find_token(reply, vendor, doc, got, result.error)) return result;
    result = granted(*got.token);
    if (result.expires == 0 && got.expires_ms > 0 && got.expires_ms < INT64_MAX / ns_per_ms) {
        result.expires = got.expires_ms * ns_per_ms;
    }
    return result;
}

wire::broker_error take_token(std::string_view reply, uint32_t vendor, std::string& ret)
{
    document doc;
    token_reply got;
    wire::broker_error error;
    if (!find_token(reply, vendor, doc, got, error)) return error;
    const std::string_view token(got.token->data(), got.token->size());
    if (const status end = check_jwt(token); !end.ok())
        return protocol_error({errc::protocol, "the answer holds no token: " + end.text()});
    ret = token;
    return error;
}

wire::broker_token read_cookie(std::string_view reply, uint32_t vendor)
{
    document doc;
    wire::broker_token result;
    if (const status end = doc.parse(reply); !end.ok()) return failed(end);
    if (find_error(doc.root(), vendor, result.error)) return result;
    // Up to 2.0.1 and Himmelblau: flat. Later: a list of items.
    const json::array* list = nullptr;
    const json::string* cookie = nullptr;
    status end = read_array(doc.root(), "cookieItems", list);
    if (end.ok() && !list) end = view_text(doc.root(), "cookieContent", cookie);
    for (std::size_t i = 0; end.ok() && !cookie && list && i < list->size(); i++) {
        if (!(*list)[i].is_object()) return failed({errc::protocol, "a cookie is not an object"});
        end = view_text((*list)[i].get_object(), "cookieContent", cookie);
    }
    if (!end.ok()) return failed(end);
    if (!cookie) return failed({errc::protocol, "the answer has neither a cookie nor an error"});
    return granted(*cookie);
}

} // namespace dsreg::broker
