// The broker's errors as evidence.
#pragma once
#include "common/evidence.h"

#include <dsreg/broker_status.hpp>
#include <dsreg/svc/broker.h>

#include <string>

namespace common {

inline const char* vendor_name(uint32_t vendor)
{
    switch (vendor) {
    case DSREG_BROKER_NONE:
        return "";
    case DSREG_BROKER_MICROSOFT:
        return "microsoft";
    case DSREG_BROKER_HIMMELBLAU:
        return "himmelblau";
    case DSREG_BROKER_PROXY:
        return "proxy";
    case DSREG_BROKER_REFERENCE:
        return "reference";
    default:
        return "other";
    }
}

inline void add_error(evidence& e, const dsreg_broker_error& error)
{
    e.text("bus-error", error.dbus_error);
    if (error.status >= 0)
        e.number("status", error.status)
            .text("status-name", dsreg::broker_status_name(error.status));
    if (error.sub_status >= 0) e.number("sub-status", error.sub_status);
    if (error.aadsts != 0) e.text("aadsts", "AADSTS" + std::to_string(error.aadsts));
    // The words may name a user: what the broker says is not ours to trust.
    e.text("tag", error.tag).text("suberror", error.suberror).text("request-id", error.correlation);
    e.text("error", dsreg::view(error.text), DSREG_F_PERSONAL);
}

} // namespace common
