#include "worker/calls.h"

namespace dsreg::worker {
namespace {

dsreg_status ask(const dsreg_host* host, const dsreg_call* call, uint16_t method, const char* path,
                 uint32_t max, const dsreg_fs_reply** ret) noexcept
{
    return service_call(host, {DSREG_SVC_FS, call, path}, ret, [&](run_context& c) -> dsreg_status {
        wire::fs_request request;
        request.max = max;
        dsreg_status s = take(path, false, request.path);
        wire::fs_reply reply;
        if (s == DSREG_OK) s = exchange(c, DSREG_SVC_FS, method, call, request, reply);
        if (s != DSREG_OK) return s;

        const wire::fs_reply& kept = c.memory().keep(std::move(reply));
        auto* entries = c.memory().array<dsreg_fs_entry>(kept.entries.size());
        for (std::size_t i = 0; i < kept.entries.size(); i++) {
            const wire::fs_entry& e = kept.entries[i];
            entries[i] = {e.name.c_str(), e.size, e.modified, e.mode, e.uid, e.gid, 0};
        }
        *ret = &c.memory().keep(dsreg_fs_reply{sizeof(dsreg_fs_reply), kept.error, kept.native,
                                               static_cast<uint32_t>(kept.entries.size()), entries,
                                               give(kept.bytes)});
        return DSREG_OK;
    });
}

dsreg_status fs_read(const dsreg_host* host, const dsreg_call* call, const char* path, uint32_t max,
                     const dsreg_fs_reply** ret) noexcept
{
    return ask(host, call, wire::fs_read, path, max, ret);
}

dsreg_status fs_list(const dsreg_host* host, const dsreg_call* call, const char* path,
                     const dsreg_fs_reply** ret) noexcept
{
    return ask(host, call, wire::fs_list, path, 0, ret);
}

constexpr dsreg_svc_fs table{sizeof table, 0, fs_read, fs_list};

} // namespace

const dsreg_svc_fs& fs_table() noexcept
{
    return table;
}

const void* service_table(std::string_view id) noexcept
{
    if (id == DSREG_SVC_FS) return &fs_table();
    if (id == DSREG_SVC_NET) return &net_table();
    if (id == DSREG_SVC_HTTP) return &http_table();
    if (id == DSREG_SVC_DBUS) return &dbus_table();
    if (id == DSREG_SVC_BROKER) return &broker_table();
    if (id == DSREG_SVC_DEVICE) return &device_table();
    if (id == DSREG_SVC_JOURNAL) return &journal_table();
    return nullptr;
}

} // namespace dsreg::worker
