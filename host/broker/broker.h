// The identity broker of one user, on one session bus: found, asked, understood.
#pragma once
#include "broker/vendor_output.h"
#include "broker/vendor_tool.h"
#include "bus/client.h"
#include "wire/services.h"
#include "wire/world.h"

#include <memory>
#include <mutex>
#include <string>

namespace dsreg::broker {

using clock = bus::clock;

constexpr const char* bus_name = "com.microsoft.identity.broker1";
constexpr const char* object_path = "/com/microsoft/identity/broker1";
constexpr const char* interface_name = "com.microsoft.identity.Broker1";

// What the vendor's tool said: it is run once, however many ask, because each run of it asks the
// broker and the network of its own. Used by many threads.
class tool_memory
{
public:
    // errc::not_found: there is no tool. Whoever comes second waits, until `deadline` at the most.
    status ask(const tool_rules& rules, clock::time_point deadline, vendor_output& ret);

private:
    std::timed_mutex one_at_a_time_;
    bool asked_ = false;
    status end_;
    vendor_output said_;
};

// Where the broker's files lie.
struct place {
    std::string device_root; // "": the machine's own
    std::string home;        // not below the root's prefix; "": none
    tool_rules tool = {};    // for the vendor's own dsreg
    std::shared_ptr<tool_memory> memory = std::make_shared<tool_memory>();
};

place place_of(const wire::world& where);

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
    // `home_account_id` "": the first account.
    wire::broker_state state(const std::string& home_account_id, const asking& how);

private:
    struct owner;
    // unknown: the bus could not be asked. not_started: it tried, and failed.
    enum class found { running, stopped, not_started, unknown };
    found find_owner(const asking& how, owner& ret, wire::broker_error& ret_error);
    void judge(owner& who, clock::time_point deadline);
    bool ask(const owner& who, const char* method, const std::string& correlation,
             const std::string& request, clock::time_point deadline, std::string& ret,
             wire::broker_error& ret_error, const char* interface = interface_name);
    void ask_vendor_tool(const std::string& home_account_id, const asking& how,
                         wire::broker_state& ret);
    void describe_stopped(const asking& how, found how_found, wire::broker_info& ret);

    bus::connection& bus_;
    place where_;
};

// Opens a session bus for it. Empty address: DSREG_X_CONNECT with `why`.
bus::outcome connect(const wire::world& where, clock::time_point deadline, bus::connection& ret);

} // namespace dsreg::broker
