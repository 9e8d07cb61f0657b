// One connection to a message bus, for asking. Nothing is ever started by a call: resolve the owner
// of a name first and address the unique name; a replaced owner then shows as an error.
#pragma once
#include "base/status.h"
#include "base/value.h"
#include "bus/outcome.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace dsreg::bus {

using clock = std::chrono::steady_clock;

constexpr std::size_t most_items = 4096;
constexpr std::size_t most_bytes = 256 * 1024;

struct request {
    std::string destination; // unique or well-known name
    std::string path, interface, member;
    std::string signature;        // basic types: "ybnqiuxtdsog"
    std::vector<value> arguments; // as many as the signature has types
    // Then a dictionary a{ss}; none: no such argument.
    std::vector<std::pair<std::string, std::string>> dictionary = {};
};

// `ok` when the names, the path, the signature and the arguments may travel; errc::invalid says
// which one may not.
status check(const request& what);

// The reply, flattened: "0" the first value, "0/ActiveState" an entry of a dictionary, "0/3" an
// element of an array or structure; variants are opened. Unsigned 64-bit numbers above 2^63 - 1
// come as text of their digits.
using items = std::vector<named_value>;

// Text at `path` of a reply; "" when it is not there or no text.
std::string text_at(const items& list, std::string_view path);

// Used by one thread at a time. Every call ends by its deadline, whatever the bus does.
class connection
{
public:
    connection() noexcept;
    connection(connection&&) noexcept;
    connection& operator=(connection&&) noexcept;
    ~connection();

    // Address lists of "unix:path=..." and "unix:abstract=..." only. Not there, refused, and a bus
    // that accepts and stays silent are DSREG_X_CONNECT and DSREG_X_TIMEOUT; one that serves
    // another user only is DSREG_X_ACCESS.
    outcome open(const std::string& address, clock::time_point deadline);
    bool is_open() const noexcept;

    // A request that check() refuses is DSREG_X_PROTOCOL. A unique name that is gone is
    // DSREG_X_DISCONNECTED. More than `max_bytes` or most_items:
    // DSREG_X_TOO_LARGE.
    outcome call(const request& what, clock::time_point deadline, items& ret,
                 std::size_t max_bytes = most_bytes);

    // The unique name that owns `name`; nobody: DSREG_X_NOT_FOUND.
    outcome name_owner(const std::string& name, clock::time_point deadline, std::string& ret);
    outcome owner_uid(const std::string& name, clock::time_point deadline, uint32_t& ret);
    outcome owner_pid(const std::string& name, clock::time_point deadline, int32_t& ret);
    outcome activatable_names(clock::time_point deadline, std::vector<std::string>& ret);
    // Starts the service of an activatable name; the one call that changes something.
    outcome start_service(const std::string& name, clock::time_point deadline);
    // One property, as one value.
    outcome property(const std::string& destination, const std::string& path,
                     const std::string& interface, const std::string& name,
                     clock::time_point deadline, value& ret);

private:
    outcome ask_driver(const char* member, const std::string& name, clock::time_point deadline,
                       items& ret);
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace dsreg::bus
