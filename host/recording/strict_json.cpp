#include "recording/strict_json.h"

#include "base/text.h"

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace dsreg::recording {
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

status wrong(std::string what)
{
    return status(errc::invalid, std::move(what));
}

} // namespace

status parse_strict(std::string_view text, std::size_t depth, json::value& ret)
{
    json::parse_options rules;
    rules.max_depth = depth;
    json::basic_parser<duplicate_finder> parser(rules);
    json::error_code error;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
    if (!error && used < text.size()) error = json::error::extra_data;
    if (error) return wrong(" is not JSON: " + error.message() + " in line " + line_of(text, used));
    if (const auto& key = parser.handler().twice)
        return wrong(": the key \"" + safe_text(cut_utf8(*key, 200)) + "\" stands there twice");
    json::value document = json::parse(text, error, {}, rules);
    if (error) return wrong(" is not JSON: " + error.message());
    ret = std::move(document);
    return {};
}

} // namespace dsreg::recording
