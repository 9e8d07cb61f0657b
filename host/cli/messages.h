// Everything that is said on stderr.
#pragma once
#include "base/status.h"
#include "report/model.h"

#include <string>
#include <string_view>

namespace dsreg::cli {

class messages
{
public:
    // `verbose`: 1 info, 2 debug. `ascii`: no UTF-8 locale.
    messages(int fd, bool quiet, int verbose, bool ascii)
        : fd_(fd), quiet_(quiet), verbose_(verbose), ascii_(ascii)
    {}

    void error(std::string_view sentence) const;   // always
    void warning(std::string_view sentence) const; // unless --quiet
    void note(std::string_view line) const;        // a line as it is, unless --quiet
    void log(const report::report& r) const;       // rows up to the chosen level
    bool quiet() const noexcept { return quiet_; }
    bool ascii() const noexcept { return ascii_; }

private:
    void say(const std::string& line) const;

    int fd_;
    bool quiet_;
    int verbose_;
    bool ascii_;
};

} // namespace dsreg::cli
