// The privilege border of org.dsreg.DeviceBroker1 (the document's DBusDispatcher): who may call
// which method, decided anew at each call by the caller's effective uid as the bus tells it. What
// cannot be found out is denied. What stands behind the border checks nothing.
#pragma once
#include "bus/client.h"
#include "bus/server.h"
#include "device/crew.h"
#include "wire/world.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace dsreg::device {

enum class rights { everyone, root };

// Which threads do it: a list never waits for a tenant's server, and nothing for a change.
enum class pace { quick, slow, change };

struct guarded_method {
    std::string name;
    std::size_t arguments = 0; // each a text
    rights needs = rights::root;
    pace how = pace::quick;
    std::function<bus::answer(const bus::incoming&)> work; // many threads at once, but a change
};

// Whose connection a unique name of the bus is.
class identifier
{
public:
    virtual ~identifier() = default;
    virtual bus::outcome uid_of(const std::string& sender, uint32_t& ret) = 0;
};

// Root is root. In a lab everybody is one user: there, whoever the service runs as counts as root
// when the scenario plays it so.
bool is_root(const wire::world& where, uid_t caller, uid_t self) noexcept;

class dispatcher
{
public:
    dispatcher(const wire::world& where, uid_t self, identifier& who,
               std::vector<guarded_method> methods);

    // Called by the one thread that serves the bus. Answers by `reply`, always: in the end with
    // what the method says, else with AccessDenied, InvalidArgs or LimitsExceeded.
    void take(const std::string& method, const bus::incoming& call, const bus::later& reply);

    // Nothing more is taken, what waits is refused, and changes that were begun come to their end.
    void close();

    const std::vector<guarded_method>& methods() const { return methods_; }

private:
    const guarded_method* find(const std::string& name) const;
    void start(const guarded_method& method, uint32_t uid, const bus::incoming& call,
               const bus::later& reply);

    const wire::world where_;
    const uid_t self_;
    identifier& who_;
    const std::vector<guarded_method> methods_;
    struct tally {
        std::mutex mutex;
        std::map<std::pair<uint32_t, pace>, std::size_t> of; // calls that are not answered
    };
    const std::shared_ptr<tally> open_ = std::make_shared<tally>();
    std::map<pace, crew> crews_;
};

} // namespace dsreg::device
