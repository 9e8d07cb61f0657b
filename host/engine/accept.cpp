#include "engine/accept.h"

#include "engine/graph.h"
#include "engine/judge.h"
#include "wire/frame.h"

#include <dsreg/probe.h>

#include <algorithm>

namespace dsreg::engine {
namespace {

constexpr std::size_t evidence_max = 32;

bool fits(const wire::fact_decl& decl, const fact& f)
{
    if (f.val.known() && f.val.type != decl.type) return false;
    if (f.val.text.size() > wire::text_max || f.source.size() > 256 || f.instance.size() > 512)
        return false;
    return ((decl.flags & DSREG_F_MANY) != 0) == !f.instance.empty();
}

} // namespace

bool accept_fact(const wire::probe_decl& decl, fact f, std::vector<fact>& ret, std::string& ret_why)
{
    const auto& outputs = decl.outputs;
    const auto known =
        std::find_if(outputs.begin(), outputs.end(), [&](const auto& d) { return d.key == f.key; });
    if (known == outputs.end() || !fits(*known, f) || ret.size() >= wire::facts_per_run) {
        ret_why = known == outputs.end() ? "it is not declared" : "it is not as declared";
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
        ret_why = "it is not declared";
        return false;
    }
    if (f.evidence.size() > evidence_max || f.message.size() > wire::text_max ||
        ret.size() >= wire::findings_per_run) {
        ret_why = "it is larger than the contract allows, or one too many";
        return false;
    }
    ret_decl = &*known;
    ret.push_back(std::move(f));
    return true;
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
