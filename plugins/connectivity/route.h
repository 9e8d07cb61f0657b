#pragma once
#include <dsreg/probe.hpp>

namespace connectivity {

// True: the kernel says that there is no route to anywhere. It reads a file, so a lab says nothing.
bool has_no_route(dsreg::host host);

} // namespace connectivity
