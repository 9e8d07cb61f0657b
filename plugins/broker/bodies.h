// The five probes' bodies; probe.cpp describes them.
#pragma once
#include <dsreg/probe.hpp>

namespace broker {

dsreg::result session_bus(dsreg::host host);
dsreg::result name(dsreg::host host);
dsreg::result start(dsreg::host host);
dsreg::result version(dsreg::host host);
dsreg::result device_service(dsreg::host host);

// Codes of rows: what stops a user at the bus, and what the transport table has for the rest.
inline constexpr uint32_t code_access = 0x80070005u;
inline constexpr uint32_t code_absent = 0x80070002u;
inline constexpr uint32_t code_timeout = 0x80072ee2u;
inline constexpr uint32_t code_cut = 0x80072efeu;
inline constexpr uint32_t code_garbage = 0x8007000du;

inline uint32_t code_of(uint32_t error)
{
    switch (error) {
    case DSREG_X_ACCESS:
        return code_access;
    case DSREG_X_TIMEOUT:
        return code_timeout;
    case DSREG_X_DISCONNECTED:
        return code_cut;
    case DSREG_X_PROTOCOL:
    case DSREG_X_TOO_LARGE:
        return code_garbage;
    case DSREG_X_REFUSED:
        return 0;
    default:
        return code_absent;
    }
}

} // namespace broker
