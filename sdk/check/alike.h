// Comparing what two runs left behind.
#pragma once
#include "subject.h"

namespace dsreg::check {

// "" or the first difference between what two runs report, as a clause.
std::string difference(const outcome& a, const outcome& b);

// It said PASS.
bool passed(const outcome& o);
bool has_error_finding(const outcome& o);
// It said PASS or SKIP although a question that it needs got no answer; dsreg makes an error of it.
bool hides_a_miss(const outcome& o);
std::string hidden_by(const outcome& o); // then: "it passes although ..."

// "PASS", "FAIL", "SKIP not-applicable", "no outcome".
std::string verdict_of(const outcome& o);

} // namespace dsreg::check
