#include "device/service_methods.h"

#include "base/text.h"
#include "device/device_broker.h"
#include "device/json.h"
#include "device/lock.h"
#include "device/server_check.h"

#include <chrono>
#include <dsreg/svc/device.h>
#include <memory>
#include <mutex>

namespace dsreg::device {
namespace {

using std::chrono::seconds;

constexpr seconds server_patience(20); // two rounds, five seconds apart
constexpr seconds change_patience(60);
constexpr seconds fresh_for(60);

// A device broker remembers what the tenant said as long as it lives. This service lives on, so it
// takes a new one each minute; that is also how often anybody can make it ask.
class renewed_broker
{
public:
    explicit renewed_broker(const wire::world& where) : where_(where) {}
    std::shared_ptr<device_broker> get()
    {
        const std::lock_guard lock(mutex_);
        if (!broker_ || net::clock::now() - born_ > fresh_for) {
            broker_ = std::make_shared<device_broker>(where_);
            born_ = net::clock::now();
        }
        return broker_;
    }
    void forget()
    {
        const std::lock_guard lock(mutex_);
        broker_.reset();
    }

private:
    const wire::world where_;
    std::mutex mutex_;
    std::shared_ptr<device_broker> broker_;
    net::time_point born_;
};

bus::answer say(std::string json)
{
    return {{bus::of_text(std::move(json))}, "", ""};
}

bus::answer invalid(const char* text)
{
    return bus::answer::error("org.freedesktop.DBus.Error.InvalidArgs", text);
}

wire::device_unregistering not_unregistered(const std::string& why)
{
    wire::device_unregistering end;
    end.end = static_cast<uint32_t>(wire::unregistered::not_started);
    end.error = DSREG_X_REFUSED;
    end.text = why + "; nothing was unregistered";
    return end;
}

} // namespace

std::vector<guarded_method> service_methods(const wire::world& where)
{
    const auto broker = std::make_shared<renewed_broker>(where);
    const auto list = [broker](const bus::incoming&) {
        return say(to_json(broker->get()->list()));
    };
    const auto key_match = [broker](const bus::incoming& in) {
        return say(to_json(broker->get()->key_match(in.text(0))));
    };
    const auto sign_test = [broker](const bus::incoming& in) {
        return say(to_json(broker->get()->sign_test(in.text(0))));
    };
    const auto server_test = [broker](const bus::incoming& in) {
        if (find_cloud(in.text(1)) == nullptr) return invalid("there is no such cloud");
        bool cut = false;
        const wire::device_verdict verdict = broker->get()->server_test(
            in.text(0), in.text(1), net::clock::now() + server_patience, cut);
        return say(to_json(verdict, cut));
    };
    const auto unregister = [broker, where](const bus::incoming& in) {
        std::string tenant;
        if (!parse_guid(in.text(0), tenant)) return invalid("tenant_id is no GUID");
        lock held;
        if (const status s = take_lock(where, true, held); !s)
            return say(to_json(not_unregistered(s.text())));
        const auto end = broker->get()->unregister(tenant, net::clock::now() + change_patience);
        broker->forget();
        return say(to_json(end));
    };
    const auto cleanup = [broker, where](const bus::incoming&) {
        lock held;
        if (const status s = take_lock(where, true, held); !s)
            return say(to_json(
                wire::device_removal{DSREG_X_REFUSED, {}, s.text() + "; nothing was removed"}));
        const auto end = broker->get()->cleanup(net::clock::now() + change_patience);
        broker->forget();
        return say(to_json(end));
    };
    return {{"GetRegistrations", 0, rights::everyone, pace::quick, list},
            {"KeyMatch", 1, rights::everyone, pace::quick, key_match},
            {"SignTest", 1, rights::everyone, pace::quick, sign_test},
            {"ServerTest", 2, rights::everyone, pace::slow, server_test},
            {"Unregister", 1, rights::root, pace::change, unregister},
            {"Cleanup", 0, rights::root, pace::change, cleanup}};
}

} // namespace dsreg::device
