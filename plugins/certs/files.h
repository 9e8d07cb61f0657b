// A file of the device as evidence.
#pragma once
#include "common/evidence.h"

#include <dsreg/svc/device.h>

namespace certs {

// Path (which may hold the device's id), owner, mode, and what is wrong with it.
void add_file(common::evidence& e, const dsreg_device_file& file);

} // namespace certs
