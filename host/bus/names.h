// What may be said on a message bus: the grammar of names, paths, signatures and addresses.
#pragma once
#include <string>
#include <string_view>

namespace dsreg::bus {

bool is_bus_name(std::string_view s);    // ":1.42" or "org.example.A"
bool is_unique_name(std::string_view s); // ":1.42"
bool is_interface(std::string_view s);
bool is_member(std::string_view s);
bool is_object_path(std::string_view s);
bool is_basic_signature(std::string_view s); // basic types without descriptors; at most 64

// A list of "unix:path=..." and "unix:abstract=..." entries. Others could run a program
// (unixexec:), ask a name server (tcp:) or enter a container (machine:).
bool is_local_address(std::string_view s);

// Where the one socket of an address lies: a path, or a name that begins with NUL when it is
// abstract; "" for a list and for what cannot be told.
std::string socket_of(std::string_view address);

} // namespace dsreg::bus
