// Reports built by hand, row by row.
#pragma once
#include "report/model.h"

#include <initializer_list>
#include <string>
#include <utility>

namespace dsreg::report_tests {

// `report` names the room and the struct: clang takes no sides where both are in use.
using report_t = report::report;

report::fact_row fact_of(const std::string& section, const std::string& label, value val,
                         const std::string& key = "", const std::string& instance = "");
report::fact_row text_fact(const std::string& section, const std::string& label,
                           const std::string& text);
report::probe_row passed(const std::string& section, const std::string& title,
                         const std::string& id = "");
report::probe_row failed(const std::string& section, const std::string& title, uint32_t outer,
                         uint32_t inner, const std::string& id = "");
report::probe_row skipped(const std::string& section, const std::string& title,
                          const std::string& reason, const std::string& id = "");
report::probe_row broken(const std::string& section, const std::string& title,
                         const std::string& reason, const std::string& id = "");
report::finding_row found(const std::string& probe, const std::string& code, int32_t severity,
                          const std::string& title, const std::string& message);

value yes();
value no();
// 2019-01-31 09:25:31.000 UTC is utc(2019, 1, 31, 9, 25, 31).
value utc(int year, unsigned month, unsigned day, int hour, int minute, int second, int ms = 0);

// Text facts of one section, in this order.
void add_facts(report_t& r, const std::string& section,
               std::initializer_list<std::pair<const char*, const char*>> rows);

// Sorted, with totals and exit code, as the engine hands it over.
report_t finished(report_t r);

// Every outcome, kind of value and member in use, hostile texts included: for parsers and schemas.
report_t everything();

// The text of the report up to the Findings box.
std::string sections_text(const report_t& r, bool all = false);

} // namespace dsreg::report_tests
