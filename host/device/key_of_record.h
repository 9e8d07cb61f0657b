// A record with its private key, looked up afresh for each test. Notes in the user's home are not
// read for it: they have no key, and the home's file system may not answer.
#pragma once
#include "device/openssl_ptr.h"
#include "device/root.h"
#include "wire/device.h"
#include "wire/world.h"

#include <string>

namespace dsreg::device {

struct opened_record {
    wire::device_record record;
    key_ptr key; // null: see `problem`
    wire::device_verdict problem;
};

opened_record open_record(const wire::world& where, const root& below, const std::string& instance);

wire::device_verdict no_answer(uint32_t error, std::string text);

} // namespace dsreg::device
