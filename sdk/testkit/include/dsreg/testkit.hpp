// SPDX-License-Identifier: MIT
// dsreg/testkit.hpp - a scripted host for the tests of a probe module, in the same process.
//
//     const testkit::module vpn("build/vpn.probe.so");
//     testkit::world w;
//     w.give("run.user.name", "alice");
//     w.offered.fs = [](const std::string&) { return testkit::fs_answer{DSREG_X_NOT_FOUND}; };
//     const testkit::outcome o = vpn.run("org.example.vpn.tunnel", w);
//     EXPECT_EQ(o.result, DSREG_FAIL);
//     EXPECT_EQ(o.error, "");
//     EXPECT_TRUE(o.violations.empty());
//
// The module is loaded from its file and run behind the code that dsreg's own worker runs it with,
// and what dsreg refuses is refused here in the same way (descriptors, declarations, limits, paths,
// flags, reading calls of buses, HTTP methods). Only what the services answer is yours. For a
// debugger, sanitizers and coverage: no process, no sandbox, no deadline that kills.
//
// Not thread-safe: one run at a time. Errors of the test itself (no such file or probe, a required
// input or service that the world does not give) are thrown as std::logic_error or
// std::runtime_error; what a function of `services` throws comes out of module::run().
#pragma once
#include <dsreg/testkit/services.hpp>
#include <dsreg/testkit/value.hpp>

#include <dsreg/probe.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace dsreg::testkit {

class recording; // dsreg/testkit/recording.hpp

// An input that a probe gets, or a fact that it reported.
struct fact {
    std::string key;
    std::string instance; // which one of several; "": there is one
    std::string source;   // where the value was read
    value val;            // a reported one's flags: of the value and of its declaration together
};

struct finding {
    std::string code;
    std::string instance;                  // of the fact that it is about; "": none
    std::string message;                   // one sentence
    int32_t severity = 0;                  // DSREG_SEVERITY_*, of its declaration
    std::map<std::string, value> evidence; // by name
};

struct log_line {
    int32_t level = 6; // 3 error, 4 warning, 6 info, 7 debug
    std::string text;
};

// A call that reached the host.
struct service_call {
    std::string service, method;    // "dsreg.http/1", "perform"
    dsreg_status status = DSREG_OK; // how it ended
    uint32_t flags = 0;             // DSREG_CALL_*, as asked
    uint32_t timeout_ms = 0;        // as asked; 0: what is left of the budget
};

// A clock that stands still until somebody moves it. What the probe sees as the time, what is left
// of its budget and how long an answer took all come from it. A function of `services` that moves
// it takes that long: a call that takes longer than its time-out, or than what is left of the
// budget, is answered with DSREG_X_TIMEOUT. Calls with many requests make them side by side.
class clock
{
public:
    // Nanoseconds since 1970-01-01T00:00:00Z.
    explicit clock(int64_t start = 1'790'000'000'000'000'000) // 2026-09-21 14:13:20
        : now_(start)
    {}
    int64_t now() const { return now_; }
    void advance(int64_t ns) { now_ += ns; }
    // Moves the clock by so much whenever the probe looks at it or at what is left (0: it stands):
    // for a probe that computes until its time is up.
    void tick(int64_t ns) { tick_ = ns; }

    int64_t look() { return now_ += tick_; } // what the probe's looking does

private:
    std::atomic<int64_t> now_;
    std::atomic<int64_t> tick_{0};
};

// What the probe finds when it runs. As it stands here: a machine that has and knows nothing.
struct world {
    // Services as functions. One whose functions are all empty is not offered.
    services offered;

    // The inputs. A key may come several times, with an instance each. By default an input's state
    // is PRESENT when a known value is given, UNKNOWN when only unknown ones are, else NO_PROVIDER;
    // a "run." key, which is dsreg's own, then is SILENT. A value that is SECRET, by its flags or
    // as the module itself declares that key, is handed over as unknown.
    std::vector<fact> inputs;
    // DSREG_IN_* of an input, in place of that default. UNKNOWN hides the values that are given.
    std::map<std::string, uint32_t> states;

    std::map<std::string, value> settings; // those that are set, by name

