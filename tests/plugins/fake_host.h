// A host for one probe of one real module file, behind the SDK's interface only: the file is
// loaded, its probe runs on scripted services, and what it said is handed back. It holds the probe
// to the contract: whatever the real host would refuse or call internal is a line in `violations`.
#pragma once
#include "fake_services.h"

#include <dsreg/probe.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace fake {

struct value {
    dsreg_type type = DSREG_T_UNKNOWN;
    uint32_t flags = 0;
    int64_t i = 0;
    double d = 0;
    std::string s;
};

struct fact {
    std::string key, instance, source;
    value val;
};

struct finding {
    std::string code, instance, message;
    int32_t severity = 0;
    std::map<std::string, value> evidence;
};

// What one run left behind.
struct outcome {
    int concluded = 0; // how often
    dsreg_outcome result = 0;
    uint32_t reason = 0, outer = 0, inner = 0;
    std::string about, text;
    std::vector<fact> facts;
    std::vector<finding> findings;
    std::vector<std::string> violations;

    // "" when there is none; booleans and numbers in digits, unknown as "?REASON",
    // not applicable as "-REASON".
    std::string fact_of(const std::string& key, const std::string& instance = {}) const;
    bool has_fact(const std::string& key) const;
    uint32_t flags_of(const std::string& key) const; // declaration and value together
    std::vector<std::string> codes() const;          // of the findings, in their order
    std::string evidence(const std::string& code, const std::string& name) const;
};

// What the probe finds when it runs.
struct world {
    services offered;
    std::map<std::string, uint32_t> states; // of inputs; default: no provider, or present if given
    std::vector<fact> inputs;
    std::map<std::string, std::string> settings;
    int64_t budget_ns = 8'000'000'000;

    world& give(const std::string& key, const std::string& text, const std::string& instance = {});
    world& give_int(const std::string& key, int64_t n, dsreg_type type = DSREG_T_INT);
    world& state(const std::string& key, uint32_t state);
};

class module
{
public:
    explicit module(const std::string& name); // "broker": broker.probe.so of the build tree
    const dsreg_module& get() const { return *module_; }
    const dsreg_probe& probe(const std::string& id) const;
    // Throws std::logic_error when the host would not have run it: a missing input or service.
    outcome run(const std::string& probe_id, const world& where) const;

private:
    std::shared_ptr<void> handle_;
    const dsreg_module* module_ = nullptr;
};

// What every bundled module keeps to; one line a fault.
std::vector<std::string> descriptor_faults(const dsreg_module& module);

// A file of a module's folder fixtures/.
std::string fixture(const std::string& module, const std::string& file);

} // namespace fake
