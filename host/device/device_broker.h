// The one home of the device root, as a value to ask. It checks no privilege: the border does (the
// service process, or whoever calls it in process).
#pragma once
#include "device/home_notes.h"
#include "device/root.h"
#include "device/server_check.h"
#include "device/survey.h"
#include "wire/device.h"
#include "wire/world.h"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>

namespace dsreg::device {

class device_broker
{
public:
    explicit device_broker(const wire::world& where,
                           std::chrono::milliseconds pause = std::chrono::seconds(5));

    wire::device_list list() const { return look_around(where_, root_, home_.read()).list; }
    wire::device_verdict key_match(const std::string& instance) const;
    wire::device_verdict sign_test(const std::string& instance) const;

    // Asks the tenant once for each registration and cloud, however often it is called: what it
    // said stands for as long as this object lives. A round that a caller's time cut short says
    // nothing and is not kept, so that an impatient caller cannot answer for a patient one; each
    // makes the time longer that the next one has to bring, so that nobody can make us ask for
    // ever. Ends by `until`; `ret_cut`: for want of time.
    wire::device_verdict server_test(const std::string& instance, const std::string& cloud,
                                     net::time_point until, bool& ret_cut);

    // The two that change the machine. Whoever calls them is root, or plays it: see dispatcher.h.

    // Tells the tenant that this device leaves, and after its yes removes certificate and key.
    // `cloud` "": whichever knows the tenant. A minute is enough.
    wire::device_unregistering unregister(const std::string& tenant_id, net::time_point until,
                                          const std::string& cloud = "") const;
    // How that would end at once, without a word to anybody; `end` 0: the tenant would be asked.
    // `done`: an earlier run had its yes, and only files are left to remove.
    wire::device_unregistering look_to_unregister(const std::string& tenant_id) const;

    // Stops the device broker and removes its keys, certificates and data, of all tenants; the
    // tenants are not told.
    wire::device_removal cleanup(net::time_point until) const;

private:
    using asked = std::pair<std::string, std::string>; // instance, cloud
    struct answer {
        bool asking = false, stands = false;
        std::chrono::milliseconds needed = round_time; // for a round
        wire::device_verdict verdict;
    };
    void finish(answer& of, const wire::device_verdict* verdict); // null: it was cut short

    const wire::world where_;
    const root root_;
    const home_notes home_;
    const server_check server_;
    const std::chrono::milliseconds needed_most_;
    std::mutex mutex_;
    std::condition_variable answered_;
    std::map<asked, answer> answers_;
};

} // namespace dsreg::device
