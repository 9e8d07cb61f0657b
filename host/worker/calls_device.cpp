#include "wire/device.h"
#include "worker/calls.h"

namespace dsreg::worker {
namespace {

const dsreg_device_certificate* give(arena& memory, const wire::device_certificate& from)
{
    if (!from.there) return nullptr;
    dsreg_device_certificate r{};
    r.struct_size = sizeof r;
    r.key_bits = from.key_bits;
    r.not_before = from.not_before;
    r.not_after = from.not_after;
    r.client_auth = from.client_auth ? 1 : 0;
    r.enterprise = from.enterprise ? 1 : 0;
    r.join_type = from.join_type;
    r.thumbprint = from.thumbprint.c_str();
    r.subject = from.subject.c_str();
    r.issuer = from.issuer.c_str();
    r.issuer_unit = from.issuer_unit.c_str();
    r.device_id = from.device_id.c_str();
    r.tenant_id = from.tenant_id.c_str();
    r.user_id = from.user_id.c_str();
    r.region = from.region.c_str();
    r.key_type = from.key_type.c_str();
    r.der = worker::give(from.der);
    return &memory.keep(r);
}

const dsreg_device_record& give(arena& memory, const wire::device_record& from)
{
    return memory.keep(dsreg_device_record{
        sizeof(dsreg_device_record), from.hardware, from.instance.c_str(), from.tenant_id.c_str(),
        from.device_id.c_str(), from.source.c_str(), from.path.c_str(), from.key_container.c_str(),
        from.key_provider.c_str(), give(memory, from.certificate)});
}

const dsreg_device_file& give(arena& memory, const wire::device_file& from)
{
    return memory.keep(dsreg_device_file{sizeof(dsreg_device_file), from.kind, from.state,
                                         from.exposed ? 1u : 0u, from.uid, from.gid, from.mode, 0,
                                         from.size, from.path.c_str(), from.instance.c_str(),
                                         worker::give(from.text)});
}

dsreg_status device_list(const dsreg_host* host, const dsreg_call* call,
                         const dsreg_device_list** ret) noexcept
{
    return service_call(host, {DSREG_SVC_DEVICE, call}, ret, [&](run_context& c) -> dsreg_status {
        wire::device_list reply;
        const dsreg_status s =
            exchange(c, DSREG_SVC_DEVICE, wire::device_list_call, call, no_request{}, reply);
        if (s != DSREG_OK) return s;
        const wire::device_list& kept = c.memory().keep(std::move(reply));
        auto** records = c.memory().array<const dsreg_device_record*>(kept.records.size());
        for (std::size_t i = 0; i < kept.records.size(); i++)
            records[i] = &give(c.memory(), kept.records[i]);
        auto** files = c.memory().array<const dsreg_device_file*>(kept.files.size());
        for (std::size_t i = 0; i < kept.files.size(); i++)
            files[i] = &give(c.memory(), kept.files[i]);
        *ret = &c.memory().keep(dsreg_device_list{
            sizeof(dsreg_device_list), kept.error, static_cast<uint32_t>(kept.records.size()),
            static_cast<uint32_t>(kept.files.size()), records, files, worker::give(kept.text)});
        return DSREG_OK;
    });
}

dsreg_status ask(const dsreg_host* host, const dsreg_call* call, uint16_t method,
                 const char* instance, const char* cloud, const dsreg_device_verdict** ret) noexcept
{
    return service_call(host, {DSREG_SVC_DEVICE, call}, ret, [&](run_context& c) -> dsreg_status {
        wire::device_request request;
        dsreg_status s = take(instance, false, request.instance);
        if (s == DSREG_OK) s = take(cloud, false, request.cloud);
        wire::device_verdict reply;
        if (s == DSREG_OK) s = exchange(c, DSREG_SVC_DEVICE, method, call, request, reply);
        if (s != DSREG_OK) return s;
        const wire::device_verdict& kept = c.memory().keep(std::move(reply));
        *ret = &c.memory().keep(dsreg_device_verdict{
            sizeof(dsreg_device_verdict), kept.verdict, kept.error, kept.aadsts, kept.http_status,
            kept.attempts, kept.correlation.c_str(), kept.host.c_str(), kept.suberror.c_str(),
            worker::give(kept.text)});
        return DSREG_OK;
    });
}

dsreg_status key_match(const dsreg_host* host, const dsreg_call* call, const char* instance,
                       const dsreg_device_verdict** ret) noexcept
{
    return ask(host, call, wire::device_key_match_call, instance, "", ret);
}

dsreg_status sign_test(const dsreg_host* host, const dsreg_call* call, const char* instance,
                       const dsreg_device_verdict** ret) noexcept
{
    return ask(host, call, wire::device_sign_test_call, instance, "", ret);
}

dsreg_status server_test(const dsreg_host* host, const dsreg_call* call, const char* instance,
                         const char* cloud, const dsreg_device_verdict** ret) noexcept
{
    return ask(host, call, wire::device_server_test_call, instance, cloud, ret);
}

constexpr dsreg_svc_device table{sizeof table, 0, device_list, key_match, sign_test, server_test};

} // namespace

const dsreg_svc_device& device_table() noexcept
{
    return table;
}

} // namespace dsreg::worker
