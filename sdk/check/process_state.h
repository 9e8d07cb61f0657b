// What a process is, as far as a module could change it for those that come after it.
#pragma once
#include <map>
#include <string>

namespace dsreg::check {

// What is looked at, by a word for people: "descriptor 5" -> "/dev/null", "umask" -> "22", ...
using process_state = std::map<std::string, std::string>;
process_state look_at_process();

// "" or the first difference, as a clause.
std::string changed(const process_state& before, const process_state& after);

} // namespace dsreg::check
