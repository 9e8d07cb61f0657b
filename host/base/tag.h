// Error tags of the Microsoft broker: a number in its replies, five characters in its logs.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace dsreg {

// A tag as users see it: five characters of 6 bits each, the highest first, a-z = 0..25 and
// 0-9 = 26..35, so that 595719680 is "965ya". Derived: one pair is public (siemens/linux-entra-sso,
// issue 129). "": 0, or no tag.
std::string tag_text(int64_t tag);

// The other way, in any case; 0: no tag.
int64_t tag_number(std::string_view text);

} // namespace dsreg
