#include "order.h"

#include "answers.h"
#include "convert.h"
#include "engine/graph.h"

#include <dsreg/testkit/recording.hpp>

#include <stdexcept>

namespace dsreg::testkit {
namespace {

// As the host resolves an input: known values alone when there are some.
wire::input resolve(const world& where, const std::string& key)
{
    wire::input in{key, DSREG_IN_NO_PROVIDER, {}};
    std::vector<dsreg::fact> known, unknown;
    for (const fact& f : where.inputs)
        if (f.key == key)
            (f.val.known() ? known : unknown)
                .push_back({f.key, f.instance, f.source, to_wire(f.val)});
    const auto said = where.states.find(key);
    if (said != where.states.end())
        in.state = said->second;
    else if (!known.empty())
        in.state = DSREG_IN_PRESENT;
    else if (!unknown.empty())
        in.state = DSREG_IN_UNKNOWN;
    switch (in.state) {
    case DSREG_IN_PRESENT:
        if (known.empty())
            throw std::logic_error("the test says that " + key + " is present, and gives no value");
        in.facts = std::move(known);
        break;
    case DSREG_IN_UNKNOWN:
        in.facts = std::move(unknown);
        if (in.facts.empty())
            in.facts.push_back({key, {}, "test", dsreg::value::unknown("the test says so")});
        break;
    default:
        break;
    }
    return in;
}

} // namespace

wire::run_order order_for(const world& where, const wire::probe_decl& decl)
{
    wire::run_order order;
    order.deadline = where.time->now() + where.budget_ns;
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
        order.inputs.push_back(resolve(where, input.name));
        if (!input.optional && order.inputs.back().state != DSREG_IN_PRESENT)
            throw std::logic_error("the test gives no " + input.name);
    }
    for (const std::string& entry : decl.settings) {
        const std::string name = engine::parse_wanted(entry).name;
        const auto set = where.settings.find(name);
        if (set != where.settings.end()) order.settings.emplace_back(name, to_wire(set->second));
    }
    return order;
}

} // namespace dsreg::testkit
