#include "descriptor.h"

#include <boost/json.hpp>

namespace dsreg::lab {

namespace json = boost::json;

std::string descriptor(const wire::world& w)
{
    json::array hosts, owners;
    for (const wire::host_entry& h : w.hosts) {
        hosts.push_back({{"name", h.name},
                         {"port", h.port},
                         {"address", h.address},
                         {"to_port", h.to_port},
                         {"fail", h.fail}});
    }
    for (const wire::owner_entry& o : w.owners) {
        owners.push_back({{"path", o.path}, {"uid", o.uid}, {"gid", o.gid}, {"mode", o.mode}});
    }
    const json::object user{{"uid", w.uid}, {"gid", w.gid}, {"name", w.user}, {"home", w.home}};
    return json::serialize(json::object{{"format", "dsreg-lab/1"},
                                        {"scenario", w.scenario},
                                        {"user", user},
                                        {"session_bus", w.session_bus},
                                        {"session_why", w.session_why},
                                        {"system_bus", w.system_bus},
                                        {"device_root", w.device_root},
                                        {"hosts", std::move(hosts)},
                                        {"dns_server", w.dns_server},
                                        {"ca_file", w.ca_file},
                                        {"proxy", w.proxy},
                                        {"no_proxy", w.no_proxy},
                                        {"clock_offset_ns", w.clock_offset},
                                        {"elevated", w.elevated},
                                        {"owners", std::move(owners)}}) +
           "\n";
}

} // namespace dsreg::lab
