// The lines of a small text file.
#pragma once
#include <algorithm>
#include <string_view>

namespace dsreg::device {

inline std::string_view trimmed(std::string_view s)
{
    constexpr std::string_view blanks = " \t\r";
    s.remove_prefix(std::min(s.find_first_not_of(blanks), s.size()));
    return s.substr(0, s.find_last_not_of(blanks) + 1);
}

// Takes the next line off the front of `file`, without the blanks around it.
inline std::string_view next_line(std::string_view& file)
{
    const std::size_t end = std::min(file.find('\n'), file.size());
    const std::string_view line = trimmed(file.substr(0, end));
    file.remove_prefix(std::min(end + 1, file.size()));
    return line;
}

} // namespace dsreg::device
