// Boost.JSON for modules: compiled once into the static library dsreg_plugin_json, which a module
// links, so that it depends on no other file at run time. What is parsed with it is foreign: use
// parse_object, which bounds it.
#pragma once
#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace common {

// An object of at most `most` bytes and 16 levels; anything else: false, `ret` untouched.
bool parse_object(std::string_view text, std::size_t most, boost::json::object& ret);

// A member's text; "": absent, another type, over 2 KiB, or with control characters.
std::string member_text(const boost::json::object& in, const char* name);
// Its integer, or `fallback`.
int64_t member_number(const boost::json::object& in, const char* name, int64_t fallback);

} // namespace common
