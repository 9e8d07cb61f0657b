// What one look at the broker tells: for whoever wants all of it at once.
#pragma once
#include "wire/services.h"

#include <string>

namespace dsreg::broker {

// Whoever does not answer a simple question is not asked a harder one. Nobody to be asked: `info`
// has no pid and says why.
struct overview {
    wire::broker_info info;
    bool accounts_asked = false;
    wire::broker_accounts accounts;
    bool state_asked = false; // not without the accounts
    std::string account;      // whose state: the first of the tenant, else the first; "": nobody
    wire::broker_state state;
    template <class A>
    void fields(A& a)
    {
        a(info, accounts_asked, accounts, state_asked, account, state);
    }
};

} // namespace dsreg::broker
