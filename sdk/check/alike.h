// Comparing what two runs left behind.
#pragma once
#include "subject.h"

namespace dsreg::check {

// "" or the first difference between what two runs report, as a clause.
std::string difference(const outcome& a, const outcome& b);

// It said PASS.
bool passed(const outcome& o);
// A call that its verdict may hang on, one without DSREG_CALL_OPTIONAL, was not carried out.
bool missed_an_answer(const outcome& o);

// "PASS", "FAIL", "SKIP not-applicable", "no outcome".
std::string verdict_of(const outcome& o);

} // namespace dsreg::check
