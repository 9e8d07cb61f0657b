// dsreg.device/1: what this machine's registration left on disk, and what its key is good for.
#include "device/device_broker.h"
#include "services/network_call.h"
#include "services/service.h"

#include <dsreg/svc/device.h>

namespace dsreg::services {
namespace {

class device_service final : public service
{
public:
    explicit device_service(const wire::world& where) : device_(where) {}
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
        if (call.method == wire::device_list_call)
            return call.payload.empty()
                       ? wire::service_reply{DSREG_OK, false, wire::encode(device_.list())}
                       : refused(DSREG_E_INVALID);
        wire::device_request request;
        if (!wire::decode(call.payload, request)) return refused(DSREG_E_INVALID);
        switch (call.method) {
        case wire::device_key_match_call:
            return {DSREG_OK, false, wire::encode(device_.key_match(request.instance))};
        case wire::device_sign_test_call:
            return {DSREG_OK, false, wire::encode(device_.sign_test(request.instance))};
        case wire::device_server_test_call:
            return server_test(call, request);
        default:
            return refused(DSREG_E_INVALID);
        }
    }

    wire::service_reply server_test(const wire::service_call& call,
                                    const wire::device_request& request)
    {
        constexpr uint32_t needed = DSREG_P_NETWORK | DSREG_P_ACTIVE;
        if ((call.probe_flags & needed) != needed) return refused(DSREG_E_UNDECLARED);
        if (device::find_cloud(request.cloud) == nullptr) return refused(DSREG_E_INVALID);
        bool cut = false;
        const wire::device_verdict verdict =
            device_.server_test(request.instance, request.cloud, answer_by(call), cut);
        return {DSREG_OK, cut, wire::encode(verdict)};
    }

    device::device_broker device_;
};

} // namespace

std::unique_ptr<service> make_device(const wire::world& where)
{
    return std::make_unique<device_service>(where);
}

} // namespace dsreg::services
