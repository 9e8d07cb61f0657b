// Makes each check in a process of its own: this program, started again. What the module does to
// that process is a finding about the module.
#pragma once
#include "catalog.h"
#include "job.h"

#include <chrono>
#include <string>

namespace dsreg::check {

struct finished {
    result said;
    std::string output; // what the process wrote to stdout and stderr, the first 64 KiB
    double seconds = 0;
    // False: what it needs of the module does not hold. A failure when the module cannot be loaded
    // or read; a skip when it did not survive an earlier check, which has failed then.
    bool made = true;
    // How the module ended the process, "crashes in x.y (...)", and who need not try that again.
    std::string ended;
    met_by whom = met_by::this_check;
};

// The argument that makes this program the process of a check, served on descriptor 3.
inline constexpr const char* inner_argument = "--make-one-check";
int serve_one_check();

class runner
{
public:
    explicit runner(std::chrono::milliseconds deadline) : deadline_(deadline) {}

    // False: the module did not survive it; `ret_why` says how.
    bool describe(const std::string& path, bool bundled, description& ret, std::string& ret_why);
    finished make(const check_entry& which, job order);

private:
    struct raw_end;
    raw_end run(const job& order);

    std::chrono::milliseconds deadline_;
};

} // namespace dsreg::check