    // Copies of a world share their clock; give one of its own to a world that needs it.
    std::shared_ptr<clock> time = std::make_shared<clock>();
    // 0: the probe's own, as dsreg has it (timeout_ms, or 10 s). Less: the deadline has passed
    // before run() is called.
    int64_t budget_ns = 0;

    // A folder that dsreg.fs/1 reads as "/" when `offered.fs` is empty; "": none. Symbolic links
    // are resolved inside of it. "~/" of a path is `home`, a path below it.
    std::string device_root;
    std::string home = "/home/user";

    // Services that cannot do their work, by id: every call of "dsreg.http/1" ends with this
    // status, DSREG_E_SERVICE as a rule. Such a service is offered.
    std::map<std::string, dsreg_status> broken;

    // Answers calls as a recorded run of dsreg did (--record); what it does not know is asked of
    // `offered`.
    std::shared_ptr<const recording> replay;

    // True: dsreg_host and the services' tables end where those of the first host of contract 1.0
    // ended, and reading behind them is a SIGSEGV: for death tests.
    bool cut_to_v1_0 = false;

    // Hears each of outcome::violations when it happens: for a probe that may not live to its end.
    // Called on the thread that broke the rule.
    std::function<void(const std::string&)> on_violation;

    // Gives an input; returns the world, for a chain of them.
    world& give(const std::string& key, const std::string& text, const std::string& instance = {});
    world& give_int(const std::string& key, int64_t n, dsreg_type type = DSREG_T_INT);
    world& give_value(const std::string& key, const value& v, const std::string& instance = {});
    world& state(const std::string& key, uint32_t state); // DSREG_IN_*
};

// What a probe said of itself, the first time.
struct conclusion {
    dsreg_outcome outcome = 0; // DSREG_*; 0: none
    uint32_t reason = 0;       // of a SKIP: DSREG_SKIP_*
    uint32_t outer = 0, inner = 0;
    std::string about, text;
};

// What one run left behind.
struct outcome {
    // As dsreg would show it: all of it empty when there is an error.
    dsreg_outcome result = 0; // DSREG_*; 0: none
    uint32_t reason = 0;      // of a SKIP: DSREG_SKIP_*
    uint32_t outer = 0, inner = 0;
    std::string about, text;

    // What dsreg would show in place of what the probe said: "" (nothing, it stands), "internal",
    // "service", "violation" or "timeout", with a sentence.
    std::string error, error_text;

    int concluded = 0; // how often
    conclusion said;   // whether dsreg lets it stand or not

    // The first question that the probe may not do without and that got no answer: DSREG_E_*, and a
    // sentence. DSREG_OK: there is none. dsreg lets no PASS and no SKIP stand on that.
    dsreg_status missed = DSREG_OK;
    std::string missed_why;

    std::vector<fact> facts; // in their order; one that came twice stands once, as it came last
    std::vector<finding> findings;
    std::vector<log_line> log;
    std::vector<service_call> calls; // in their order
    // Breaches of the contract, a sentence each; whoever wrote the probe wants none.
    std::vector<std::string> violations;
    // Of a replay: recorded questions that were not asked, or not as often as then.
    std::vector<std::string> unasked;

    // The value as text: "" when there is no such fact; booleans and numbers in digits, unknown as
    // "?REASON", not applicable as "-REASON".
    std::string fact_of(const std::string& key, const std::string& instance = {}) const;
    bool has_fact(const std::string& key) const;     // in any instance
    uint32_t flags_of(const std::string& key) const; // DSREG_F_* of the first of that key
    std::vector<std::string> codes() const;          // of the findings, in their order
    // A piece of evidence of the first finding of that code that has it, as text like fact_of().
    std::string evidence(const std::string& code, const std::string& name) const;
};

// A module that dsreg would load.
class module
{
public:
    // `path`: of NAME.probe.so. It stays loaded until the process ends. Throws
    // std::runtime_error in dsreg's words when dsreg would reject it.
    explicit module(const std::string& path);

    const dsreg_module& get() const; // its descriptor, as it stands in the file
    const dsreg_probe& probe(const std::string& id) const;
    std::vector<std::string> probes() const; // ids, in the order of the descriptor

    outcome run(const std::string& probe_id, const world& where) const;

private:
    struct loaded;
    std::shared_ptr<loaded> loaded_;
};

} // namespace dsreg::testkit
