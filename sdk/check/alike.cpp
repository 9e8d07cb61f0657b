#include "alike.h"

#include <dsreg/probe.h>

#include <tuple>

namespace dsreg::check {
namespace {

bool same(const testkit::value& a, const testkit::value& b)
{
    return std::tie(a.type, a.flags, a.i, a.d, a.s) == std::tie(b.type, b.flags, b.i, b.d, b.s);
}

bool same(const testkit::fact& a, const testkit::fact& b)
{
    return std::tie(a.key, a.instance, a.source) == std::tie(b.key, b.instance, b.source) &&
           same(a.val, b.val);
}

bool same(const testkit::finding& a, const testkit::finding& b)
{
    if (std::tie(a.code, a.instance, a.message, a.severity) !=
            std::tie(b.code, b.instance, b.message, b.severity) ||
        a.evidence.size() != b.evidence.size())
        return false;
    for (auto i = a.evidence.begin(), j = b.evidence.begin(); i != a.evidence.end(); ++i, ++j)
        if (i->first != j->first || !same(i->second, j->second)) return false;
    return true;
}

} // namespace

bool passed(const outcome& o)
{
    return o.concluded > 0 && o.said.outcome == DSREG_PASS;
}

bool has_error_finding(const outcome& o)
{
    return std::any_of(o.findings.begin(), o.findings.end(), [](const testkit::finding& f) {
        return f.severity == DSREG_SEVERITY_ERROR;
    });
}

bool hides_a_miss(const outcome& o)
{
    const dsreg_outcome said = o.concluded > 0 ? o.said.outcome : 0;
    return o.missed != DSREG_OK && (said == DSREG_PASS || said == DSREG_SKIP);
}

std::string hidden_by(const outcome& o)
{
    return (passed(o) ? "it passes although " : "it skips although ") + o.missed_why;
}

std::string verdict_of(const outcome& o)
{
    if (o.concluded == 0) return "no outcome";
    if (o.said.outcome == DSREG_PASS) return "PASS";
    if (o.said.outcome == DSREG_FAIL) return "FAIL";
    if (o.said.outcome != DSREG_SKIP) return "outcome " + std::to_string(o.said.outcome);
    switch (o.said.reason) {
    case DSREG_SKIP_NOT_APPLICABLE:
        return "SKIP not-applicable";
    case DSREG_SKIP_NEEDS_ROOT:
        return "SKIP needs-root";
    case DSREG_SKIP_MISSING_INPUT:
        return "SKIP missing-input";
    default:
        return "SKIP";
    }
}

std::string difference(const outcome& a, const outcome& b)
{
    if (verdict_of(a) != verdict_of(b) || a.concluded != b.concluded)
        return verdict_of(a) + " and then " + verdict_of(b);
    const testkit::conclusion &x = a.said, &y = b.said;
    if (std::tie(x.outer, x.inner, x.about, x.text) != std::tie(y.outer, y.inner, y.about, y.text))
        return "another code or sentence of its outcome";
    for (std::size_t i = 0; i < a.facts.size() || i < b.facts.size(); i++)
        if (i >= a.facts.size() || i >= b.facts.size() || !same(a.facts[i], b.facts[i]))
            return "another fact " + (i < a.facts.size() ? a.facts[i].key : b.facts[i].key);
    for (std::size_t i = 0; i < a.findings.size() || i < b.findings.size(); i++)
        if (i >= a.findings.size() || i >= b.findings.size() || !same(a.findings[i], b.findings[i]))
            return "another finding " +
                   (i < a.findings.size() ? a.findings[i].code : b.findings[i].code);
    return {};
}

} // namespace dsreg::check
