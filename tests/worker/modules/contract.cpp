// Uses each function of dsreg_host, rightly and wrongly, and notes what it answers.
#include "note.h"

#include <string>
#include <thread>

namespace {

const std::string long_text(33 * 1024, 'x');

dsreg::result statuses(dsreg::host h)
{
    const dsreg_host* raw = h.raw();
    const dsreg_pair pairs[33] = {};
    dsreg_fact small{};
    small.struct_size = 8;
    note(h, "declared", h.fact("t.single", dsreg::number(1), "test"));
    note(h, "unknown", h.fact("t.single", dsreg::unknown("why not"), "test"));
    note(h, "not-applicable", h.fact("t.single", dsreg::not_applicable("none"), "test"));
    note(h, "undeclared", h.fact("t.other", dsreg::number(1), "test"));
    note(h, "wrong-type", h.fact("t.single", dsreg::text("one"), "test"));
    note(h, "no-such-type", h.fact("t.single", dsreg::number(1, 99), "test"));
    note(h, "instance-of-single", h.fact("t.single", dsreg::number(1), "test", "a"));
    note(h, "many-without-instance", h.fact("t.text", dsreg::text("x"), "test"));
    const std::string place(513, 'p');
    note(h, "long-instance", h.fact("t.text", dsreg::text("x"), "test", place.c_str()));
    note(h, "longest-instance", h.fact("t.text", dsreg::text("x"), "test", place.c_str() + 1));
    note(h, "long-source", h.fact("t.single", dsreg::number(1), place.c_str() + 256));
    note(h, "longest-source", h.fact("t.single", dsreg::number(1), place.c_str() + 257));
    note(h, "long-text", h.fact("t.text", dsreg::text(long_text), "test", "long"));
    note(h, "null-key", h.fact(nullptr, dsreg::number(1), "test"));
    note(h, "null-source", h.fact("t.single", dsreg::number(1), nullptr));
    note(h, "null-fact", raw->fact(raw, nullptr));
    note(h, "small-fact", raw->fact(raw, &small));
    note(h, "null-host", raw->fact(nullptr, nullptr));
    note(h, "null-text", h.fact("t.text", {DSREG_T_STR, 0, {.s = {nullptr, 3}}}, "test", "n"));
    note(h, "finding", h.finding("t.warn", "a warning", {{"url", dsreg::text("x")}}));
    note(h, "undeclared-finding", h.finding("t.nothing", "a warning"));
    note(h, "much-evidence", h.finding("t.warn", "a warning", pairs, 33));
    note(h, "null-evidence", h.finding("t.warn", "a warning", nullptr, 3));
    note(h, "null-evidence-name", h.finding("t.warn", "a warning", pairs, 1));
    note(h, "long-finding-instance", h.finding("t.warn", "a warning", nullptr, 0, place.c_str()));
    const dsreg_pair named{place.c_str(), dsreg::number(1)};
    note(h, "long-evidence-name", h.finding("t.warn", "a warning", &named, 1));
    note(h, "null-finding", raw->finding(raw, nullptr));
    note(h, "null-result", raw->conclude(raw, nullptr));
    note(h, "null-service", raw->service(raw, nullptr) == nullptr);
    note(h, "null-input", raw->input(raw, nullptr, 0, nullptr));
    note(h, "null-setting", raw->setting(raw, nullptr, nullptr));
    dsreg_result about{};
    about.struct_size = sizeof about;
    about.outcome = DSREG_SKIP;
    about.about = place.c_str();
    note(h, "long-about", raw->conclude(raw, &about));
    raw->log(raw, 6, {nullptr, 5});
    raw->log(nullptr, 6, {"x", 1});
    return dsreg::result::pass();
}

dsreg::result echo(dsreg::host h)
{
    const dsreg_host* raw = h.raw();
    const dsreg_fact* f = nullptr;
    note(h, "one", h.input("t.one", f));
    note(h, "one-value", std::string_view(f->value.u.s.ptr, f->value.u.s.len));
    note(h, "one-source", f->source);
    note(h, "one-instance", f->instance == nullptr);
    note(h, "many-0", h.input("t.many", f, 0));
    note(h, "many-0-instance", f->instance);
    note(h, "many-1", h.input("t.many", f, 1));
    note(h, "many-2", h.input("t.many", f, 2));
    note(h, "broken", h.input("t.broken", f));
    note(h, "stranger", h.input("t.stranger", f));
    const dsreg_value* v = nullptr;
    note(h, "set", raw->setting(raw, "limit", &v));
    note(h, "set-value", v->u.i);
    note(h, "unset", raw->setting(raw, "other", &v));
    note(h, "unset-null", v == nullptr);
    note(h, "undeclared-setting", raw->setting(raw, "nothing", &v));
    note(h, "now", h.now());
    note(h, "remaining-ms", h.remaining() / 1'000'000);
    note(h, "version", raw->version);
    note(h, "minor", raw->abi_minor);
    return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT, "no such thing", "t.one");
}

