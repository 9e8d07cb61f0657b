// The report as a JSON document: schemas/report-1.schema.json says what every member means.
#pragma once
#include "report/model.h"
#include "report/siphash.h"

#include <string>

namespace dsreg::report {

struct json_options {
    const hash_key* redact = nullptr; // PERSONAL values become pseudonyms; see redact.h
};

// `r` is sorted (order.h), its totals are counted and its exit code is set. Ends in a newline.
// `log` is not part of it.
std::string json(const report& r, const json_options& options = {});

} // namespace dsreg::report
