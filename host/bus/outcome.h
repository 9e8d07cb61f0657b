// How a question to a message bus ended, in the words of the contract.
#pragma once
#include "dsreg/probe.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace dsreg::bus {

struct outcome {
    uint32_t kind = DSREG_X_NONE; // DSREG_X_*
    std::string name;             // "org.freedesktop.DBus.Error.ServiceUnknown"; "": none
    std::string text;             // foreign: make it safe before it is shown
    bool ok() const noexcept { return kind == DSREG_X_NONE; }
};

// DSREG_X_* of a D-Bus error.
uint32_t kind_of_error(std::string_view name, std::string_view text);

} // namespace dsreg::bus
