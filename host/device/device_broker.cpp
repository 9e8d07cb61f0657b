#include "device/device_broker.h"

#include "device/key_check.h"
#include "device/key_of_record.h"

#include <algorithm>
#include <dsreg/svc/device.h>

namespace dsreg::device {

device_broker::device_broker(const wire::world& where, std::chrono::milliseconds pause)
    : where_(where), root_(where_), home_(where_), server_(where_, pause),
      needed_most_(pause + 2 * round_time)
{}

wire::device_verdict device_broker::key_match(const std::string& instance) const
{
    const opened_record r = open_record(where_, root_, instance);
    return r.key ? match_key(r.key.get(), r.record.certificate.der) : r.problem;
}

wire::device_verdict device_broker::sign_test(const std::string& instance) const
{
    const opened_record r = open_record(where_, root_, instance);
    return r.key ? sign_with_key(r.key.get(), r.record.certificate.der) : r.problem;
}

void device_broker::finish(answer& of, const wire::device_verdict* verdict)
{
    const std::lock_guard lock(mutex_);
    of.asking = false;
    of.stands = verdict != nullptr;
    if (of.stands)
        of.verdict = *verdict;
    else
        of.needed = std::min(of.needed * 2, needed_most_);
    answered_.notify_all();
}

wire::device_verdict device_broker::server_test(const std::string& instance,
                                                const std::string& cloud, net::time_point until,
                                                bool& ret_cut)
{
    const device::cloud* const at = find_cloud(cloud);
    if (at == nullptr) return no_answer(DSREG_X_NOT_FOUND, "there is no such cloud");
    const opened_record device = open_record(where_, root_, instance);
    if (!device.key) return device.problem;
    // The server would say no more than that the signature is wrong.
    wire::device_verdict verdict = match_key(device.key.get(), device.record.certificate.der);
    if (verdict.verdict != DSREG_DEVICE_OK) return verdict;
    const asked what(instance, cloud);
    std::unique_lock lock(mutex_);
    answer& known = answers_[what];
    while (known.asking) {
        if (answered_.wait_until(lock, until) != std::cv_status::timeout) continue;
        ret_cut = true;
        return no_answer(DSREG_X_TIMEOUT, "the tenant is being asked about this device");
    }
    if (known.stands) return known.verdict;
    if (net::clock::now() + known.needed > until) {
        ret_cut = true;
        return no_answer(DSREG_X_TIMEOUT, "there is too little time left to ask the tenant");
    }
    known.asking = true;
    lock.unlock();
    bool cut = false;
    try {
        verdict = server_.ask(device, *at, until, cut);
    } catch (...) {
        finish(known, nullptr);
        throw;
    }
    finish(known, cut ? nullptr : &verdict);
    ret_cut = ret_cut || cut;
    return verdict;
}

} // namespace dsreg::device
