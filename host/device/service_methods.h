// What org.dsreg.DeviceBroker1 offers: its methods, each with what it needs. JSON (json.h) comes
// out of all of them; no method signs, hands out or takes bytes of the caller's choosing.
//
//   GetRegistrations() -> s            every registration of this machine and its files
//   KeyMatch(s instance) -> s          does the private key belong to the certificate?
//   SignTest(s instance) -> s          can the key sign? The service's own random bytes
//   ServerTest(s instance, s cloud) -> s   does the tenant know this device? "public", "usgov",
//                                      "china"
//   Unregister(s tenant_id) -> s       root alone
//   Cleanup() -> s                     root alone
//
// `instance` is one of GetRegistrations. The two that only root may call wait for nobody: while a
// command line changes this machine, their answer says so (lock.h).
#pragma once
#include "device/dispatcher.h"
#include "wire/world.h"

#include <vector>

namespace dsreg::device {

constexpr const char* service_name = "org.dsreg.DeviceBroker1"; // and interface
constexpr const char* service_path = "/org/dsreg/DeviceBroker1";

// `where` has no home: notes in the homes of users are those users' own business.
std::vector<guarded_method> service_methods(const wire::world& where);

} // namespace dsreg::device
