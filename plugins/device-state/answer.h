// Yes, no, or that nothing which could be read says it.
#pragma once
#include <dsreg/probe.hpp>

#include <string>

namespace device_state {

enum class answer { yes, no, unknown };

struct said {
    answer is = answer::unknown;
    std::string source = "none"; // who says so
    std::string why;             // unknown: why
};

inline dsreg_value value_of(const said& s)
{
    return s.is == answer::unknown ? dsreg::unknown(s.why) : dsreg::boolean(s.is == answer::yes);
}

} // namespace device_state
