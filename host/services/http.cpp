// dsreg.http/1: HTTP exchanges, side by side.
#include "net/fit.h"
#include "net/http_transfer.h"
#include "net/side_by_side.h"
#include "services/network_call.h"
#include "services/service.h"

#include <atomic>
#include <dsreg/svc/http.h>

namespace dsreg::services {
namespace {
// Of all answers of one call while they are collected; far above what a reply may hold, so that it
// is met only by a caller that asks for too much.
constexpr std::size_t bodies_max = std::size_t{net::jobs_max} * net::body_default;

int32_t plan_all(const wire::http_perform_request& request, uint32_t probe_flags,
                 std::vector<net::http_plan>& ret)
{
    if (request.requests.size() > net::jobs_max) return DSREG_E_LIMIT;
    std::size_t bodies = 0;
    for (const wire::http_request& one : request.requests) {
        const int32_t bad = net::plan_request(one, probe_flags, ret.emplace_back());
        if (bad != DSREG_OK) return bad;
        bodies += ret.back().max_body;
    }
    return bodies > bodies_max ? DSREG_E_LIMIT : DSREG_OK;
}

class http_service final : public service
{
public:
    explicit http_service(const wire::world& where) : where_(where), net_(where_) {}
    const char* id() const noexcept override { return DSREG_SVC_HTTP; }

    wire::service_reply handle(const wire::service_call& call) noexcept override
    {
        return answer_network_call(call, [&] {
            return call.method == wire::http_perform ? perform(call) : refused(DSREG_E_INVALID);
        });
    }

private:
    wire::service_reply perform(const wire::service_call& call) const
    {
        wire::http_perform_request request;
        if (!wire::decode(call.payload, request)) return refused(DSREG_E_INVALID);
        std::vector<net::http_plan> plans;
        if (const int32_t bad = plan_all(request, call.probe_flags, plans); bad != DSREG_OK)
            return refused(bad);
        if (!net::http_ready()) return refused(DSREG_E_SERVICE);
        wire::http_perform_reply reply;
        reply.replies.resize(plans.size());
        const net::time_point until = answer_by(call);
        std::atomic<bool> cut{false};
        const bool fine = net::side_by_side(plans.size(), [&](std::size_t i) {
            bool one_cut = false;
            reply.replies[i] = net::exchange(net_, request.requests[i], plans[i], until, one_cut);
            if (one_cut) cut = true;
        });
        if (!fine) return refused(DSREG_E_SERVICE);
        net::fit(reply);
        return {DSREG_OK, cut, wire::encode(reply)};
    }

    const wire::world where_;
    const net::network net_;
};
} // namespace

std::unique_ptr<service> make_http(const wire::world& where)
{
    return std::make_unique<http_service>(where);
}

} // namespace dsreg::services
