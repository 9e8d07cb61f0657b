// Which paths a probe may ask for. Pure text: no file is looked at.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace dsreg::services {

// "~/" at the front becomes `home`. "" when there is none to put there.
// A home as it stands in the user database, to expand "~/" by: without what a path may not have
// ("//"). One that is no absolute path is a place that does not exist.
std::string usable_home(const std::string& home);

std::string expand_home(std::string_view path, std::string_view home);

// Absolute, without ".", "..", "//", NUL and (but for "/") a slash at the end.
bool is_normal(std::string_view path);

// True if one of the declared entries names `path` (normal) or, ending in '/', it or what is above.
bool is_declared(std::string_view path, const std::vector<std::string>& declared,
                 std::string_view home);

} // namespace dsreg::services
