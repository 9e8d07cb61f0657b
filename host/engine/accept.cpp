#include "engine/accept.h"

#include "engine/graph.h"
#include "engine/judge.h"
#include "engine/refusals.h"
#include "wire/fit.h"

#include <dsreg/probe.h>

#include <algorithm>

namespace dsreg::engine {
namespace {

constexpr const char* undeclared = "it is not declared";
constexpr const char* too_much = "it is larger than the contract allows, or one too many";

} // namespace

bool accept_fact(const wire::probe_decl& decl, fact f, std::vector<fact>& ret, std::string& ret_why)
{
    const auto& outputs = decl.outputs;
    const auto known =
        std::find_if(outputs.begin(), outputs.end(), [&](const auto& d) { return d.key == f.key; });
    if (known == outputs.end()) {
        ret_why = undeclared;
        return false;
    }
    const wire::fit how = wire::fit_of(*known, f);
    if (how != wire::fit::yes || ret.size() >= wire::facts_per_run) {
        ret_why = how == wire::fit::not_as_declared ? "it is not as declared" : too_much;
        return false;
    }
    const auto same = std::find_if(ret.begin(), ret.end(), [&](const fact& before) {
        return before.key == f.key && before.instance == f.instance;
    });
    if (same != ret.end())
        *same = std::move(f);
    else
        ret.push_back(std::move(f));
    return true;
}

bool accept_finding(const wire::probe_decl& decl, finding f, std::vector<finding>& ret,
                    const wire::finding_decl*& ret_decl, std::string& ret_why)
{
    const auto known = std::find_if(decl.findings.begin(), decl.findings.end(),
                                    [&](const auto& d) { return d.code == f.code; });
    if (known == decl.findings.end()) {
        ret_why = undeclared;
        return false;
    }
    if (wire::fit_of(f) != wire::fit::yes || ret.size() >= wire::findings_per_run) {
        ret_why = too_much;
        return false;
    }
    ret_decl = &*known;
    ret.push_back(std::move(f));
    return true;
}

void note_end(const wire::run_end& end, run_record& ret)
{
    constexpr std::size_t why_max = 512;
    note_refused(end, ret);
    // The worker knows which was first; of a service's failure the host knows more.
    if (end.missed == DSREG_OK || ret.missed == end.missed) return;
    ret.missed = end.missed;
    ret.missed_why = end.why.substr(0, why_max);
}

void judge_about(const wire::probe_decl& decl, report::probe_row& ret)
{
    if (ret.about.empty() ||
        std::any_of(decl.inputs.begin(), decl.inputs.end(),
                    [&](const auto& entry) { return parse_wanted(entry).name == ret.about; }))
        return;
    judge_error("internal", "the probe concluded about " + ret.about + ", which is no input of it",
                ret);
}

} // namespace dsreg::engine
