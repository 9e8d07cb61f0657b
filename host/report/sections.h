// Which rows are shown, in which boxes and groups: what the text prints and what JSON refers to.
#pragma once
#include "report/model.h"

#include <string>
#include <string_view>
#include <vector>

namespace dsreg::report {

// One of the two is set. The pointers look into the report.
struct row_ref {
    const probe_row* probe = nullptr;
    const fact_row* fact = nullptr;
    std::string_view label = {}; // the probe stands in for a fact's row; else empty
};

struct row_group {
    bool parted = false; // a blank line stands before it
    bool known = true;   // rows of the layout table
    std::vector<row_ref> rows;
};

struct section {
    std::string title;
    std::vector<row_group> groups;
};

// `all`: rows that are not applicable, and groups that do not concern this device, too.
// The report must not change while the result is in use. Sections without a row are left out.
std::vector<section> sections_of(const report& r, bool all);

} // namespace dsreg::report
