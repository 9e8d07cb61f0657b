#include "worker/calls.h"

namespace dsreg::worker {

const dsreg_net_result* give(arena& memory, const wire::net_result& from)
{
    auto** certs = memory.array<const dsreg_net_cert*>(from.certs.size());
    for (std::size_t i = 0; i < from.certs.size(); i++) {
        const wire::net_cert& c = from.certs[i];
        certs[i] = &memory.keep(dsreg_net_cert{
            sizeof(dsreg_net_cert), c.trusted ? 1u : 0u, c.subject.c_str(), c.issuer.c_str(),
            c.sha256.c_str(), c.not_before, c.not_after, give(c.der)});
    }
    dsreg_net_result r{};
    r.struct_size = sizeof r;
    r.error = from.error;
    r.native = from.native;
    r.cert_count = static_cast<uint32_t>(from.certs.size());
    r.address = from.address.c_str();
    r.proxy = from.proxy.c_str();
    r.proxy_source = from.proxy_source.c_str();
    r.tls_version = from.tls_version.c_str();
    r.certs = certs;
    r.resolve_ns = from.resolve_ns;
    r.connect_ns = from.connect_ns;
    r.tls_ns = from.tls_ns;
    r.error_text = give(from.error_text);
    return &memory.keep(r);
}

namespace {

constexpr uint32_t targets_max = 256;

dsreg_status net_check(const dsreg_host* host, const dsreg_call* call,
                       const dsreg_net_target* targets, uint32_t count,
                       const dsreg_net_result* const** ret) noexcept
{
    return service_call(host, {DSREG_SVC_NET, call}, ret, [&](run_context& c) -> dsreg_status {
        if (targets == nullptr && count != 0) return DSREG_E_INVALID;
        if (count > targets_max) return DSREG_E_LIMIT;
        wire::net_check_request request;
        dsreg_status s = DSREG_OK;
        for (uint32_t i = 0; i < count && s == DSREG_OK; i++) {
            wire::net_target& t = request.targets.emplace_back();
            s = take(targets[i].host, false, t.host);
            t.port = targets[i].port;
            t.upto = targets[i].upto;
        }
        wire::net_check_reply reply;
        if (s == DSREG_OK) s = exchange(c, DSREG_SVC_NET, wire::net_check, call, request, reply);
        if (s != DSREG_OK) return s;
        if (reply.results.size() != count) return c.garbled();

        const wire::net_check_reply& kept = c.memory().keep(std::move(reply));
        auto** results = c.memory().array<const dsreg_net_result*>(count);
        for (uint32_t i = 0; i < count; i++) results[i] = give(c.memory(), kept.results[i]);
        *ret = results;
        return DSREG_OK;
    });
}

dsreg_status net_srv(const dsreg_host* host, const dsreg_call* call, const char* name,
                     const dsreg_net_srv_list** ret) noexcept
{
    return service_call(host, {DSREG_SVC_NET, call}, ret, [&](run_context& c) -> dsreg_status {
        wire::net_srv_request request;
        dsreg_status s = take(name, false, request.name);
        wire::net_srv_reply reply;
        if (s == DSREG_OK) s = exchange(c, DSREG_SVC_NET, wire::net_srv, call, request, reply);
        if (s != DSREG_OK) return s;

        const wire::net_srv_reply& kept = c.memory().keep(std::move(reply));
        auto* records = c.memory().array<dsreg_net_srv>(kept.records.size());
        for (std::size_t i = 0; i < kept.records.size(); i++) {
            const wire::net_srv_record& r = kept.records[i];
            records[i] = {r.host.c_str(), r.port, r.priority, r.weight, 0};
        }
        *ret = &c.memory().keep(dsreg_net_srv_list{sizeof(dsreg_net_srv_list), kept.error,
                                                   static_cast<uint32_t>(kept.records.size()), 0,
                                                   records});
        return DSREG_OK;
    });
}

constexpr dsreg_svc_net table{sizeof table, 0, net_check, net_srv};

} // namespace

const dsreg_svc_net& net_table() noexcept
{
    return table;
}

} // namespace dsreg::worker
