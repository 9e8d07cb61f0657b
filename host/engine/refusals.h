// The names of what a run refused a probe, for the report: the first few, made safe. Pure.
#pragma once
#include "engine/judge.h"
#include "wire/messages.h"

#include <string_view>

namespace dsreg::engine {

// Counts one refusal. `name` is the module's word, however long and of whatever bytes.
void refuse(std::string_view what, std::string_view name, std::string_view why, run_record& ret);

// What the worker refused by itself, as it tells: believed nothing but the shape.
void note_refused(const wire::run_end& end, run_record& ret);

} // namespace dsreg::engine
