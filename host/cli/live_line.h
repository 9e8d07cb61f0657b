// The one line on stderr that shows how far a run is. It is erased before anything else is said.
#pragma once
#include "engine/engine.h"

#include <chrono>
#include <string>

namespace dsreg::cli {

// "12 done, 3 running, 5 waiting; net.endpoints for 4 s", at most `width` - 1 columns.
std::string live_text(const engine::progress& now, unsigned width);

class live_line
{
public:
    live_line(int fd, unsigned width) : fd_(fd), width_(width) {}
    live_line(const live_line&) = delete;
    live_line& operator=(const live_line&) = delete;
    ~live_line() { erase(); }

    void show(const engine::progress& now); // about ten times a second at most
    void erase();

private:
    int fd_;
    unsigned width_;
    std::string shown_;
    std::chrono::steady_clock::time_point last_{};
};

} // namespace dsreg::cli
