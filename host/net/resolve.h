// From a name to addresses: on the machine, or in a lab's host map and nowhere else.
#pragma once
#include "net/address.h"
#include "net/dns_query.h"
#include "net/failure.h"
#include "net/wait.h"
#include "wire/world.h"

#include <string>
#include <vector>

namespace dsreg::net {

struct resolution {
    std::vector<endpoint> addresses; // in the order in which to try them
    failure why;                     // set when there are none
};

class resolver
{
public:
    explicit resolver(const wire::world& where) : where_(where) {}

    // Ends by `until`, whatever the name servers do.
    resolution resolve(const std::string& host, uint16_t port, time_point until) const;

    // The same for a proxy, which a lab may also name by its loopback address.
    resolution resolve_proxy(const std::string& host, uint16_t port, time_point until) const;

    // The name servers to ask directly. In a lab: the lab's, or none.
    std::vector<std::string> servers() const;

private:
    resolution on_machine(const std::string& host, uint16_t port, time_point until) const;
    resolution in_lab(const std::string& host, uint16_t port, time_point until) const;

    const wire::world& where_;
};

} // namespace dsreg::net
