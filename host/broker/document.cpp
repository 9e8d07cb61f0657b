#include "broker/document.h"

#include "broker/error_text.h"

#include <boost/json/basic_parser_impl.hpp>

#include <cstring>
#include <limits>
#include <new>
#include <set>
#include <vector>

namespace dsreg::broker {
namespace json = boost::json;
namespace {

constexpr std::size_t deepest = 24;

// Boost.JSON keeps the last of two members with one name; what we read and what others read must be
// the same, so such a reply is refused.
struct duplicate_finder {
    using code = boost::system::error_code;
    static constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_array_size = unlimited, max_object_size = unlimited,
                                 max_string_size = unlimited, max_key_size = unlimited;

    std::vector<std::set<std::string>> open;
    std::string key;
    bool found = false;

    bool on_object_begin(code&)
    {
        open.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t, code&)
    {
        open.pop_back();
        return true;
    }
    bool on_key_part(json::string_view part, std::size_t, code&)
    {
        key.append(part.data(), part.size());
        return true;
    }
    bool on_key(json::string_view part, std::size_t, code&)
    {
        key.append(part.data(), part.size());
        if (!open.back().insert(std::move(key)).second) found = true;
        key.clear();
        return true;
    }
    bool on_document_begin(code&) { return true; }
    bool on_document_end(code&) { return true; }
    bool on_array_begin(code&) { return true; }
    bool on_array_end(std::size_t, code&) { return true; }
    bool on_string_part(json::string_view, std::size_t, code&) { return true; }
    bool on_string(json::string_view, std::size_t, code&) { return true; }
    bool on_number_part(json::string_view, code&) { return true; }
    bool on_int64(int64_t, json::string_view, code&) { return true; }
    bool on_uint64(uint64_t, json::string_view, code&) { return true; }
    bool on_double(double, json::string_view, code&) { return true; }
    bool on_bool(bool, code&) { return true; }
    bool on_null(code&) { return true; }
    bool on_comment_part(json::string_view, code&) { return true; }
    bool on_comment(json::string_view, code&) { return true; }
};

bool names_twice(std::string_view text, const json::parse_options& options)
{
    json::basic_parser<duplicate_finder> parser(options);
    boost::system::error_code ec;
    parser.write_some(false, text.data(), text.size(), ec);
    return parser.handler().found;
}

status wrong(const char* name, const char* what)
{
    return {errc::protocol, std::string("member ") + name + " is " + what};
}

const json::value* present(const json::object& from, const char* name)
{
    const json::value* v = from.if_contains(name);
    return v && !v->is_null() ? v : nullptr;
}

} // namespace

void wipe(std::string& s) noexcept
{
    ::explicit_bzero(s.data(), s.size());
    s.clear();
}

void* wiping_memory::do_allocate(std::size_t n, std::size_t align)
{
    if (align > alignof(std::max_align_t)) throw std::bad_alloc();
    return ::operator new(n);
}

void wiping_memory::do_deallocate(void* p, std::size_t n, std::size_t)
{
    ::explicit_bzero(p, n);
    ::operator delete(p);
}

bool wiping_memory::do_is_equal(const memory_resource& other) const noexcept
{
    return this == &other;
}

status document::parse(std::string_view text)
{
    if (text.size() > largest_reply) return {errc::protocol, "the answer is longer than 1 MiB"};
    json::parse_options options;
    options.max_depth = deepest;
    const json::storage_ptr memory(&memory_);
    boost::system::error_code ec;
    json::parser parser(memory, options);
    parser.reset(memory);
    parser.write(text.data(), text.size(), ec);
    if (ec == json::error::too_deep) return {errc::protocol, "the answer nests too deep"};
    if (ec) return {errc::protocol, "the answer is not JSON: " + excerpt(text)};
    json::value made = parser.release();
    if (!made.is_object()) return {errc::protocol, "the answer is not a JSON object"};
    if (names_twice(text, options)) {
        return {errc::protocol, "the answer names one member twice"};
    }
    value_ = std::move(made);
    return {};
}

status read_text(const json::object& from, const char* name, std::size_t longest, std::string& ret)
{
    const json::value* v = present(from, name);
    if (!v) return {};
    if (!v->is_string()) return wrong(name, "not a text");
    const json::string& s = v->get_string();
    if (s.size() > longest) return wrong(name, "too long");
    if (s.find('\0') != json::string::npos) return wrong(name, "not a text: it holds NUL");
    ret.assign(s.data(), s.size());
    return {};
}

status read_flag(const json::object& from, const char* name, bool& ret)
{
    const json::value* v = present(from, name);
    if (!v) return {};
    if (!v->is_bool()) return wrong(name, "neither true nor false");
    ret = v->get_bool();
    return {};
}

status read_number(const json::object& from, const char* name, int64_t& ret)
{
    const json::value* v = present(from, name);
    if (!v) return {};
    if (!v->is_int64()) return wrong(name, "not a number that it may be");
    ret = v->get_int64();
    return {};
}

status read_object(const json::object& from, const char* name, const json::object*& ret)
{
    const json::value* v = present(from, name);
    if (v && !v->is_object()) return wrong(name, "not an object");
    ret = v ? &v->get_object() : nullptr;
    return {};
}

status read_array(const json::object& from, const char* name, const json::array*& ret)
{
    const json::value* v = present(from, name);
    if (v && !v->is_array()) return wrong(name, "not a list");
    ret = v ? &v->get_array() : nullptr;
    return {};
}

} // namespace dsreg::broker
