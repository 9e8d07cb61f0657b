// JSON as text: two blanks an indent, members in the order they were put in, valid UTF-8 always.
// Characters that a terminal would act on are written as \uXXXX.
#pragma once
#include <boost/json/value.hpp>

#include <string>

namespace dsreg::report {

// Ends in a newline. Numbers that are not finite must not be in it: JSON has none.
std::string pretty(const boost::json::value& document);

} // namespace dsreg::report
