// The identity broker of one user, on one session bus: found, asked, understood.
#pragma once
#include "bus/client.h"
#include "wire/services.h"
#include "wire/world.h"

#include <string>

namespace dsreg::broker {

using clock = bus::clock;

constexpr const char* bus_name = "com.microsoft.identity.broker1";
constexpr const char* object_path = "/com/microsoft/identity/broker1";
constexpr const char* interface_name = "com.microsoft.identity.Broker1";

// Where the broker's files lie.
struct place {
    std::string device_root; // "": the machine's own
    std::string home;        // not below the root's prefix; "": none
};

// How a question is to be asked.
struct asking {
    clock::time_point deadline;
    bool may_start = false; // may the bus start a broker that does not run?
};

// Used by one thread at a time. What goes wrong is in the answer's `error`, never thrown.
class session_broker
{
public:
    session_broker(bus::connection& connection, place where);

    wire::broker_info info(const asking& how);
    wire::broker_accounts accounts(const asking& how);
    wire::broker_token token(const wire::broker_token_request& what, const asking& how);

private:
    struct owner;
    // unknown: the bus could not be asked. not_started: it tried, and failed.
    enum class found { running, stopped, not_started, unknown };
    found find_owner(const asking& how, owner& ret, wire::broker_error& ret_error);
    void judge(owner& who, clock::time_point deadline);
    bool ask(const owner& who, const char* method, const std::string& correlation,
             const std::string& request, clock::time_point deadline, std::string& ret,
             wire::broker_error& ret_error);
    void describe_stopped(const asking& how, found how_found, wire::broker_info& ret);

    bus::connection& bus_;
    place where_;
};

// Opens a session bus for it. Empty address: DSREG_X_CONNECT with `why`.
bus::outcome connect(const wire::world& where, clock::time_point deadline, bus::connection& ret);

} // namespace dsreg::broker
