#include "order.h"

#include "answers.h"
#include "convert.h"
#include "engine/graph.h"
#include "engine/seen_input.h"

#include <dsreg/testkit/recording.hpp>

#include <algorithm>
#include <stdexcept>

namespace dsreg::testkit {
namespace {

// The flags that the module itself declares: of a key that is another's, the test says them with
// the value.
uint32_t declared_flags(const wire::module_decl& module, const std::string& key)
{
    for (const wire::probe_decl& probe : module.probes)
        for (const wire::fact_decl& f : probe.outputs)
            if (f.key == key) return f.flags;
    return 0;
}

wire::input resolve(const world& where, const std::string& key, uint32_t declared)
{
    std::vector<dsreg::fact> given;
    for (const fact& f : where.inputs)
        if (f.key == key) given.push_back({f.key, f.instance, f.source, to_wire(f.val)});
    const bool any_known =
        std::any_of(given.begin(), given.end(), [](const auto& f) { return f.val.known(); });
    wire::input in = engine::seen_input(key, given, declared);
    // A key that the run knows nothing about: nobody provides it, or it is the host's own.
    if (given.empty() && !engine::is_run_key(key)) in.state = DSREG_IN_NO_PROVIDER;
    const auto said = where.states.find(key);
    if (said == where.states.end()) return in;
    if (said->second == DSREG_IN_PRESENT) {
        if (!any_known)
            throw std::logic_error("the test says that " + key + " is present, and gives no value");
        return in; // UNKNOWN for all that, if it is secret
    }
    in.state = said->second;
    in.facts.clear();
    if (in.state != DSREG_IN_UNKNOWN) return in;
    for (const dsreg::fact& f : given)
        if (!f.val.known()) in.facts.push_back(f);
    if (in.facts.empty())
        in.facts.push_back({key, {}, "test", dsreg::value::unknown("the test says so")});
    return in;
}

// As the host sets it, unless the test does.
int64_t budget_of(const world& where, const wire::probe_decl& decl)
{
    if (where.budget_ns != 0) return where.budget_ns;
    return (decl.timeout_ms != 0 ? int64_t{decl.timeout_ms} : 10'000) * 1'000'000;
}

} // namespace

wire::run_order order_for(const world& where, const wire::module_decl& module,
                          const wire::probe_decl& decl)
{
    wire::run_order order;
    order.deadline = where.time->now() + budget_of(where, decl);
    for (const std::string& entry : decl.services) {
        const engine::wanted service = engine::parse_wanted(entry);
        // In a recorded run what is required was there: the probe ran.
        const bool replayed =
            where.replay && (!service.optional || where.replay->offered(decl.id, service.name));
        if (replayed || is_scripted(where, service.name))
            order.services.push_back(service.name);
        else if (!service.optional)
            throw std::logic_error("the test offers no " + service.name);
    }
    for (const std::string& entry : decl.inputs) {
        const engine::wanted input = engine::parse_wanted(entry);
        order.inputs.push_back(resolve(where, input.name, declared_flags(module, input.name)));
        if (!input.optional && order.inputs.back().state != DSREG_IN_PRESENT)
            throw std::logic_error(order.inputs.back().state == DSREG_IN_UNKNOWN
                                       ? "dsreg would not run it: " + input.name + " is unknown"
                                       : "the test gives no " + input.name);
    }
    for (const std::string& entry : decl.settings) {
        const std::string name = engine::parse_wanted(entry).name;
        const auto set = where.settings.find(name);
        if (set != where.settings.end()) order.settings.emplace_back(name, to_wire(set->second));
    }
    return order;
}

} // namespace dsreg::testkit
