// What --cleanup takes out of the session: the broker's accounts, and what it keeps in the user's
// Secret Service. Each thing is a row that says what became of it.
#pragma once
#include "broker/broker.h"
#include "bus/client.h"
#include "wire/device.h"

#include <vector>

namespace dsreg::broker {

// Asks the broker to remove each of its accounts; one that does not run is started, because its
// accounts are to go as well. `path` of a row is "account alice@contoso.com". None is installed:
// one row, absent, that says so.
std::vector<wire::device_step> clear_accounts(bus::connection& session, const place& where,
                                              clock::time_point deadline);

// Deletes the broker's items from the `login` collection, and no other item; `path` is "stored
// credential ...". No Secret Service, no such collection, a locked one: a row that says so.
std::vector<wire::device_step> clear_credentials(bus::connection& session,
                                                 clock::time_point deadline);

// `why` of an account that Himmelblau keeps whenever it is asked, so that asking again is of no
// use.
constexpr const char* himmelblau_keeps =
    "Himmelblau's broker cannot remove accounts; its own way is sudo aad-tool cache-clear";

} // namespace dsreg::broker
