// The report as the Windows tool prints it: boxes of rows, and a last box, Findings, for people.
#pragma once
#include "report/model.h"
#include "report/siphash.h"

#include <string>

namespace dsreg::report {

struct text_options {
    bool all = false;   // rows that are not applicable or do not concern this device, too
    bool ascii = false; // no UTF-8 locale
    bool color = false;
    const hash_key* redact = nullptr; // PERSONAL values become pseudonyms; see redact.h
};

// `r` is sorted (order.h) and its totals are counted. Never fails; ends in a blank line.
std::string text(const report& r, const text_options& options);

} // namespace dsreg::report
