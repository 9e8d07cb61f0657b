// The report as JUnit XML, for what continuous integration shows of tests: one suite a section in
// the report's order, one case a probe. Valid against the schema that Jenkins uses.
//
// A probe that failed is a failure, one that broke an error, one that was skipped is skipped with
// its reason. What is wrong with the run and not with a probe is an error in a last suite, "dsreg":
// a rejected module, a required probe that was skipped, an interrupted run, a run in which nothing
// was judged. So a document without failures and errors is that of a run that ends with 0.
#pragma once
#include "report/model.h"
#include "report/siphash.h"

#include <string>

namespace dsreg::report {

struct junit_options {
    const hash_key* redact = nullptr; // PERSONAL values become pseudonyms; see redact.h
    bool warnings_fail = false;       // --fail-on warning: a probe that warned is a failure
};

// `r` is sorted (order.h) and its totals are counted. Nothing but `time` and `timestamp` differs
// between two equal runs. Ends in a newline.
std::string junit(const report& r, const junit_options& options = {});

// The document of a run that ended before it had a report: one error, which says why. Of `r` its
// origin, its times and its exit code count.
std::string junit_not_run(const report& r, const std::string& why,
                          const junit_options& options = {});

} // namespace dsreg::report
