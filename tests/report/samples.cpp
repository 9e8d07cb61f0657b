#include "samples.h"

#include "report/exit_code.h"
#include "report/order.h"
#include "report/text.h"
#include "report/totals.h"

#include <dsreg/probe.h>

#include <chrono>
#include <limits>

namespace dsreg::report_tests {

using namespace dsreg::report;

namespace {

std::string key_of(const std::string& label)
{
    std::string key = "test.";
    for (const char c : label) key += c == ' ' ? '-' : c;
    return key;
}

probe_row probe_of(const std::string& section, const std::string& title, const std::string& id,
                   outcome result)
{
    probe_row row;
    row.id = id.empty() ? key_of(title) : id;
    row.module = "dsreg.test";
    row.section = section;
    row.title = title;
    row.result = result;
    return row;
}

} // namespace

fact_row fact_of(const std::string& section, const std::string& label, value val,
                 const std::string& key, const std::string& instance)
{
    fact_row row;
    row.data.key = key.empty() ? key_of(label) : key;
    row.data.instance = instance;
    row.data.source = "test";
    row.data.val = std::move(val);
    row.declared_type = row.data.val.type;
    row.probe = "test.probe";
    row.module = "dsreg.test";
    row.section = section;
    row.label = label;
    return row;
}

fact_row text_fact(const std::string& section, const std::string& label, const std::string& text)
{
    return fact_of(section, label, value::of_text(text));
}

probe_row passed(const std::string& section, const std::string& title, const std::string& id)
{
    return probe_of(section, title, id, outcome::pass);
}

probe_row failed(const std::string& section, const std::string& title, uint32_t outer,
                 uint32_t inner, const std::string& id)
{
    probe_row row = probe_of(section, title, id, outcome::fail);
    row.outer = outer;
    row.inner = inner;
    return row;
}

probe_row skipped(const std::string& section, const std::string& title, const std::string& reason,
                  const std::string& id)
{
    probe_row row = probe_of(section, title, id, outcome::skip);
    row.reason = reason;
    return row;
}

probe_row broken(const std::string& section, const std::string& title, const std::string& reason,
                 const std::string& id)
{
    probe_row row = probe_of(section, title, id, outcome::error);
    row.reason = reason;
    return row;
}

finding_row found(const std::string& probe, const std::string& code, int32_t severity,
                  const std::string& title, const std::string& message)
{
    finding_row row;
    row.data.code = code;
    row.data.message = message;
    row.probe = probe;
    row.module = "dsreg.test";
    row.severity = severity;
    row.title = title;
    return row;
}

value yes()
{
    return value::of_bool(true);
}
value no()
{
    return value::of_bool(false);
}

value utc(int y, unsigned month, unsigned day, int hour, int minute, int second, int ms)
{
    using namespace std::chrono;
    const sys_days date{year(y) / month / day};
    const auto time = date.time_since_epoch() + hours(hour) + minutes(minute) + seconds(second) +
                      milliseconds(ms);
    return value::of_int(duration_cast<nanoseconds>(time).count(), value_type::time);
}

void add_facts(report_t& r, const std::string& section,
               std::initializer_list<std::pair<const char*, const char*>> rows)
{
    for (const auto& [label, text] : rows) r.facts.push_back(text_fact(section, label, text));
}

report_t finished(report_t r)
{
    r.tool_version = "0.1.0";
    if (r.host_name.empty()) r.host_name = "testhost";
    if (r.user.empty()) r.user = "tester";
    sort_report(r);
    r.totals = count(r);
    r.exit_code = exit_code(r, fail_on::fail);
    return r;
}

report_t everything()
{
    // Bytes that forge lines, move the cursor, turn the text around, or are no text at all.
    const std::string hostile = "a\n+----+\n| Forged |\n\x1b[31m label : value \xE2\x80\xAE"
                                "evil\xFF\xC2\x9B : : end\t";
    report_t r;
    r.started = utc(2026, 3, 4, 5, 6, 7, 89).i;
    r.ended = r.started + 1'500'000'000;
    r.lab = true;
    r.scenario = "healthy";
    r.sandbox = "no-seccomp";
    r.notes = {"DSREG_PROBE_PATH is ignored as root", hostile};
    r.modules.push_back({"dsreg.test",
                         "1.0.0",
                         "dsreg",
                         "",
                         "MIT",
                         "/lib/test.probe.so",
                         "bundled",
                         "",
                         "",
                         {"the file is group-writable", hostile}});
    r.modules.push_back(
        {"", "", "", "", "", "/x/" + hostile, "option", "dlopen-failed", hostile, {}});
    r.probes = {
        passed("Network Checks", "Endpoints Test", "net.endpoints"),
        failed("Diagnostic Data", "DRS Discovery Test", 0x801c0021, 0x80072efd, "drs.discovery"),
        failed("Device Checks", "Codeless", 0, 0, "test.codeless"),
        skipped("Diagnostic Data", "DRS Connectivity Test", "missing-input", "drs.connectivity"),
        skipped("SSO Checks", "Root Test", "needs-root", "test.root"),
        skipped("SSO Checks", "No Such Thing", "not-applicable", "test.none"),
        skipped("SSO Checks", "Offline Test", "offline", "test.offline"),
        skipped("SSO Checks", "Disabled Test", "disabled", "test.disabled"),
        skipped("SSO Checks", "Unstable Test", "unstable-module", "test.unstable")};
    for (const char* reason : {"crashed", "exited", "timeout", "violation", "service", "internal",
                               "rejected", "interrupted", "not-run"})
        r.probes.push_back(broken("Broken " + hostile, std::string("Test ") + reason, reason,
                                  std::string("test.") + reason));
    r.probes[0].flags = DSREG_P_NETWORK | DSREG_P_ACTIVE | DSREG_P_NEEDS_ROOT;
    r.probes[3].about = "drs.join.url";
    r.probes[3].root_cause = "drs.discovery";
    r.probes[4].text = hostile;
    r.probes[4].refused = 3;
    r.probes[4].refusals = {{"fact", hostile, hostile, 1}};
    r.probes[4].required = true;
    r.facts = {fact_of("Device State", "AzureAdJoined", yes(), "device.joined"),
               fact_of("Device State", "Hostile", value::of_text(hostile)),
               fact_of("Device State", hostile, value::of_text("label")),
               fact_of("Device State", "Empty", value::of_text("")),
               fact_of("Device State", "Number", value::of_int(-9223372036854775807LL - 1)),
               fact_of("Device State", "Time", utc(2019, 1, 31, 9, 25, 31)),
               fact_of("Device State", "Duration", value::of_int(12'345'678, value_type::duration)),
               fact_of("Device State", "Unknown", value::unknown("the broker " + hostile)),
               fact_of("Network Checks", "", value::of_text("reachable"), "net.endpoint", hostile),
               fact_of("Network Checks", "", value::of_text("also"), "net.endpoint", "| b |"),
               fact_of("Network Checks", "", value::of_text("rule"), "net.endpoint",
                       "+" + std::string(70, '-') + "+"),
               fact_of("", "Hidden", value::of_text("hidden"), "test.hidden")};
    for (const double d :
         {1.5, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
        value real;
        real.type = value_type::real;
        real.d = d;
        r.facts.push_back(fact_of("Device State", "Real", real, "test.real", std::to_string(d)));
    }
    value none;
    none.type = value_type::not_applicable;
    none.text = "no such thing on Linux";
    r.facts.push_back(fact_of("User State", "WamDefaultSet", none));
    r.facts.push_back(fact_of("Findings", "Root cause", value::of_text("forged")));
    r.facts[11].flags = DSREG_F_HIDDEN;
    r.facts[1].partial = true;
    for (const int32_t severity : {1, 2, 3}) {
        finding_row row = found("drs.discovery", "test." + std::to_string(severity), severity,
                                "Title " + hostile, hostile);
        row.data.evidence = {{"host", value::of_text(hostile)}, {"port", value::of_int(443)}};
        row.data.instance = hostile;
        row.meaning = row.remedy = row.command = hostile;
        row.url = "https://example.org/";
        row.risk = static_cast<uint32_t>(severity);
        r.findings.push_back(row);
    }
    r.root_causes = {{"drs.discovery", "fail", {"drs.connectivity"}},
                     {"test.crashed", "error crashed", {}},
                     {"/x/" + hostile, "rejected dlopen-failed", {"test.rejected"}}};
    r.timings = {{"net.endpoints", 1'000'000, 2'500'000}};
    r.log = {{"net.endpoints", 7, hostile}};
    return finished(r);
}

std::string sections_text(const report_t& r, bool all)
{
    text_options options;
    options.all = all;
    const std::string whole = text(r, options);
    const std::string head = "+" + std::string(70, '-') + "+\n| Findings ";
    const std::size_t at = whole.find(head);
    return at == std::string::npos ? "no Findings box in:\n" + whole : whole.substr(0, at);
}

} // namespace dsreg::report_tests
