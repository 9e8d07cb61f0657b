// The warning and the question before --cleanup touches anything.
#pragma once
#include <string>

namespace dsreg::actions {

// The document's words. `root`: with the lines about device certificates and keys.
std::string cleanup_warning(bool root);
constexpr const char* cleanup_question = "Do you want to continue? (Y/N): ";

enum class reply { yes, no, interrupted };

// Asks on stderr, after `warning`, and reads the first line of the standard input: "Y" or "y" and
// nothing else is yes. `ret_exit_code` is set when a signal interrupts.
reply ask_to_continue(const std::string& warning, int& ret_exit_code);

} // namespace dsreg::actions
