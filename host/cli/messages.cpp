#include "cli/messages.h"

#include "base/text.h"
#include "cli/output.h"

namespace dsreg::cli {
namespace {

const char* level_word(int32_t level)
{
    if (level <= 3) return "error";
    if (level <= 5) return "warning";
    return level == 6 ? "info" : "debug";
}

} // namespace

void messages::say(const std::string& line) const
{
    bool gone = false;
    // A stderr that cannot be written leaves nobody to tell.
    [[maybe_unused]] const status ignored = write_all(fd_, line + "\n", gone);
}

void messages::error(std::string_view sentence) const
{
    say("dsreg: " + safe_text(sentence, ascii_));
}

void messages::warning(std::string_view sentence) const
{
    if (!quiet_) say("dsreg: warning: " + safe_text(sentence, ascii_));
}

void messages::note(std::string_view line) const
{
    if (!quiet_) say(safe_text(line, ascii_));
}

void messages::log(const report::report& r) const
{
    if (quiet_ || verbose_ == 0) return;
    const int32_t most = verbose_ == 1 ? 6 : 7;
    for (const report::log_row& row : r.log) {
        if (row.level > most) continue;
        std::string_view text = row.text; // what a module prints ends in a line's end
        while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
        say(safe_text(row.probe, ascii_) + ": " + level_word(row.level) + ": " +
            safe_text(text, ascii_));
    }
}

} // namespace dsreg::cli
