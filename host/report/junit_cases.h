// What a JUnit document says, before it is XML.
#pragma once
#include "report/model.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dsreg::report {

enum class verdict { passed, failed, broken, skipped };

struct test_case {
    std::string name, about; // `about`: probe id, module id
    verdict how = verdict::passed;
    std::string type, message;            // failed and broken only
    std::vector<std::string> text, aside; // lines: what it came to, and what was said besides
    int64_t took_ns = 0;
};

struct test_suite {
    std::string name;
    std::vector<test_case> cases;
};

// The sections with their probes, then, always, the suite of the run itself.
std::vector<test_suite> suites_of(const report& r, bool warnings_fail);

// That suite alone, of a run that ended before it had a report.
test_suite suite_of_no_run(const std::string& why);

} // namespace dsreg::report
