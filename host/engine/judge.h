// From what a probe did in its run to the one outcome that the report shows. Pure: every rule of
// the contract about outcomes is here.
#pragma once
#include "engine/child.h"
#include "report/model.h"
#include "wire/messages.h"

#include <string>

namespace dsreg::engine {

struct run_record {
    int concludes = 0;
    wire::conclusion said;
    int32_t missed = 0;     // the first question without an answer: DSREG_E_*; 0: none
    std::string missed_why; // which, and how
    std::size_t error_findings = 0;
    uint32_t refused = 0; // how often: see refusals.h
    std::vector<report::refusal> refusals;
    std::string last_words; // its last log line of level error: an exception's text, say
};

// run() has returned.
void judge_finished(const run_record& run, report::probe_row& ret);

// The child ended, was killed, or broke the rules before run() returned.
void judge_ended(const child_end& end, report::probe_row& ret);
void judge_error(const char* reason, std::string text, report::probe_row& ret);

} // namespace dsreg::engine
