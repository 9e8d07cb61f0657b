// What the parts of session_broker share, and nobody else sees.
#pragma once
#include "broker/broker.h"
#include "broker/error_text.h"
#include "broker/owner.h"
#include "dsreg/svc/broker.h"

namespace dsreg::broker {

struct session_broker::owner {
    std::string unique;
    int32_t pid = 0;
    std::string program;
    int64_t program_time = 0;
    bool started = false; // by us, just now
    installed files;
    verdict judged;
};

inline wire::broker_error of_outcome(const bus::outcome& end)
{
    wire::broker_error e;
    e.kind = end.kind;
    e.dbus_error = end.name;
    e.text = foreign_text(end.text);
    return e;
}

inline wire::broker_error of_text(uint32_t kind, const char* text, const char* dbus_error = "")
{
    wire::broker_error e;
    e.kind = kind;
    e.dbus_error = dbus_error;
    e.text = text;
    return e;
}

inline wire::broker_error not_running()
{
    return of_text(DSREG_X_NOT_FOUND, "the broker is not running");
}

} // namespace dsreg::broker
