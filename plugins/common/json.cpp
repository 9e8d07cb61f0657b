#include "common/json.h"

#include <boost/json/src.hpp> // the one place

namespace common {

namespace json = boost::json;

bool parse_object(std::string_view text, std::size_t most, json::object& ret)
{
    if (text.size() > most) return false;
    json::parse_options options;
    options.max_depth = 16;
    boost::system::error_code ec;
    json::value v = json::parse({text.data(), text.size()}, ec, {}, options);
    if (ec || !v.is_object()) return false;
    ret = std::move(v.get_object());
    return true;
}

std::string member_text(const json::object& in, const char* name)
{
    const json::value* v = in.if_contains(name);
    const json::string* s = v == nullptr ? nullptr : v->if_string();
    if (s == nullptr || s->size() > 2048) return {};
    for (const char c : *s)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return {};
    return {s->data(), s->size()};
}

int64_t member_number(const json::object& in, const char* name, int64_t fallback)
{
    const json::value* v = in.if_contains(name);
    const int64_t* n = v == nullptr ? nullptr : v->if_int64();
    return n == nullptr ? fallback : *n;
}

} // namespace common
