// Values in the contract's shape, and as they travel.
#pragma once
#include "base/value.h"
#include "worker/arena.h"

#include <dsreg/probe.h>

namespace dsreg::worker {

// Reads what a module gave. DSREG_E_INVALID: a null pointer with a length; DSREG_E_LIMIT: a text
// over 32 KiB. A null `const char *` is the empty text where `may_be_null`.
dsreg_status take(const char* text, bool may_be_null, std::string& ret);
dsreg_status take(dsreg_str text, std::string& ret);
dsreg_status take(const dsreg_value& given, value& ret);

// Gives a view; it lives as long as `v`.
dsreg_value give(const value& v) noexcept;
dsreg_str give(const std::string& s) noexcept;

} // namespace dsreg::worker
