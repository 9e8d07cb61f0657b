#include "cli/strict_json.h"

#include "base/nearest.h"
#include "cli/quote.h"
#include "recording/strict_json.h"

#include <algorithm>
#include <limits>

namespace dsreg::cli {
namespace json = boost::json;

std::string pointer_step(const std::string& pointer, std::string_view key)
{
    std::string out = pointer + "/";
    for (const char c : key) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

status parse_strict(const std::string& file, std::string_view text, json::value& ret)
{
    const status s = recording::parse_strict(text, 32, ret);
    return s ? status{} : status(s.code(), shown_path(file) + s.text());
}

void complaints::add(const std::string& pointer, const std::string& text)
{
    if (!first_.ok()) return;
    first_ = status(errc::invalid, shown_path(file_) + ": " +
                                       safe_text(cut_utf8(pointer.empty() ? "/" : pointer, 300)) +
                                       " " + text);
}

object_reader::object_reader(complaints& out, std::string pointer, const json::value& value,
                             std::initializer_list<const char*> known)
    : out_(out), pointer_(std::move(pointer)), object_(value.if_object())
{
    if (object_ == nullptr) {
        out_.add(pointer_, "must be an object");
        return;
    }
    const std::vector<std::string> names(known.begin(), known.end());
    for (const auto& member : *object_) {
        const std::string key(member.key().data(), member.key().size());
        if (std::find(names.begin(), names.end(), key) != names.end()) continue;
        const std::string near = nearest(key, names);
        out_.add(at(key),
                 "is not a known key" + (near.empty() ? "" : ", did you mean \"" + near + "\"?"));
    }
}

std::string object_reader::at(std::string_view key) const
{
    return pointer_step(pointer_, key);
}

const json::value* object_reader::find(const char* key) const
{
    return object_ == nullptr ? nullptr : object_->if_contains(key);
}

void object_reader::require(const char* key)
{
    if (object_ != nullptr && find(key) == nullptr) out_.add(at(key), "is missing");
}

void object_reader::text(const char* key, std::string& ret)
{
    const json::value* v = find(key);
    if (v == nullptr) return;
    const json::string* s = v->if_string();
    if (s == nullptr)
        out_.add(at(key), "must be a text");
    else if (s->size() > 4096)
        out_.add(at(key), "is longer than 4096 bytes");
    else if (s->find('\0') != json::string::npos)
        out_.add(at(key), "holds a NUL character");
    else
        ret.assign(s->data(), s->size());
}

void object_reader::integer(const char* key, int64_t least, int64_t most, int64_t& ret)
{
    const json::value* v = find(key);
    if (v == nullptr) return;
    const int64_t* n = v->if_int64();
    if (n == nullptr || *n < least || *n > most)
        out_.add(at(key), "must be a whole number from " + std::to_string(least) + " to " +
                              std::to_string(most));
    else
        ret = *n;
}

void object_reader::uint32(const char* key, uint32_t& ret)
{
    int64_t n = ret;
    integer(key, 0, std::numeric_limits<uint32_t>::max(), n);
    ret = static_cast<uint32_t>(n);
}

void object_reader::port(const char* key, uint16_t& ret)
{
    int64_t n = ret;
    integer(key, 0, 65535, n);
    ret = static_cast<uint16_t>(n);
}

void object_reader::each(const char* key, const visitor& visit)
{
    const json::value* v = find(key);
    if (v == nullptr) return;
    const json::array* items = v->if_array();
    if (items == nullptr) {
        out_.add(at(key), "must be a list");
        return;
    }
    for (std::size_t i = 0; i < items->size(); i++)
        visit(pointer_step(at(key), std::to_string(i)), (*items)[i]);
}

void object_reader::texts(const char* key, std::vector<std::string>& ret)
{
    std::vector<std::string> all;
    each(key, [&](const std::string& pointer, const json::value& v) {
        const json::string* s = v.if_string();
        if (s == nullptr)
            out_.add(pointer, "must be a text");
        else if (s->empty() || s->size() > 4096)
            out_.add(pointer, "must have 1 to 4096 bytes");
        else
            all.emplace_back(s->data(), s->size());
    });
    if (!all.empty()) ret = std::move(all);
}

} // namespace dsreg::cli
