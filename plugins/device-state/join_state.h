// The join state of a device, from the three answers of the Windows document's table.
#pragma once
#include "device-state/answer.h"

namespace device_state {

struct join_state {
    const char* text = "";    // "": it cannot be known
    const char* finding = ""; // the code of a combination that must not be
};

join_state judge_join(answer joined, answer enterprise, answer domain, answer workplace);

} // namespace device_state
