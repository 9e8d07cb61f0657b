// What a host has against descriptors that it can read.
#pragma once
#include "job.h"

#include "wire/messages.h"

#include <string>

namespace dsreg::check {

// "" or "CODE: one sentence": the rules of fields, and duplicates and cycles within the module.
std::string descriptor_fault(const wire::module_decl& module, const job& order);

} // namespace dsreg::check
