#include "cli/live_line.h"

#include "base/text.h"

#include <unistd.h>

namespace dsreg::cli {
namespace {

// A terminal that is slow or gone must not hold the run up: what does not fit is lost.
void say(int fd, const std::string& text)
{
    [[maybe_unused]] const ssize_t written = ::write(fd, text.data(), text.size());
}

} // namespace

std::string live_text(const engine::progress& now, unsigned width)
{
    std::string text = std::to_string(now.done) + " done, " + std::to_string(now.running) +
                       " running, " + std::to_string(now.waiting) + " waiting";
    if (!now.slowest.empty())
        text += "; " + safe_text(now.slowest, true) + " for " +
                std::to_string(now.slowest_for.count() / 1000) + " s";
    if (width > 0 && text.size() > width - 1) text.resize(width - 1);
    return text;
}

void live_line::show(const engine::progress& now)
{
    const auto moment = std::chrono::steady_clock::now();
    if (moment - last_ < std::chrono::milliseconds(80)) return;
    std::string text = live_text(now, width_);
    if (text == shown_) return;
    say(fd_, "\r\x1b[K" + text);
    shown_ = std::move(text);
    last_ = moment;
}

void live_line::erase()
{
    if (!shown_.empty()) say(fd_, "\r\x1b[K");
    shown_.clear();
}

} // namespace dsreg::cli
