#include "cli/terminal.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <sys/ioctl.h>

namespace dsreg::cli {

bool wants_colour(colour_choice option, const environment& env, bool is_terminal)
{
    if (option != colour_choice::automatic) return option == colour_choice::always;
    if (env.no_color && !env.no_color->empty()) return false;
    if (env.clicolor_force && !env.clicolor_force->empty() && *env.clicolor_force != "0")
        return true;
    return is_terminal && env.term && !env.term->empty() && *env.term != "dumb";
}

bool is_utf8_locale(const environment& env)
{
    for (const auto* variable : {&env.lc_all, &env.lc_ctype, &env.lang}) {
        if (!*variable || (*variable)->empty()) continue;
        std::string name = **variable;
        std::transform(name.begin(), name.end(), name.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        });
        return name.find("utf-8") != std::string::npos || name.find("utf8") != std::string::npos;
    }
    return false;
}

unsigned terminal_width(int fd, const environment& env)
{
    unsigned n = 0;
    if (env.columns) {
        const std::string& text = *env.columns;
        const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n);
        if (ec == std::errc{} && end == text.data() + text.size() && n >= 10 && n <= 10000)
            return n;
    }
    winsize size{};
    if (::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return 80;
}

} // namespace dsreg::cli
