// Host names as text.
#pragma once
#include <string>
#include <string_view>

namespace dsreg::net {

// Letters, digits, '-' and '_' in labels of at most 63, 253 in all. A final dot is allowed.
bool is_host_name(std::string_view name);

// Lower case, without a final dot: two names for the same host become equal.
std::string plain_name(std::string_view name);

// What a foreign name may look like inside a sentence of ours.
std::string quoted_name(std::string_view name);

} // namespace dsreg::net
