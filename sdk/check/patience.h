// How long the process of a check may take: so long without any progress, and a multiple of that
// on the whole, so that no module can stretch its check for ever.
#pragma once
#include <algorithm>
#include <chrono>

namespace dsreg::check {

class patience
{
public:
    using time_point = std::chrono::steady_clock::time_point;
    static constexpr int whole_factor = 20;

    patience(time_point started, std::chrono::milliseconds each)
        : each_(each), still_(started + each), whole_(started + each * whole_factor)
    {}
    void progress(time_point now) { still_ = now + each_; }
    time_point ends() const { return std::min(still_, whole_); }
    bool stands_still() const { return still_ < whole_; } // else it only took too long

private:
    std::chrono::milliseconds each_;
    time_point still_, whole_;
};

} // namespace dsreg::check