dsreg::result limits(dsreg::host h)
{
    int64_t refused = 0;
    for (int i = 0; i < 5000; i++)
        if (h.fact("t.single", dsreg::number(i), "test") == DSREG_E_LIMIT) refused++;
    h.log(6, std::to_string(refused));
    refused = 0;
    for (int i = 0; i < 300; i++)
        if (h.finding("t.warn", "w") == DSREG_E_LIMIT) refused++;
    h.log(6, std::to_string(refused));
    for (int i = 0; i < 5000; i++) h.log(7, "x");
    return dsreg::result::pass();
}

// Other threads may log and look at the time; what belongs to the probe's thread refuses them.
dsreg::result threads(dsreg::host h)
{
    dsreg_status fact = 0;
    int64_t left = 0;
    std::thread other([&] {
        fact = h.fact("t.single", dsreg::number(1), "test");
        left = h.remaining();
        h.log(6, "from another thread");
    });
    other.join();
    note(h, "foreign-fact", fact);
    note(h, "foreign-remaining", left > 0);
    return dsreg::result::pass();
}

// Computes until it is told to stop.
dsreg::result obeys(dsreg::host h)
{
    while (h.remaining() > 0) {
    }
    return dsreg::result::fail(0x801c0021, 0x801c000c);
}

constexpr dsreg_fact_decl single = {.struct_size = sizeof(dsreg_fact_decl),
                                    .type = DSREG_T_INT,
                                    .key = "t.single",
                                    .section = "Test",
                                    .label = "Single"};
constexpr const dsreg_fact_decl* outputs[] = {&number_decl, &text_decl, &single, nullptr};
constexpr dsreg_finding_decl warn = {.struct_size = sizeof(dsreg_finding_decl),
                                     .severity = DSREG_SEVERITY_WARNING,
                                     .code = "t.warn",
                                     .title = "t",
                                     .meaning = "m",
                                     .remedy = "r"};
constexpr const dsreg_finding_decl* findings[] = {&warn, nullptr};
constexpr const char* inputs[] = {"t.one", "?t.many", "?t.broken", nullptr};
constexpr const char* settings[] = {"limit", "other", nullptr};

constexpr dsreg_probe probe(const char* id, void (*run)(const dsreg_host*))
{
    dsreg_probe p{};
    p.struct_size = sizeof p;
    p.flags = DSREG_P_QUIET;
    p.timeout_ms = 1234;
    p.order = 3;
    p.id = id;
    p.section = "Test";
    p.title = "Test";
    p.inputs = inputs;
    p.settings = settings;
    p.outputs = outputs;
    p.findings = findings;
    p.run = run;
    return p;
}

constexpr dsreg_probe statuses_probe = probe("t.contract.statuses", dsreg::run<statuses>);
constexpr dsreg_probe echo_probe = probe("t.contract.echo", dsreg::run<echo>);
constexpr dsreg_probe limits_probe = probe("t.contract.limits", dsreg::run<limits>);
constexpr dsreg_probe threads_probe = probe("t.contract.threads", dsreg::run<threads>);
constexpr dsreg_probe obeys_probe = probe("t.contract.obeys", dsreg::run<obeys>);

} // namespace

DSREG_MODULE("t.contract", "1.2.3", "Tests of dsreg", "https://example.org/", "MIT",
             &statuses_probe, &echo_probe, &limits_probe, &threads_probe, &obeys_probe);
