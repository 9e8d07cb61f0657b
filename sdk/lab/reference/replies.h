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

// What only the reference broker has, on an interface of its own: "sss" -> "s" too. Its kind alone.
extern const char* const state_interface; // "org.dsreg.ReferenceBroker1"
extern const char* const state_method;    // "getState"

std::string reply(const scenario& s, const broker_call& call);
// What a call that had no fault leaves behind: removeAccount takes the account out.
void settle(scenario& s, const broker_call& call);
// Of getState, about one account; nullptr: nobody is signed in.
std::string state_reply(const scenario& s, int64_t now_s, const account* of);

// The host that stands for the cloud of the tenant in an account, its "environment".
std::string account_environment(const scenario& s);

// A token-shaped text with these claims (a JSON object). Unsigned: nothing accepts it.
std::string fake_token(const std::string& claims);

} // namespace dsreg::lab
