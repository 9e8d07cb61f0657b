#include "report/junit.h"

#include "report/json_value.h"
#include "report/junit_cases.h"
#include "report/redact.h"
#include "report/xml.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace dsreg::report {
namespace {

std::string seconds(int64_t ns)
{
    return xml_seconds(std::max<int64_t>(ns, 0) / 1'000'000);
}

std::string count_of(const std::vector<test_case>& cases, verdict how)
{
    return std::to_string(std::count_if(cases.begin(), cases.end(),
                                        [&](const test_case& c) { return c.how == how; }));
}

void write(const test_case& c, xml_writer& to)
{
    const xml_writer::attributes head{
        {"name", c.name}, {"classname", c.about}, {"time", seconds(c.took_ns)}};
    if (c.how == verdict::passed && c.aside.empty()) return to.leaf("testcase", head);
    to.open("testcase", head);
    const xml_writer::attributes what{{"message", c.message}, {"type", c.type}};
    if (c.how == verdict::failed) to.leaf("failure", what, c.text);
    if (c.how == verdict::broken) to.leaf("error", what, c.text);
    // The older schema knows no attribute of it.
    if (c.how == verdict::skipped) to.leaf("skipped", {}, c.text);
    if (!c.aside.empty()) to.leaf("system-out", {}, c.aside);
    to.close();
}

xml_writer::attributes head_of(const test_suite& s, const report& r)
{
    int64_t took = 0;
    for (const test_case& c : s.cases) took += c.took_ns;
    return {{"name", s.name},
            {"tests", std::to_string(s.cases.size())},
            {"failures", count_of(s.cases, verdict::failed)},
            {"errors", count_of(s.cases, verdict::broken)},
            {"skipped", count_of(s.cases, verdict::skipped)},
            {"time", seconds(took)},
            {"timestamp", rfc3339(r.started).substr(0, 19)}, // UTC; the schema's has no zone
            {"hostname", r.host_name}};
}

void write_properties(const report& r, bool redacted, xml_writer& to)
{
    const auto word = [](bool b) { return std::string(b ? "true" : "false"); };
    to.open("properties", {});
    for (const auto& [name, value] : std::initializer_list<std::pair<const char*, std::string>>{
             {"version", r.tool_version},
             {"user", r.user},
             {"elevated", word(r.elevated)},
             {"lab", r.lab ? r.scenario : "none"},
             {"sandbox", r.sandbox},
             {"redacted", word(redacted)},
             {"complete", word(r.complete)},
             {"passive", word(r.passive)},
             {"offline", word(r.offline)},
             {"exit-code", std::to_string(r.exit_code)}})
        to.leaf("property", {{"name", name}, {"value", value}});
    to.close();
}

std::vector<std::string> notes_of(const report& r)
{
    std::vector<std::string> out = r.notes;
    for (const module_row& row : r.modules)
        for (const std::string& warning : row.warnings)
            out.push_back("Module " + row.path + ": " + warning);
    return out;
}

std::string document(const report& r, const std::vector<test_suite>& suites, bool redacted)
{
    std::vector<test_case> all;
    for (const test_suite& s : suites) all.insert(all.end(), s.cases.begin(), s.cases.end());

    xml_writer out;
    out.open("testsuites", {{"name", "dsreg --diagnose"},
                            {"tests", std::to_string(all.size())},
                            {"failures", count_of(all, verdict::failed)},
                            {"errors", count_of(all, verdict::broken)},
                            {"time", seconds(r.ended - r.started)}});
    for (const test_suite& s : suites) {
        out.open("testsuite", head_of(s, r));
        if (&s == &suites.back()) write_properties(r, redacted, out);
        for (const test_case& c : s.cases) write(c, out);
        if (&s == &suites.back())
            if (const std::vector<std::string> notes = notes_of(r); !notes.empty())
                out.leaf("system-out", {}, notes);
        out.close();
    }
    out.close();
    return out.take();
}

} // namespace

std::string junit(const report& original, const junit_options& options)
{
    const report r = withheld(original, options.redact);
    return document(r, suites_of(r, options.warnings_fail), options.redact != nullptr);
}

std::string junit_not_run(const report& original, const std::string& why,
                          const junit_options& options)
{
    report r = original;
    r.notes = {why}; // as a note, so that names are withheld in it
    r = withheld(r, options.redact);
    const test_suite only = suite_of_no_run(r.notes.front());
    r.notes.clear();
    return document(r, {only}, options.redact != nullptr);
}

} // namespace dsreg::report
