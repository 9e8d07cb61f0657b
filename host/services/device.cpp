// dsreg.device/1: what this machine's registration left on disk, and what its key is good for. With
// root's rights from the device broker in this process, without them from the one behind
// org.dsreg.DeviceBroker1 where that is installed.
#include "device/device_broker.h"
#include "device/view.h"
#include "services/network_call.h"
#include "services/rules.h"
#include "services/service.h"

#include <dsreg/svc/device.h>

namespace dsreg::services {
namespace {

class device_service final : public service
{
public:
    explicit device_service(const wire::world& where) : device_(where), view_(where) {}
    const char* id() const noexcept override { return DSREG_SVC_DEVICE; }

    wire::service_reply handle(const wire::service_call& call) noexcept override
    {
        try {
            return answer(call);
        } catch (...) {
            return refused(DSREG_E_SERVICE);
        }
    }

private:
    wire::service_reply answer(const wire::service_call& call)
    {
        const clock::time_point until = answer_by(call);
        if (call.method == wire::device_list_call)
            return call.payload.empty()
                       ? wire::service_reply{DSREG_OK, false, wire::encode(view_.list(until))}
                       : refused(DSREG_E_INVALID);
        wire::device_request request;
        if (!wire::decode(call.payload, request)) return refused(DSREG_E_INVALID);
        const std::string& instance = request.instance;
        switch (call.method) {
        case wire::device_key_match_call:
            return ask([&](auto& from, auto& ret) { return from.key_match(instance, until, ret); },
                       [&] { return device_.key_match(instance); });
        case wire::device_sign_test_call:
            return ask([&](auto& from, auto& ret) { return from.sign_test(instance, until, ret); },
                       [&] { return device_.sign_test(instance); });
        case wire::device_server_test_call:
            return server_test(call, request);
        default:
            return refused(DSREG_E_INVALID);
        }
    }

    wire::service_reply ask(const device::view::question& service,
                            const device::view::fallback& in_process, const bool* cut = nullptr)
    {
        bool late = false;
        const wire::device_verdict verdict = view_.ask(service, in_process, late);
        return {DSREG_OK, late || (cut != nullptr && *cut), wire::encode(verdict)};
    }

    wire::service_reply server_test(const wire::service_call& call,
                                    const wire::device_request& request)
    {
        if (const int32_t bad = check_flags(call.probe_flags, device_server_test_flags);
            bad != DSREG_OK)
            return refused(bad);
        if (device::find_cloud(request.cloud) == nullptr) return refused(DSREG_E_INVALID);
        const clock::time_point until = answer_by(call);
        bool cut = false;
        return ask(
            [&](auto& from, auto& ret) {
                return from.server_test(request.instance, request.cloud, until, ret, cut);
            },
            [&] { return device_.server_test(request.instance, request.cloud, until, cut); }, &cut);
    }

    device::device_broker device_;
    device::view view_;
};

} // namespace

std::unique_ptr<service> make_device(const wire::world& where)
{
    return std::make_unique<device_service>(where);
}

} // namespace dsreg::services
