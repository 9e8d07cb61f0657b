// Does the tenant still know this device? Asked of its sign-in service with the device key alone:
// a nonce, then a device token, of which only the verdict is kept.
//
// What Windows asks for its DeviceAuthStatus is not public; this flow is that of [MS-OAPXBC]
// 3.2.5.1.1 for the nonce and of ROADtools for the token.
#pragma once
#include "device/key_of_record.h"
#include "device/token_request.h"
#include "net/network.h"
#include "wire/device.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace dsreg::device {

// Two exchanges take about that.
constexpr std::chrono::milliseconds round_time(500);

class server_check
{
public:
    // `where` must outlive it. `pause`: before a fresh device is asked about again.
    server_check(const wire::world& where, std::chrono::milliseconds pause);
    ~server_check(); // ends a pause

    // Ends by `until`. `ret_cut`: for want of time.
    wire::device_verdict ask(const opened_record& device, const cloud& at, net::time_point until,
                             bool& ret_cut) const;

private:
    wire::device_verdict round(const opened_record& device, const cloud& at, net::time_point until,
                               bool& ret_cut) const;
    wire::http_reply post(const cloud& at, const std::string& tenant, std::string body,
                          net::time_point until, bool& ret_cut) const;
    bool is_fresh(const wire::device_certificate& c) const;
    bool wait(net::time_point until) const;

    const wire::world& where_;
    const net::network net_;
    const std::chrono::milliseconds pause_;
    mutable std::mutex mutex_;
    mutable std::condition_variable ended_;
    bool over_ = false;
};

} // namespace dsreg::device
