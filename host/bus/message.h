// Values into a message and out of it. Inside this room only; what sdbus-c++ throws passes through.
#pragma once
#include "bus/compat.h"

#include <cstddef>

namespace dsreg::bus {

// One basic value of type `code` ('s', 'u', ...). errc::invalid: it does not fit, with the reason;
// `m` null only checks.
status append(sdbus::Message* m, char code, const value& v);

void append(sdbus::Message& m, const typed& v);

enum class flattened { fine, too_large };
flattened flatten(sdbus::Message& m, std::size_t max_bytes, items& ret);

} // namespace dsreg::bus
