// A finding in words, line by line; what the boxes and the machine formats have in common.
#pragma once
#include "report/model.h"

#include <string>
#include <string_view>
#include <vector>

namespace dsreg::report {

// "host=login.example.com, port=443"
std::string evidence_text(const finding& f);

// What the command of a finding does besides helping; "": nothing.
std::string_view risk_text(uint32_t risk);

// "The certificate has expired: it ended on ..."; the code when there is no title.
std::string headline(const finding_row& row);

// All there is to say about one finding; values are withheld (redact.h) by whoever made the report.
std::vector<std::string> finding_text(const finding_row& row);

} // namespace dsreg::report
