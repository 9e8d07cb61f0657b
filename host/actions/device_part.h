// What dsreg-action-device.so exports: --status loads it, and OpenSSL with it, when there is a
// certificate that it may read.
#pragma once
#include "device/find.h"

#include <string_view>

// read_certificates() of device/find.h.
extern "C" void dsreg_read_certificates(dsreg::device::found_file& file, std::string_view bytes);
