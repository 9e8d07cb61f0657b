#include "object_reader.h"

#include "base/nearest.h"
#include "base/text.h"

#include <algorithm>

namespace dsreg::lab {

namespace json = boost::json;

std::string object_reader::path(std::string_view key) const
{
    return where_.empty() ? std::string(key) : where_ + "." + std::string(key);
}

void object_reader::fail(std::string_view key, const std::string& what)
{
    if (error_.ok()) error_ = status(errc::invalid, safe_text(path(key)) + " " + what);
}

const json::value* object_reader::find(std::string_view key)
{
    known_.emplace_back(key);
    return object_.if_contains(key);
}

void object_reader::text(std::string_view key, std::string& ret, std::size_t max)
{
    const json::value* v = find(key);
    if (!v) return;
    if (!v->is_string()) return fail(key, "must be a text");
    if (v->get_string().size() > max) {
        return fail(key, "is longer than " + std::to_string(max) + " bytes");
    }
    ret.assign(v->get_string().data(), v->get_string().size());
}

void object_reader::choice(std::string_view key, std::string& ret,
                           const std::vector<std::string>& allowed)
{
    std::string chosen = ret;
    const bool there = object_.if_contains(key) != nullptr;
    text(key, chosen);
    if (!there || !error_.ok()) return;
    if (std::find(allowed.begin(), allowed.end(), chosen) == allowed.end()) {
        std::string list;
        for (const std::string& a : allowed) list += (list.empty() ? "" : ", ") + a;
        return fail(key, "must be one of " + list);
    }
    ret = chosen;
}

void object_reader::number(std::string_view key, int64_t& ret, int64_t least, int64_t most)
{
    const json::value* v = find(key);
    if (!v) return;
    if (!v->is_int64() || v->get_int64() < least || v->get_int64() > most) {
        return fail(key, "must be a whole number from " + std::to_string(least) + " to " +
                             std::to_string(most));
    }
    ret = v->get_int64();
}

void object_reader::flag(std::string_view key, bool& ret)
{
    const json::value* v = find(key);
    if (!v) return;
    if (!v->is_bool()) return fail(key, "must be true or false");
    ret = v->get_bool();
}

void object_reader::texts(std::string_view key, std::vector<std::string>& ret)
{
    const json::array* list = array(key);
    if (!list) return;
    std::vector<std::string> out;
    for (const json::value& v : *list) {
        if (!v.is_string() || v.get_string().size() > 256)
            return fail(key, "must hold short texts");
        out.emplace_back(v.get_string().data(), v.get_string().size());
    }
    ret = std::move(out);
}

const json::object* object_reader::object(std::string_view key)
{
    const json::value* v = find(key);
    if (v && !v->is_object()) fail(key, "must be an object");
    return v ? v->if_object() : nullptr;
}

const json::array* object_reader::array(std::string_view key)
{
    const json::value* v = find(key);
    if (v && !v->is_array()) fail(key, "must be an array");
    if (v && v->is_array() && v->get_array().size() > 256) {
        fail(key, "has more than 256 entries");
        return nullptr;
    }
    return v ? v->if_array() : nullptr;
}

void object_reader::require(std::string_view key)
{
    if (!object_.if_contains(key)) fail(key, "is missing");
}

void object_reader::finish()
{
    for (const auto& member : object_) {
        const std::string key(member.key());
        if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
        const std::string near = nearest(key, known_);
        fail(key, near.empty() ? "is not known" : "is not known; did you mean \"" + near + "\"?");
    }
}

} // namespace dsreg::lab
