#include "device/device_broker.h"
#include "device/unregistering.h"

namespace dsreg::device {

wire::device_unregistering device_broker::look_to_unregister(const std::string& tenant_id) const
{
    return unregistering({where_, root_, home_}).look(tenant_id);
}

wire::device_unregistering device_broker::unregister(const std::string& tenant_id,
                                                     net::time_point until,
                                                     const std::string& cloud) const
{
    return unregistering({where_, root_, home_}).run(tenant_id, cloud, until);
}

} // namespace dsreg::device
