// The numbers of the summary.
#pragma once
#include "report/model.h"

namespace dsreg::report {

// `modules` counts all that were found, rejected ones too.
summary count(const report& r);

// "12 passed, 1 failed, 3 skipped, 0 errors; 2 need root"
std::string summary_text(const summary& totals);

} // namespace dsreg::report
