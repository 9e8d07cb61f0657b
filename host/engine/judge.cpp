#include "engine/judge.h"

#include <csignal>
#include <dsreg/probe.h>

namespace dsreg::engine {
namespace {

using report::outcome;

const char* skip_reason(uint32_t reason)
{
    switch (reason) {
    case DSREG_SKIP_NOT_APPLICABLE:
        return "not-applicable";
    case DSREG_SKIP_NEEDS_ROOT:
        return "needs-root";
    case DSREG_SKIP_MISSING_INPUT:
        return "missing-input";
    default:
        return nullptr;
    }
}

// What a verdict other than FAIL would hide: the probe had nothing to judge.
bool judge_missed(const run_record& run, report::probe_row& ret)
{
    if (run.missed == DSREG_OK) return false;
    const char* reason = run.missed == DSREG_E_SERVICE     ? "service"
                         : run.missed == DSREG_E_CANCELLED ? "timeout"
                                                           : "internal";
    judge_error(reason,
                run.missed_why.empty() ? "the probe had no answer to a question" : run.missed_why,
                ret);
    return true;
}

} // namespace

void judge_error(const char* reason, std::string text, report::probe_row& ret)
{
    ret.result = outcome::error;
    ret.reason = reason;
    ret.text = std::move(text);
    ret.outer = ret.inner = 0;
}

void judge_ended(const child_end& end, report::probe_row& ret)
{
    const char* reason = end.signalled ? "crashed" : "exited";
    if (end.signalled && end.code == SIGSYS) reason = "violation";
    judge_error(reason, describe(end), ret);
}

void judge_finished(const run_record& run, report::probe_row& ret)
{
    ret.refused = run.refused;
    ret.refusals = run.refusals;
    const wire::conclusion& said = run.said;
    const auto internal = [&](std::string text) { judge_error("internal", std::move(text), ret); };

    if (run.concludes == 0 && judge_missed(run, ret)) return;
    if (run.concludes == 0)
        return internal("the probe ended without an outcome" +
                        (run.last_words.empty() ? std::string() : "; it said: " + run.last_words));
    if (run.concludes > 1) return internal("the probe concluded more than once");

    switch (said.outcome) {
    case DSREG_PASS:
        if (judge_missed(run, ret)) return;
        if (run.error_findings > 0) return internal("the probe passed with an error finding");
        ret.result = outcome::pass;
        return;
    case DSREG_FAIL:
        if (run.error_findings == 0) return internal("the probe failed without an error finding");
        ret.result = outcome::fail;
        ret.outer = said.outer;
        ret.inner = said.inner;
        ret.about = said.about;
        return;
    case DSREG_SKIP:
        if (judge_missed(run, ret)) return;
        if (skip_reason(said.reason) == nullptr)
            return internal("the probe skipped with the unknown reason " +
                            std::to_string(said.reason));
        if (run.error_findings > 0) return internal("the probe skipped with an error finding");
        ret.result = outcome::skip;
        ret.reason = skip_reason(said.reason);
        ret.text = said.text;
        ret.about = said.reason == DSREG_SKIP_MISSING_INPUT ? said.about : std::string();
        return;
    default:
        break;
    }
    internal("the probe concluded with the outcome " + std::to_string(said.outcome) +
             ", which does not exist");
}

} // namespace dsreg::engine
