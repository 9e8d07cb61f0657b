// What --list-probes prints: every module with its probes, their inputs and outputs.
#pragma once
#include "report/model.h"
#include "report/text.h"
#include "wire/messages.h"

#include <string>
#include <vector>

namespace dsreg::report {

struct listed_module {
    module_row row; // `rejected` not empty: `decl` is empty
    wire::module_decl decl;
};

// Modules come in the order of the list.
std::string text_probes(const std::vector<listed_module>& modules, const text_options& options);
std::string json_probes(const std::vector<listed_module>& modules, const std::string& tool_version);

} // namespace dsreg::report
