// dsreg.net/1: names, connections, TLS, SRV records.
#include "net/fit.h"
#include "net/network.h"
#include "net/side_by_side.h"
#include "net/srv.h"
#include "services/network_call.h"
#include "services/rules.h"
#include "services/service.h"

#include <atomic>
#include <dsreg/svc/net.h>

namespace dsreg::services {
namespace {
static_assert(net_targets_most == net::jobs_max);

class net_service final : public service
{
public:
    explicit net_service(const wire::world& where) : where_(where), net_(where_) {}
    const char* id() const noexcept override { return DSREG_SVC_NET; }

    wire::service_reply handle(const wire::service_call& call) noexcept override
    {
        return answer_network_call(call, [&] {
            if (call.method == wire::net_check) return check(call);
            if (call.method == wire::net_srv) return srv(call);
            return refused(DSREG_E_INVALID);
        });
    }

private:
    wire::service_reply check(const wire::service_call& call) const
    {
        wire::net_check_request request;
        if (!wire::decode(call.payload, request)) return refused(DSREG_E_INVALID);
        if (const int32_t bad = check_targets(request.targets); bad != DSREG_OK)
            return refused(bad);
        wire::net_check_reply reply;
        reply.results.resize(request.targets.size());
        const net::time_point until = answer_by(call);
        std::atomic<bool> cut{false};
        const bool fine = net::side_by_side(request.targets.size(), [&](std::size_t i) {
            bool one_cut = false;
            reply.results[i] = net_.check(request.targets[i], until, one_cut);
            if (one_cut) cut = true;
        });
        if (!fine) return refused(DSREG_E_SERVICE);
        net::fit(reply);
        return {DSREG_OK, cut, wire::encode(reply)};
    }

    wire::service_reply srv(const wire::service_call& call) const
    {
        wire::net_srv_request request;
        if (!wire::decode(call.payload, request)) return refused(DSREG_E_INVALID);
        bool cut = false;
        const auto reply = net::find_srv(net_.names(), request.name, answer_by(call), cut);
        return {DSREG_OK, cut, wire::encode(reply)};
    }

    const wire::world where_;
    const net::network net_;
};
} // namespace

std::unique_ptr<service> make_net(const wire::world& where)
{
    return std::make_unique<net_service>(where);
}

} // namespace dsreg::services
