// Which tenant the tests are about.
#pragma once
#include <dsreg/probe.hpp>

#include <string>

namespace drs {

struct tenant {
    std::string id;         // GUID or domain, lower case; "": none known
    const char* key = "";   // the input that named it
    bool malformed = false; // it is neither: `id` is not to be used in a URL
    bool overruled = false; // --tenant-id names another one than the machine's own sources
};

// The order of the inputs is the service connection point, the signed-in accounts, the device, and
// last what the administrator said; that one comes first where the device is registered in it, or
// an account of it is signed in.
tenant choose_tenant(dsreg::host host);

// The input to blame when none is known: the service connection point where its provider ran and
// found none or broke (a domain-joined machine), else the accounts.
const char* missing_tenant(dsreg::host host);

} // namespace drs
