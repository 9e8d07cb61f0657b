// From what was asked to what --status tells. No I/O. The rules are those of the bundled probes,
// which cannot be called from here: what both tell must not differ.
#pragma once
#include "broker/overview.h"
#include "report/status.h"
#include "wire/device.h"

#include <string>
#include <vector>

namespace dsreg::actions {

struct broker_unit {
    report::stated service; // its name
    std::string masked;     // it is, and this is its name; "": it is not
};

struct status_answers {
    std::string tenant_id; // GUID in lower case, the tenant that is meant; "": not said
    bool only = false;     // --tenant-id said it: of no other tenant is told
    int64_t now = 0;       // ns since 1970, by the clock of the world
    wire::device_list device;
    broker::overview broker;
    broker_unit unit;
    bool authd = false; // it is here, and no broker is
};

std::vector<report::account_status> account_rows(const status_answers& all);
// Never empty.
std::vector<report::device_status> device_rows(const status_answers& all);
report::token_status token_rows(const status_answers& all);
report::broker_status broker_rows(const status_answers& all);

// The first question that came to nothing.
std::optional<report::status_error> failure_of(const broker::overview& broker);

// Who is asked about, for those who need an account's tenant: nullptr: nobody is signed in.
const wire::broker_account* chosen_account(const broker::overview& broker);

} // namespace dsreg::actions
