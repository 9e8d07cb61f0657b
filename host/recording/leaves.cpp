#include "recording/leaves.h"

#include "base/base64.h"
#include "base/text.h"
#include "recording/words.h"

#include <boost/json.hpp>

#include <charconv>
#include <cmath>
#include <limits>

namespace dsreg::recording {
namespace json = boost::json;
namespace {

bool holds_number(value_type type)
{
    return type == value_type::boolean || type == value_type::integer || type == value_type::time ||
           type == value_type::duration;
}

// A number, if it comes back as the same one; else its digits as text, which do.
json::value real_json(double d)
{
    char digits[64];
    const auto end = std::to_chars(digits, digits + sizeof digits, d).ptr;
    const std::string text(digits, end);
    if (std::isfinite(d)) {
        json::error_code error;
        const json::value back = json::parse(json::serialize(json::value(d)), error);
        if (!error && back.is_double() && back.get_double() == d && (d != 0 || !std::signbit(d)))
            return d;
    }
    return json::string(text);
}

void read_real(const place& where, const json::value& from, faults& out, double& ret)
{
    if (const json::string* s = from.if_string()) {
        const auto [end, error] = std::from_chars(s->data(), s->data() + s->size(), ret);
        if (error == std::errc{} && end == s->data() + s->size()) return;
    } else if (from.is_number()) {
        ret = from.to_number<double>();
        return;
    }
    out.add(where, "must be a number");
}

} // namespace

std::string place::text() const
{
    if (above == nullptr) return {};
    return above->text() + "/" + (name.empty() ? std::to_string(index) : std::string(name));
}

json::value text_json(const std::string& text)
{
    if (valid_utf8(text) == text) return json::string(text);
    return json::object{{"base64", to_base64(text, base64_kind::plain)}};
}

void read_text(const place& where, const json::value& from, faults& out, std::string& ret)
{
    if (const json::string* s = from.if_string()) {
        ret.assign(s->data(), s->size());
        return;
    }
    const json::object* object = from.if_object();
    const json::value* coded = object == nullptr ? nullptr : object->if_contains("base64");
    const json::string* s = coded == nullptr ? nullptr : coded->if_string();
    if (s == nullptr)
        out.add(where, "must be a text or {\"base64\": ...}");
    else if (!from_base64({s->data(), s->size()}, base64_kind::plain, ret))
        out.add(where, "is no base64");
}

void read_number(const place& where, const json::value& from, int64_t least, uint64_t most,
                 faults& out, int64_t& ret_signed, uint64_t& ret_unsigned)
{
    if (const int64_t* n = from.if_int64();
        n != nullptr && *n >= least && (*n < 0 || static_cast<uint64_t>(*n) <= most)) {
        ret_signed = *n;
        ret_unsigned = static_cast<uint64_t>(*n);
        return;
    }
    if (const uint64_t* n = from.if_uint64(); n != nullptr && *n <= most) {
        ret_signed = static_cast<int64_t>(*n);
        ret_unsigned = *n;
        return;
    }
    out.add(where,
            "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
}

void read_bool(const place& where, const json::value& from, faults& out, bool& ret)
{
    if (const bool* b = from.if_bool())
        ret = *b;
    else
        out.add(where, "must be true or false");
}

const json::object* read_object(const place& where, const json::value& from, faults& out)
{
    const json::object* object = from.if_object();
    if (object == nullptr) out.add(where, "must be an object");
    return object;
}

const json::array* read_array(const place& where, const json::value& from, faults& out)
{
    const json::array* array = from.if_array();
    if (array == nullptr) out.add(where, "must be a list");
    return array;
}

void read_member_text(const place& where, const json::object& from, std::string_view name,
                      faults& out, std::string& ret)
{
    if (const json::value* v = from.if_contains(name)) read_text(where.at(name), *v, out, ret);
}

json::object value_json(const value& v, const cleaner& clean)
{
    json::object out;
    out["type"] = word_json(type_words, static_cast<uint32_t>(v.type));
    if ((v.flags & flag_secret) != 0)
        out["secret"] = true;
    else if (v.type == value_type::boolean && (v.i == 0 || v.i == 1))
        out["value"] = v.i != 0;
    else if (holds_number(v.type))
        out["value"] = v.i;
    else if (v.type == value_type::real)
        out["value"] = real_json(v.d);
    else
        out[v.known() ? "value" : "reason"] = text_json(clean.text(v.text));
    if (const uint32_t others = v.flags & ~flag_secret; others != 0)
        out["flags"] = words_json(flag_words, others);
    return out;
}

void read_value(const place& where, const json::value& from, faults& out, value& ret)
{
    const json::object* object = read_object(where, from, out);
    if (object == nullptr) return;
    uint32_t type = 0;
    if (const json::value* v = object->if_contains("type"))
        read_word(where.at("type"), *v, type_words, out, type);
    ret.type = static_cast<value_type>(type);
    if (const json::value* v = object->if_contains("flags"))
        read_words(where.at("flags"), *v, flag_words, out, ret.flags);
    if (const json::value* v = object->if_contains("secret")) {
        bool secret = false;
        read_bool(where.at("secret"), *v, out, secret);
        if (secret) ret.flags |= flag_secret;
    }
    read_member_text(where, *object, "reason", out, ret.text);
    const json::value* v = object->if_contains("value");
    if (v == nullptr) return;
    const place at = where.at("value");
    uint64_t ignored = 0;
    if (ret.type == value_type::boolean && v->is_bool())
        ret.i = v->get_bool() ? 1 : 0;
    else if (holds_number(ret.type))
        read_number(at, *v, std::numeric_limits<int64_t>::min(),
                    std::numeric_limits<int64_t>::max(), out, ret.i, ignored);
    else if (ret.type == value_type::real)
        read_real(at, *v, out, ret.d);
    else
        read_text(at, *v, out, ret.text);
}

json::object fact_json(const fact& f, const cleaner& clean)
{
    json::object out;
    out["key"] = text_json(f.key);
    if (!f.instance.empty()) out["instance"] = text_json(clean.text(f.instance));
    out["source"] = text_json(clean.text(f.source));
    out["value"] = value_json(f.val, clean);
    return out;
}

void read_fact(const place& where, const json::value& from, faults& out, fact& ret)
{
    const json::object* object = read_object(where, from, out);
    if (object == nullptr) return;
    read_member_text(where, *object, "key", out, ret.key);
    read_member_text(where, *object, "instance", out, ret.instance);
    read_member_text(where, *object, "source", out, ret.source);
    if (const json::value* v = object->if_contains("value"))
        read_value(where.at("value"), *v, out, ret.val);
}

json::object named_json(const named_value& v, const cleaner& clean)
{
    return {{"name", text_json(clean.text(v.first))}, {"value", value_json(v.second, clean)}};
}

void read_named(const place& where, const json::value& from, faults& out, named_value& ret)
{
    const json::object* object = read_object(where, from, out);
    if (object == nullptr) return;
    read_member_text(where, *object, "name", out, ret.first);
    if (const json::value* v = object->if_contains("value"))
        read_value(where.at("value"), *v, out, ret.second);
}

} // namespace dsreg::recording
