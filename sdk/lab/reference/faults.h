// What a broken broker says and does instead of its answer.
#pragma once
#include "reference/replies.h"

#include <string>

namespace dsreg::lab {

// The reply that a value of the scenario's broker.fault makes of the good one; a fault that changes
// no text returns it.
std::string with_fault(const std::string& fault, std::string good);

} // namespace dsreg::lab
