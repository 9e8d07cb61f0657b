// What the terminal can show: colour, width, which characters.
#pragma once
#include "cli/environment.h"
#include "cli/options.h"

namespace dsreg::cli {

// The option wins; then NO_COLOR (set and not empty), CLICOLOR_FORCE (set, not empty, not "0");
// else a terminal that is not TERM=dumb.
bool wants_colour(colour_choice option, const environment& env, bool is_terminal);

// From LC_ALL, LC_CTYPE, LANG: the first that is set and not empty decides.
bool is_utf8_locale(const environment& env);

// Columns of the terminal behind `fd`; COLUMNS wins, 80 when nothing is known.
unsigned terminal_width(int fd, const environment& env);

} // namespace dsreg::cli
