#include "services/bus_pool.h"

namespace dsreg::services {
namespace {

constexpr std::size_t most_idle = 4;

} // namespace

bus::outcome bus_pool::take(const std::string& address, bus::clock::time_point deadline,
                            bus::connection& ret)
{
    {
        const std::lock_guard guard(lock_);
        std::vector<bus::connection>& idle = idle_[address];
        if (!idle.empty()) {
            ret = std::move(idle.back());
            idle.pop_back();
            return {};
        }
    }
    return ret.open(address, deadline);
}

void bus_pool::give_back(const std::string& address, uint32_t kind, bus::connection&& connection)
{
    if (kind == DSREG_X_TIMEOUT || kind == DSREG_X_DISCONNECTED || kind == DSREG_X_PROTOCOL) return;
    const std::lock_guard guard(lock_);
    std::vector<bus::connection>& idle = idle_[address];
    if (idle.size() < most_idle) idle.push_back(std::move(connection));
}

} // namespace dsreg::services
