// Which of the signed-in accounts a question is about: the first of the tenant that the
// administrator said (run.tenant), else the first.
//
// Who includes this declares the inputs "user.account" (or "?user.account"), "?user.tenant",
// "?user.environment" and "?run.tenant".
#pragma once
#include "common/clouds.h"

#include <dsreg/svc/broker.h>

#include <string>

namespace common {

struct signed_in {
    std::string id; // home account id; "": nobody is
    std::string name, tenant, environment;
};

namespace detail {

inline constexpr uint32_t most_accounts = 256;

// Instances are parted: an account that does not say something has no fact of that key.
inline std::string of_instance(dsreg::host host, const char* key, const std::string& instance)
{
    const dsreg_fact* fact = nullptr;
    for (uint32_t i = 0; i < most_accounts; i++) {
        if (host.input(key, fact, i) != DSREG_IN_PRESENT) return {};
        if (fact->instance != nullptr && instance == fact->instance)
            return std::string(input_text(host, key, i));
    }
    return {};
}

} // namespace detail

inline signed_in chosen_account(dsreg::host host)
{
    const std::string said = lowered(input_text(host, "run.tenant"));
    const dsreg_fact* fact = nullptr;
    signed_in chosen;
    for (uint32_t i = 0; i < detail::most_accounts; i++) {
        if (host.input("user.account", fact, i) != DSREG_IN_PRESENT) break;
        if (fact->instance == nullptr) continue;
        const std::string id = fact->instance;
        std::string tenant = lowered(detail::of_instance(host, "user.tenant", id));
        const bool exact = !said.empty() && tenant == said;
        if (!chosen.id.empty() && !exact) continue;
        chosen = {id, std::string(input_text(host, "user.account", i)), std::move(tenant),
                  lowered(detail::of_instance(host, "user.environment", id))};
        if (exact || said.empty()) break;
    }
    return chosen;
}

// For the calls of dsreg.broker/1: its id is all that they go by. Empty id: the first account.
inline dsreg_account as_account(const signed_in& who)
{
    return {sizeof(dsreg_account),  0, who.id.c_str(), who.name.c_str(), who.tenant.c_str(),
            who.environment.c_str()};
}

} // namespace common
