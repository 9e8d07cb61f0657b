// Words that would do harm where they are shown: to a terminal, to a reader of JSON, to whoever
// prints a number. Two probes, for what is reported and for what is only logged and printed.
#include "hostile.h"

#include <cmath>
#include <limits>
#include <unistd.h>

using namespace hostile;

namespace {

constexpr dsreg_fact_decl real_decl{sizeof real_decl,   DSREG_T_REAL,      DSREG_F_MANY, 0,
                                    HOSTILE_ID ".real", "Hostile Modules", "Real"};
constexpr dsreg_fact_decl time_decl{sizeof time_decl,   DSREG_T_TIME,      DSREG_F_MANY, 0,
                                    HOSTILE_ID ".time", "Hostile Modules", "Time"};
constexpr dsreg_fact_decl secret_decl{sizeof secret_decl,   DSREG_T_STR,       DSREG_F_SECRET, 0,
                                      HOSTILE_ID ".secret", "Hostile Modules", "Secret"};
constexpr dsreg_fact_decl harm_decl{sizeof harm_decl,   DSREG_T_STR,       DSREG_F_MANY, 0,
                                    HOSTILE_ID ".harm", "Hostile Modules", "Harm"};
constexpr const dsreg_fact_decl* all_outputs[] = {&harm_decl, &real_decl, &time_decl, &secret_decl,
                                                  nullptr};
constexpr dsreg_finding_decl bad_decl{sizeof bad_decl,
                                      DSREG_SEVERITY_ERROR,
                                      HOSTILE_ID ".bad",
                                      "It is bad",
                                      "The test wanted it.",
                                      "Nothing to do.",
                                      nullptr,
                                      nullptr,
                                      DSREG_RISK_SAFE,
                                      0};
constexpr const dsreg_finding_decl* findings[] = {&bad_decl, nullptr};

// Clears the screen, sets the title, hides what follows; half a character; a line that looks like
// ours.
const std::string harm = "a\x1b[2J\x1b]0;owned\x07\x9b"
                         "2J\xc3(\r\nMachine State : PASS\n\xe2\x80\xae"
                         "b";

template <class T>
void say(const dsreg_host* host, const char* key, const std::string& instance, dsreg_type type,
         T set)
{
    dsreg_fact f{};
    f.struct_size = sizeof f;
    f.key = key;
    f.instance = instance.empty() ? nullptr : instance.c_str();
    f.source = "te\x1b[31mst";
    f.value.type = type;
    set(f.value);
    host->fact(host, &f);
}

void report_harm(const dsreg_host* host)
{
    door_key = harm_decl.key;
    report(host, harm.c_str(), harm);
    int n = 0;
    for (const double d : {std::nan(""), std::numeric_limits<double>::infinity(), 1e308})
        say(host, HOSTILE_ID ".real", std::to_string(n++), DSREG_T_REAL,
            [&](dsreg_value& v) { v.u.d = d; });
    for (const int64_t t : {INT64_MIN, INT64_MAX, int64_t{-1}})
        say(host, HOSTILE_ID ".time", std::to_string(n++), DSREG_T_TIME,
            [&](dsreg_value& v) { v.u.i = t; });
    say(host, HOSTILE_ID ".secret", "", DSREG_T_STR, [](dsreg_value& v) {
        v.u.s = {"canary-secret", 13};
    });
    dsreg_pair evidence[2] = {{"na\x1b[2Jme", {}}, {"odd", {}}};
    evidence[0].value.type = DSREG_T_STR;
    evidence[0].value.u.s = {harm.data(), harm.size()};
    evidence[1].value.type = 4711;
    dsreg_finding f{};
    f.struct_size = sizeof f;
    f.code = HOSTILE_ID ".bad";
    f.message = {harm.data(), harm.size()};
    f.evidence = evidence;
    f.evidence_count = 1;
    host->finding(host, &f);
    f.evidence_count = 2; // refused, or at least harmless
    host->finding(host, &f);
    dsreg_result r{};
    r.struct_size = sizeof r;
    r.outcome = DSREG_FAIL;
    r.text = {harm.data(), harm.size()};
    host->conclude(host, &r);
}

void log_harm(const dsreg_host* host)
{
    host->log(host, 3, {harm.data(), harm.size()});
    ::write(1, harm.data(), harm.size());
    ::write(2, harm.data(), harm.size());
    throw harm; // what it said becomes part of the row
}

// Of another module's secret nothing may arrive.
void read_secret(const dsreg_host* host)
{
    const dsreg_fact* f = nullptr;
    const uint32_t state = host->input(host, HOSTILE_ID ".secret", 0, &f);
    const bool open = f != nullptr && f->value.type == DSREG_T_STR;
    dsreg_result r{};
    r.struct_size = sizeof r;
    r.outcome = DSREG_SKIP;
    r.reason = DSREG_SKIP_NOT_APPLICABLE;
    const std::string said = open ? "open" : "state " + std::to_string(state);
    r.text = {said.data(), said.size()};
    host->conclude(host, &r);
}

constexpr const char* inputs[] = {"?" HOSTILE_ID ".secret", nullptr};
constexpr dsreg_probe with(dsreg_probe p, const dsreg_fact_decl* const* outputs,
                           const dsreg_finding_decl* const* declared, const char* const* in)
{
    p.outputs = outputs;
    p.findings = declared;
    p.inputs = in;
    return p;
}
constexpr dsreg_probe reporter =
    with(probe(HOSTILE_ID ".report", "Report Test", report_harm, nullptr), all_outputs, findings,
         nullptr);
constexpr dsreg_probe logger =
    with(probe(HOSTILE_ID ".log", "Log Test", log_harm, nullptr), nullptr, nullptr, nullptr);
constexpr dsreg_probe reader =
    with(probe(HOSTILE_ID ".read", "Secret Test", read_secret, nullptr), nullptr, nullptr, inputs);
constexpr const dsreg_probe* probes[] = {&reporter, &logger, &reader};

} // namespace

extern "C" constinit const dsreg_module dsreg_probe_module_v1 = module(probes);
