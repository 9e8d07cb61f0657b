// Himmelblau's /var/cache/himmelblaud/himmelblau.conf, which its daemon writes: a section for each
// domain with tenant_id and device_id (himmelblau, src/common).
#pragma once
#include "base/status.h"

#include <string>
#include <string_view>
#include <vector>

namespace dsreg::device {

struct domain_note {
    std::string domain, tenant_id, device_id; // ids in lower case; "": not said, or no GUID
};

// The sections that name a device, in the order of the file; at most 16. errc::protocol: no ini.
status read_domain_notes(std::string_view file, std::vector<domain_note>& ret);

} // namespace dsreg::device
