#include "device/reply_json.h"

#include <boost/json/basic_parser_impl.hpp>

#include <limits>
#include <set>

namespace dsreg::device {
namespace json = boost::json;
namespace {

constexpr std::size_t deepest = 16;
constexpr std::size_t key_most = 64;
constexpr std::size_t text_most = 16 * 1024;
constexpr std::size_t codes_most = 16;

struct collector {
    using code = boost::system::error_code;
    static constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_array_size = unlimited, max_object_size = unlimited,
                                 max_string_size = unlimited, max_key_size = unlimited;
    reply_json got;
    bool odd = false;
    int depth = 0;
    bool in_codes = false; // inside of the array error_codes
    std::string key;       // of the outermost object
    std::set<std::string> seen;

    std::string* text_member()
    {
        if (depth != 1) return nullptr;
        if (key == "Nonce") return &got.nonce;
        if (key == "error") return &got.error;
        if (key == "error_description") return &got.error_description;
        if (key == "suberror") return &got.suberror;
        if (key == "correlation_id") return &got.correlation_id;
        return nullptr;
    }
    // A value of another type than text where text, a token or the codes belong.
    bool not_text()
    {
        if (depth == 1 &&
            (text_member() != nullptr || key == "access_token" || key == "error_codes"))
            odd = true;
        if (in_codes) odd = true;
        return true;
    }
    bool text(json::string_view part)
    {
        if (in_codes || (depth == 1 && key == "error_codes")) odd = true;
        if (depth == 1 && key == "access_token" && !part.empty()) got.has_token = true;
        if (std::string* const to = text_member()) {
            if (to->size() + part.size() > text_most)
                odd = true;
            else
                to->append(part.data(), part.size());
        }
        return true;
    }
    bool number(uint64_t n, bool fits)
    {
        if (!in_codes) return not_text();
        if (!fits || n > std::numeric_limits<uint32_t>::max() ||
            got.error_codes.size() == codes_most)
            odd = true;
        else
            got.error_codes.push_back(static_cast<uint32_t>(n));
        return true;
    }

    bool on_document_begin(code&) { return true; }
    bool on_document_end(code&) { return true; }
    bool on_object_begin(code&)
    {
        not_text();
        depth++;
        return true;
    }
    bool on_object_end(std::size_t, code&)
    {
        depth--;
        return true;
    }
    bool on_array_begin(code&)
    {
        if (depth == 0) odd = true;
        if (depth == 1 && key == "error_codes")
            in_codes = true;
        else
            not_text();
        depth++;
        return true;
    }
    bool on_array_end(std::size_t, code&)
    {
        if (--depth == 1) in_codes = false;
        return true;
    }
    bool on_key_part(json::string_view part, std::size_t n, code&)
    {
        if (depth != 1) return true;
        if (n == part.size()) key.clear(); // the first part of it
        if (key.size() <= key_most) key.append(part.data(), std::min(part.size(), key_most));
        return true;
    }
    bool on_key(json::string_view part, std::size_t n, code& ec)
    {
        on_key_part(part, n, ec);
        const bool ours = text_member() != nullptr || key == "access_token" || key == "error_codes";
        if (depth == 1 && ours && !seen.insert(key).second) odd = true;
        return true;
    }
    bool on_string_part(json::string_view part, std::size_t, code&) { return text(part); }
    bool on_string(json::string_view part, std::size_t, code&)
    {
        if (depth == 0) odd = true;
        return text(part);
    }
    bool on_number_part(json::string_view, code&) { return true; }
    bool on_int64(int64_t n, json::string_view, code&)
    {
        return number(static_cast<uint64_t>(n), n >= 0);
    }
    bool on_uint64(uint64_t n, json::string_view, code&) { return number(n, true); }
    bool on_double(double, json::string_view, code&) { return number(0, false); }
    bool on_bool(bool, code&) { return not_text(); }
    bool on_null(code&)
    {
        if (in_codes || depth == 0) odd = true;
        return true; // else as if it were not there
    }
    bool on_comment_part(json::string_view, code&) { return true; }
    bool on_comment(json::string_view, code&) { return true; }
};

} // namespace

status read_reply_json(std::string_view body, reply_json& ret)
{
    json::parse_options options;
    options.max_depth = deepest;
    json::basic_parser<collector> parser(options);
    boost::system::error_code ec;
    const std::size_t end = parser.write_some(false, body.data(), body.size(), ec);
    const bool object = body.find_first_not_of(" \t\r\n") == body.find('{');
    collector& c = parser.handler();
    if (ec || !parser.done() || !object || body.find_first_not_of(" \t\r\n", end) != body.npos)
        return {errc::protocol, "it is no JSON object"};
    if (c.odd) return {errc::protocol, "a member of it is not what it must be"};
    ret = std::move(c.got);
    return {};
}

} // namespace dsreg::device
