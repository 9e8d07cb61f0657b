// What a finished run says to the shell.
#pragma once
#include "report/model.h"

namespace dsreg::report {

enum class fail_on { warning, fail, never };

constexpr int exit_passed = 0;
constexpr int exit_failed = 9; // a probe failed, or what --fail-on asks for
constexpr int exit_inconclusive =
    10; // a probe broke, a module was rejected, a required probe is missing
constexpr int exit_nothing = 11; // no probe passed or failed
constexpr int exit_broken = 12;  // dsreg itself failed, or could not write what it was asked for

// The first that holds: 9, 10, 11, 0. `never` hides only 9. 1, 12, 130 and 143 are the caller's and
// win over what comes back from here.
int exit_code(const report& r, fail_on when);

} // namespace dsreg::report
