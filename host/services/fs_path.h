// Which paths a probe may ask for. Pure text: no file is looked at.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace dsreg::services {

// "~/" at the front becomes `home`. "" when there is none to put there.
std::string expand_home(std::string_view path, std::string_view home);

// Absolute, without ".", "..", "//", NUL and (but for "/") a slash at the end.
bool is_normal(std::string_view path);

// True if one of the declared entries names `path` (normal) or, ending in '/', it or what is above.
bool is_declared(std::string_view path, const std::vector<std::string>& declared,
                 std::string_view home);

} // namespace dsreg::services
