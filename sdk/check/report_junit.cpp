// JUnit XML, a suite a module and a case a check, an error one that could not be made; valid
// against the schema that Jenkins uses.
#include "report.h"

#include "base/text.h"
#include "report/xml.h"

#include <algorithm>
#include <cmath>

namespace dsreg::check {
namespace {

using dsreg::report::xml_writer;

std::string in_seconds(double seconds)
{
    return report::xml_seconds(std::llround(seconds * 1000));
}

std::vector<std::string> lines(const result& r)
{
    std::vector<std::string> out;
    for (const message& m : r.messages)
        out.push_back(m.probe.empty() ? m.text : m.probe + ": " + m.text);
    return out;
}

void write(const checked& c, const std::string& module, xml_writer& to)
{
    const xml_writer::attributes head{
        {"name", c.which->id}, {"classname", module}, {"time", in_seconds(c.end.seconds)}};
    const result& r = c.end.said;
    if (r.said == verdict::pass) return to.leaf("testcase", head);
    to.open("testcase", head);
    if (r.said == verdict::fail)
        to.leaf(c.end.made ? "failure" : "error",
                {{"message", c.which->sentence}, {"type", c.which->id}}, lines(r));
    if (r.said == verdict::skip) to.leaf("skipped", {}, lines(r));
    if (r.said == verdict::warning) to.leaf("system-out", {}, lines(r));
    to.close();
}

} // namespace

std::string as_junit(const std::vector<checked_module>& all)
{
    xml_writer out;
    out.open("testsuites", {{"name", "dsreg-probe-check"}});
    for (const checked_module& m : all) {
        counts sum;
        sum.add(m);
        double took = 0;
        for (const checked& c : m.checks) took += c.end.seconds;
        const std::string name = m.id.empty() ? m.path : m.id;
        out.open("testsuite", {{"name", name},
                               {"tests", std::to_string(m.checks.size())},
                               {"failures", std::to_string(sum.fail - sum.unmade)},
                               {"errors", std::to_string(sum.unmade)},
                               {"skipped", std::to_string(sum.skip)},
                               {"time", in_seconds(took)}});
        for (const checked& c : m.checks) write(c, name, out);
        out.close();
    }
    out.close();
    return out.take();
}

} // namespace dsreg::check
