// Documents go where they were asked for.
#pragma once
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/where.h"
#include "report/exit_code.h"

#include <functional>

namespace dsreg::cli {

constexpr int exit_usage = 1;
using report::exit_broken;

// The rights that files of this caller get.
file_rights rights_of(const surroundings& here);

// Text for stdout, all of it. 0, or exit_broken after a sentence; no sentence when the reader went
// away.
int print(std::string_view text, const messages& out);

// Every document, also after one that failed. 0 or exit_broken.
int deliver(const std::vector<destination>& outputs, const file_rights& rights, const messages& out,
            const std::function<std::string(const destination&)>& render);

} // namespace dsreg::cli
