// The services with heavy libraries are shared objects beside dsreg-service, dsreg-service-net.so,
// -bus.so, -device.so and -journal.so: a process loads only what its kind needs, because the
// dynamic linker is most of what a start costs.
#pragma once
#include "base/status.h"
#include "services/service.h"

#include <string_view>
#include <vector>

namespace dsreg::services {

using service_list = std::vector<std::unique_ptr<service>>;
using make_services = void (*)(const wire::world& where, service_list& ret);

// The factory of a kind. The library stays loaded.
status find_services(std::string_view kind, make_services& ret);

} // namespace dsreg::services

// What each of those objects exports.
extern "C" void dsreg_make_services(const dsreg::wire::world& where,
                                    dsreg::services::service_list& ret);
