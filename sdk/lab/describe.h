// A scenario in words, for people.
#pragma once
#include "scenario.h"

#include <string>

namespace dsreg::lab {

std::string describe(const scenario& s);

} // namespace dsreg::lab
