// The identity broker of one user, on one session bus: found, asked, understood.
#pragma once
#include "broker/overview.h"
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
    std::string home;        // as the machine inside the root names it; "": none
    tool_rules tool = {};    // for the vendor's own dsreg
    std::shared_ptr<tool_memory> memory = std::make_shared<tool_memory>();
};

place place_of(const wire::world& where);

// How a question is to be asked.
struct asking {
    clock::time_point deadline;
    bool may_start = false; // may the bus start a broker that does not run?
};

struct account_choice; // see replies.h

// What became of the accounts that a broker was asked to remove.
struct account_removal {
    wire::broker_account account;
    bool gone = false;        // not listed any more; or, with `check` an error, the broker said so
    wire::broker_error error; // what it answered
};
struct account_removals {
    std::vector<account_removal> accounts;
    bool nobody = false;      // none runs, and the bus could start none
    bool not_started = false; // `error` says why
    uint32_t vendor = 0;      // DSREG_BROKER_*
    wire::broker_error error; // nothing was asked to go
    wire::broker_error check; // why its accounts could not be listed afterwards
};

// Used by one thread at a time. What goes wrong is in the answer's `error`, never thrown.
class session_broker
{
public:
    session_broker(bus::connection& connection, place where);

    wire::broker_info info(const asking& how);
    wire::broker_accounts accounts(const asking& how);
    wire::broker_token token(const wire::broker_token_request& what, const asking& how);
    // The token for the registration service itself, of the first account of `tenant_id` ("": of
    // the first account), for who must hand it on: the caller wipes it. It is a JWT of at most 64
    // KiB. `ret_who` is whom it was asked for; nobody there: as info() tells it.
    wire::broker_error drs_token(const std::string& tenant_id, const asking& how,
                                 std::string& ret_token, wire::broker_info& ret_who);
    // Asks it to remove every account, and then which ones it has still. Starts one if need be.
    account_removals remove_accounts(clock::time_point deadline);
    // `home_account_id` "": the first account.
    wire::broker_state state(const std::string& home_account_id, const asking& how);
    // All of it, with one search for the owner: see overview.h. Each question gets `each` at the
    // most.
    broker::overview overview(const std::string& tenant_id, const asking& how,
                              clock::duration each);

private:
    struct owner;
    // unknown: the bus could not be asked. not_started: it tried, and failed.
    enum class found { running, stopped, not_started, unknown };
    found find_owner(const asking& how, owner& ret, wire::broker_error& ret_error);
    void judge(owner& who, clock::time_point deadline);
    bool ask(const owner& who, const char* method, const std::string& correlation,
             const std::string& request, clock::time_point deadline, std::string& ret,
             wire::broker_error& ret_error, const char* interface = interface_name);
    bool ask_for_token(const owner& who, uint32_t kind, const account_choice& whose,
                       const asking& how, std::string& ret_reply, std::string& ret_correlation,
                       wire::broker_error& ret_error);
    void ask_vendor_tool(const std::string& home_account_id, const asking& how,
                         wire::broker_state& ret);
    void describe_stopped(const asking& how, found how_found, wire::broker_info& ret);
    void ask_version(const owner& who, clock::time_point deadline, wire::broker_info& ret);
    wire::broker_accounts ask_accounts(const owner& who, clock::time_point deadline);
    wire::broker_state ask_state(const owner& who, const wire::broker_accounts& list,
                                 const std::string& account, const asking& how);
    static void describe_owner(const owner& who, wire::broker_info& ret);

    bus::connection& bus_;
    place where_;
};

// Opens a session bus for it. Empty address: DSREG_X_CONNECT with `why`.
bus::outcome connect(const wire::world& where, clock::time_point deadline, bus::connection& ret);

} // namespace dsreg::broker
