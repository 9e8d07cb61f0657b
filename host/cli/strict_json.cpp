#include "cli/strict_json.h"

#include "base/nearest.h"
#include "cli/quote.h"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <limits>
#include <optional>
#include <set>

namespace dsreg::cli {
namespace json = boost::json;
namespace {

// Boost's own parser keeps the last of two equal keys. This handler reads along and remembers the
// keys of every open object.
struct duplicate_finder {
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    std::vector<std::set<std::string>> open;
    std::string part;
    std::optional<std::string> twice;

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code&)
    {
        open.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t, json::error_code&)
    {
        open.pop_back();
        return true;
    }
    bool on_array_begin(json::error_code&) { return true; }
    bool on_array_end(std::size_t, json::error_code&) { return true; }
    bool on_key_part(json::string_view s, std::size_t, json::error_code&)
    {
        part.append(s.data(), s.size());
        return true;
    }
    bool on_key(json::string_view s, std::size_t, json::error_code&)
    {
        part.append(s.data(), s.size());
        if (!open.back().insert(part).second && !twice) twice = part;
        part.clear();
        return true;
    }
    bool on_string_part(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_string(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(int64_t, json::string_view, json::error_code&) { return true; }
    bool on_uint64(uint64_t, json::string_view, json::error_code&) { return true; }
    bool on_double(double, json::string_view, json::error_code&) { return true; }
    bool on_bool(bool, json::error_code&) { return true; }
    bool on_null(json::error_code&) { return true; }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }
};

std::string line_of(std::string_view text, std::size_t offset)
{
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
    return std::to_string(1 + std::count(text.begin(), end, '\n'));
}

} // namespace

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
    const std::string name = shown_path(file);
    json::parse_options rules;
    rules.max_depth = 32;
    json::basic_parser<duplicate_finder> parser(rules);
    json::error_code error;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
    if (!error && used < text.size()) error = json::error::extra_data;
    if (error)
        return status(errc::invalid, name + " is not JSON: " + error.message() + " in line " +
                                         line_of(text, used));
    if (const auto& key = parser.handler().twice)
        return status(errc::invalid, name + ": the key " + in_quotes(*key) + " stands there twice");
    json::value document =
        json::parse(json::string_view(text.data(), text.size()), error, {}, rules);
    if (error) return status(errc::invalid, name + " is not JSON: " + error.message());
    ret = std::move(document);
    return {};
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
