// The service tables that modules see: each call is encoded, sent, awaited and decoded here.
#pragma once
#include "wire/services.h"
#include "worker/run.h"

#include <dsreg/svc/broker.h>
#include <dsreg/svc/dbus.h>
#include <dsreg/svc/device.h>
#include <dsreg/svc/fs.h>
#include <dsreg/svc/http.h>
#include <dsreg/svc/journal.h>
#include <dsreg/svc/net.h>

namespace dsreg::worker {

const dsreg_svc_fs& fs_table() noexcept;
const dsreg_svc_net& net_table() noexcept;
const dsreg_svc_http& http_table() noexcept;
const dsreg_svc_dbus& dbus_table() noexcept;
const dsreg_svc_broker& broker_table() noexcept;
const dsreg_svc_device& device_table() noexcept;
const dsreg_svc_journal& journal_table() noexcept;

// The table of a service by its id; null: none of that name.
const void* service_table(std::string_view id) noexcept;

// Runs `work(context)`; DSREG_E_INVALID without a host or without a place for the reply. How it
// ends is noted.
template <class R, class F>
dsreg_status service_call(const dsreg_host* host, const run_context::question& asked, R* ret,
                          F&& work) noexcept
{
    run_context* context = run_context::of(host);
    if (context == nullptr) return DSREG_E_INVALID;
    dsreg_status s = DSREG_E_INVALID;
    try {
        if (!context->foreign_thread(asked.service) && ret != nullptr) s = work(*context);
    } catch (...) {
        s = DSREG_E_LIMIT; // out of memory, which is limited
    }
    context->answered(asked, s);
    return s;
}

// One round trip. DSREG_OK: `ret` holds the reply.
template <class Request, class Reply>
dsreg_status exchange(run_context& context, const char* service, uint16_t method,
                      const dsreg_call* how, const Request& request, Reply& ret)
{
    std::string bytes;
    const dsreg_status s = context.call(service, method, how, wire::encode(request), bytes);
    if (s != DSREG_OK) return s;
    return wire::decode(bytes, ret) ? DSREG_OK : context.garbled();
}

struct no_request {
    template <class A>
    void fields(A&)
    {}
};

// Shared by net and http. Points into `from`, which must stay.
const dsreg_net_result* give(arena& memory, const wire::net_result& from);

} // namespace dsreg::worker
