#include "engine/seen_input.h"

#include <dsreg/probe.h>

#include <utility>

namespace dsreg::engine {

bool is_run_key(const std::string& key)
{
    return key.rfind("run.", 0) == 0;
}

wire::input seen_input(const std::string& key, const std::vector<fact>& facts, uint32_t declared)
{
    std::vector<fact> known, unknown;
    for (const fact& f : facts) {
        if (f.key != key) continue;
        const bool secret = f.val.known() && ((declared | f.val.flags) & DSREG_F_SECRET) != 0;
        (f.val.known() && !secret ? known : unknown).push_back(f);
        if (secret) unknown.back().val = value::unknown("it is secret");
    }
    if (!known.empty()) return {key, DSREG_IN_PRESENT, std::move(known)};
    const uint32_t state = unknown.empty() ? DSREG_IN_SILENT : DSREG_IN_UNKNOWN;
    return {key, state, std::move(unknown)};
}

} // namespace dsreg::engine
