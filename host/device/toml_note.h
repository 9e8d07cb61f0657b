// Intune's registration.toml: which device and tenant the user's portal registered. Its members are
// known from public configurations and reports (codgician/serenitea-pot, sverrejoh/intune-doctor).
#pragma once
#include "base/status.h"

#include <string>
#include <string_view>

namespace dsreg::device {

struct registration_note {
    std::string device_id; // aad_device_hint, lower case; "": it names none
    std::string tenant_id; // of `tenant` or `authority`; "": it names none by its id
};

// Reads `key = "text"` lines and passes over every other kind of TOML. errc::protocol: it is no
// text of such lines, or its device id is no GUID.
status read_registration_note(std::string_view file, registration_note& ret);

} // namespace dsreg::device
