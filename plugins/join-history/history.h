// What a device service's log tells of its attempts to register.
#pragma once
#include "join-history/log_lines.h"

#include <vector>

namespace joining {

struct logged {
    int64_t time = 0;
    int32_t pid = 0;
    std::string_view message;
};

// The last attempt that the log tells of. False: none.
bool last_attempt(const std::vector<logged>& newest_first, attempt& ret);

} // namespace joining
