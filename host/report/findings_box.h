// The last box: what is wrong, why, what to do about it, and what the run could not say.
#pragma once
#include "report/box.h"
#include "report/model.h"
#include "report/sections.h"

namespace dsreg::report {

constexpr const char* findings_title = "Findings";

// `shown` is what stands above it: the reasons of its UNKNOWN rows are told here. `all`: the
// reasons of what is not applicable and findings of severity info, too.
box findings_box(const report& r, const std::vector<section>& shown, bool all);

} // namespace dsreg::report
