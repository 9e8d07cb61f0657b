// SPDX-License-Identifier: MIT
// dsreg/testkit.hpp - a scripted host for the tests of a probe module, in the same process.
//
//     const testkit::module vpn("build/vpn.probe.so");
//     testkit::world w;
//     w.offered.fs = [](const std::string&) { return testkit::fs_answer{...}; };
//     const testkit::outcome o = vpn.run("org.example.vpn.tunnel", w);
//     EXPECT_EQ(o.result, DSREG_FAIL);
//     EXPECT_TRUE(o.violations.empty());
//
// The module is loaded from its file and run behind the code that dsreg's own worker runs it with,
// so limits, declarations and conversions are those of the product; only what the services answer
// is yours. For a debugger, sanitizers and coverage: no process, no sandbox, no deadline that
// kills. Not thread-safe: one run at a time. Errors of the test itself (no such file, a required
// input that the world does not give) are thrown as std::logic_error or std::runtime_error.
#pragma once
#include <dsreg/testkit/services.hpp>

#include <dsreg/probe.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace dsreg::testkit {

class recording; // dsreg/testkit/recording.hpp

struct value {
    dsreg_type type = DSREG_T_UNKNOWN;
    uint32_t flags = 0;
    int64_t i = 0;
    double d = 0;
    std::string s;
};

struct fact {
    std::string key, instance, source;
    value val; // flags: those of the value and of its declaration together
};

struct finding {
    std::string code, instance, message;
    int32_t severity = 0;
    std::map<std::string, value> evidence;
};

struct log_line {
    int32_t level = 6;
    std::string text;
};

struct service_call {
    std::string service, method; // "dsreg.http/1", "perform"
    dsreg_status status = DSREG_OK;
};

// A clock that stands still until somebody moves it. Facts, time-outs and what is left of the
// budget all read it.
class clock
{
public:
    explicit clock(int64_t start = 1'790'000'000'000'000'000)
        : now_(start) {} // 2026-09-21 14:13:20
    int64_t now() const { return now_; }
    void advance(int64_t ns) { now_ += ns; }

private:
    int64_t now_;
};

// What the probe finds when it runs.
struct world {
    services offered;
    std::map<std::string, uint32_t> states; // of inputs; default: no provider, or present if given
    std::vector<fact> inputs;
    std::map<std::string, std::string> settings;
    std::shared_ptr<clock> time = std::make_shared<clock>();
    int64_t budget_ns = 8'000'000'000; // 0 or less: the deadline has passed before run() is called

    // A folder that dsreg.fs/1 reads as "/" when `offered.fs` is empty; "": none. "~/" of a
    // declared path is `home` below it.
    std::string device_root;
    std::string home = "/home/user";

    // Services that cannot do their work: every call of "dsreg.http/1" ends with this status.
    std::map<std::string, dsreg_status> broken;

    // Answers calls as a recorded run of dsreg did (--record); what it does not know is asked of
    // `offered`.
    std::shared_ptr<const recording> replay;

    // Tables of functions as the first host of contract 1.0 had them, with nothing readable behind.
    bool cut_to_v1_0 = false;

    world& give(const std::string& key, const std::string& text, const std::string& instance = {});
    world& give_int(const std::string& key, int64_t n, dsreg_type type = DSREG_T_INT);
    world& state(const std::string& key, uint32_t state);
};

// What one run left behind.
struct outcome {
    int concluded = 0; // how often
    dsreg_outcome result = 0;
    uint32_t reason = 0, outer = 0, inner = 0;
    std::string about, text;
    // What dsreg would make of it beyond the outcome: "" or "internal", "service", "violation".
    std::string error, error_text;
    std::vector<fact> facts;
    std::vector<finding> findings;
    std::vector<log_line> log;
    std::vector<service_call> calls;     // in their order
    std::vector<std::string> violations; // of the contract, a sentence each

    // "" when there is none; booleans and numbers in digits, unknown as "?REASON",
    // not applicable as "-REASON".
    std::string fact_of(const std::string& key, const std::string& instance = {}) const;
    bool has_fact(const std::string& key) const;
    uint32_t flags_of(const std::string& key) const; // declaration and value together
    std::vector<std::string> codes() const;          // of the findings, in their order
    std::string evidence(const std::string& code, const std::string& name) const;
};

class module
{
public:
    explicit module(const std::string& path); // of NAME.probe.so
    const dsreg_module& get() const { return *module_; }
    const dsreg_probe& probe(const std::string& id) const;
    outcome run(const std::string& probe_id, const world& where) const;

private:
    std::shared_ptr<void> handle_;
    const dsreg_module* module_ = nullptr;
};

} // namespace dsreg::testkit
