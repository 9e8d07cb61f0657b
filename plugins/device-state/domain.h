// Is this machine a member of an Active Directory domain, and of which?
#pragma once
#include "device-state/answer.h"

namespace device_state {

struct membership {
    said joined;
    std::string name;   // NetBIOS name if known, else the DNS domain; "": not known
    std::string source; // of the name
};

// Asks realmd if it runs, then reads what sssd and Samba are told, then looks whether the host has
// a keytab. What only root may read is never taken for a no.
membership find_domain(dsreg::host host);

} // namespace device_state
