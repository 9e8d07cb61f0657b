// The parts of a scenario file, one reader each. `error` keeps the first mistake.
#pragma once
#include "object_reader.h"
#include "scenario.h"

namespace dsreg::lab {

// Twenty years each way: what a scenario may say in seconds.
constexpr int64_t longest_time = 20LL * 365 * 86'400;

void read_guid(object_reader& in, std::string_view key, std::string& ret);

void read_broker(const boost::json::object& o, status& error, broker_play& ret);
void read_device(const boost::json::object& o, status& error, device_play& ret);
void read_other_devices(const boost::json::array& list, status& error,
                        std::vector<other_device>& ret);
void read_machine(const boost::json::object& o, status& error, machine_play& ret);

} // namespace dsreg::lab
