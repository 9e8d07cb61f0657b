// Asks org.dsreg.DeviceBroker1 on the system bus, from a process that may not read the device's
// files. Observes first; the one thing that it ever starts is that service.
#pragma once
#include "base/status.h"
#include "bus/client.h"
#include "wire/device.h"
#include "wire/world.h"

#include <mutex>
#include <string>
#include <vector>

namespace dsreg::device {

// May who has the service's name be believed? Root may; in a lab, where nobody is, who plays it.
bool is_trusted(const wire::world& where, uint32_t owner) noexcept;

// How each question ends: errc::not_found when no such service is here (not installed, or somebody
// else than root has its name), errc::access when the border or the bus refused, errc::timeout,
// and errc::protocol or errc::io for a service that failed. Of the service's life this remembers
// what it has seen. Used by many threads at once.
class client
{
public:
    explicit client(const wire::world& where); // copied

    status list(bus::clock::time_point until, wire::device_list& ret);
    status key_match(const std::string& instance, bus::clock::time_point until,
                     wire::device_verdict& ret);
    status sign_test(const std::string& instance, bus::clock::time_point until,
                     wire::device_verdict& ret);
    // `ret_cut`: it ended for want of time, and says nothing about the device.
    status server_test(const std::string& instance, const std::string& cloud,
                       bus::clock::time_point until, wire::device_verdict& ret, bool& ret_cut);

private:
    using texts = std::vector<std::string>;
    status ask(const char* method, const texts& arguments, bus::clock::time_point until,
               std::string& ret_json);
    status find(bus::connection& on, bus::clock::time_point until, std::string& ret_owner);
    status verdict(const char* method, const texts& arguments, bus::clock::time_point until,
                   wire::device_verdict& ret, bool& ret_cut);

    const wire::world where_;
    std::mutex mutex_;
    std::string owner_; // "": not seen yet
    bool absent_ = false;
};

} // namespace dsreg::device
