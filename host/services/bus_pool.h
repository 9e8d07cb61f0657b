// Connections that wait for the next question: authenticating costs twenty times what asking does.
#pragma once
#include "bus/client.h"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace dsreg::services {

class bus_pool
{
public:
    bus::outcome take(const std::string& address, bus::clock::time_point deadline,
                      bus::connection& ret);
    // `kind`: how the last question on it ended. One that may be out of step or gone is closed.
    void give_back(const std::string& address, uint32_t kind, bus::connection&& connection);

private:
    std::mutex lock_;
    std::map<std::string, std::vector<bus::connection>> idle_;
};

} // namespace dsreg::services
