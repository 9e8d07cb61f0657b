// What a probe sees of a key, given what its provider reported: the one rule of the host and of the
// testkit.
#pragma once
#include "wire/messages.h"

#include <string>
#include <vector>

namespace dsreg::engine {

// Keys of the run itself: of the host, not of a module.
bool is_run_key(const std::string& key);

// `facts`: those that were reported; the ones of another key are passed over. Known values alone
// when there are some, else the unknown ones, else DSREG_IN_SILENT. What `declared` (DSREG_F_*) or
// a value calls SECRET does not leave the host, and is unknown to a probe.
wire::input seen_input(const std::string& key, const std::vector<fact>& facts, uint32_t declared);

} // namespace dsreg::engine
