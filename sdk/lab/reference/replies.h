// The replies of identity brokers on D-Bus, in the shapes of each era and vendor. Pure: no bus.
#pragma once
#include "scenario.h"

#include <cstdint>
#include <string>

namespace dsreg::lab {

struct broker_call {
    std::string method, correlation, request; // request: JSON
    int64_t now_s = 0;                        // since 1970
};

// The eight methods, each "sss" -> "s".
const std::vector<std::string>& broker_methods();

std::string reply(const scenario& s, const broker_call& call);

// A token-shaped text with these claims (a JSON object). Unsigned: nothing accepts it.
std::string fake_token(const std::string& claims);

} // namespace dsreg::lab
