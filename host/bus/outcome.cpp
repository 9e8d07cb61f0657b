#include "bus/outcome.h"

#include <array>

namespace dsreg::bus {
namespace {

struct row {
    std::string_view name;
    uint32_t kind;
};

// System.Error.* is how sd-bus names an errno, its own or the service's.
constexpr std::array rows{
    row{"org.freedesktop.DBus.Error.ServiceUnknown", DSREG_X_NOT_FOUND},
    row{"org.freedesktop.DBus.Error.NameHasNoOwner", DSREG_X_NOT_FOUND},
    row{"org.freedesktop.DBus.Error.UnknownObject", DSREG_X_NOT_FOUND},
    row{"org.freedesktop.DBus.Error.AccessDenied", DSREG_X_ACCESS},
    row{"org.freedesktop.DBus.Error.InteractiveAuthorizationRequired", DSREG_X_ACCESS},
    row{"System.Error.EACCES", DSREG_X_ACCESS},
    row{"System.Error.EPERM", DSREG_X_ACCESS},
    row{"org.freedesktop.DBus.Error.Timeout", DSREG_X_TIMEOUT},
    row{"org.freedesktop.DBus.Error.TimedOut", DSREG_X_TIMEOUT},
    row{"System.Error.ETIMEDOUT", DSREG_X_TIMEOUT},
    row{"org.freedesktop.DBus.Error.Disconnected", DSREG_X_DISCONNECTED},
    row{"System.Error.ECONNRESET", DSREG_X_DISCONNECTED},
    row{"System.Error.ENOTCONN", DSREG_X_DISCONNECTED},
    row{"System.Error.EPIPE", DSREG_X_DISCONNECTED},
    row{"System.Error.ESHUTDOWN", DSREG_X_DISCONNECTED},
};

} // namespace

uint32_t kind_of_error(std::string_view name, std::string_view text)
{
    if (name.empty()) return DSREG_X_NONE;
    // The bus says NoReply both when the service left and when it was too slow.
    if (name == "org.freedesktop.DBus.Error.NoReply") {
        return text.find("disconnected") != text.npos ? DSREG_X_DISCONNECTED : DSREG_X_TIMEOUT;
    }
    for (const row& r : rows) {
        if (r.name == name) return r.kind;
    }
    return DSREG_X_REFUSED;
}

} // namespace dsreg::bus
