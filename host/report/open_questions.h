// What the run could not say, and why: the second half of the Findings box.
#pragma once
#include "report/box.h"
#include "report/model.h"
#include "report/sections.h"

#include <vector>

namespace dsreg::report {

// Probes that did not conclude, UNKNOWN rows of `shown`, modules, and the run itself: a group each,
// empty ones included. `all`: what is not applicable, too.
std::vector<box_group> open_questions(const report& r, const std::vector<section>& shown, bool all);

} // namespace dsreg::report
