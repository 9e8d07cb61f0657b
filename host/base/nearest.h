// "Did you mean": the candidate with the smallest edit distance, if it is near enough to be a typo.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace dsreg {

// "" when nothing is near: more than a third of the word would have to change.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

} // namespace dsreg
