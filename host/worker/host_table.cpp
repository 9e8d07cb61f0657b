// The C functions of dsreg_host: nothing leaves them but a status.
#include "worker/run.h"

namespace dsreg::worker {
namespace {

// Memory that runs out is the module's doing: RLIMIT_AS is its limit.
template <class F>
dsreg_status guarded(const dsreg_host* self, F&& work) noexcept
{
    run_context* context = run_context::of(self);
    if (context == nullptr) return DSREG_E_INVALID;
    try {
        return work(*context);
    } catch (...) {
        return DSREG_E_LIMIT;
    }
}

const void* c_service(const dsreg_host* self, const char* id) noexcept
{
    run_context* context = run_context::of(self);
    return context != nullptr ? context->service(id) : nullptr;
}

uint32_t c_input(const dsreg_host* self, const char* key, uint32_t index,
                 const dsreg_fact** ret) noexcept
{
    run_context* context = run_context::of(self);
    return context != nullptr ? context->input(key, index, ret) : DSREG_IN_NO_PROVIDER;
}

dsreg_status c_fact(const dsreg_host* self, const dsreg_fact* fact) noexcept
{
    return guarded(self, [&](run_context& c) { return c.fact(fact); });
}

dsreg_status c_finding(const dsreg_host* self, const dsreg_finding* finding) noexcept
{
    return guarded(self, [&](run_context& c) { return c.finding(finding); });
}

dsreg_status c_conclude(const dsreg_host* self, const dsreg_result* result) noexcept
{
    return guarded(self, [&](run_context& c) { return c.conclude(result); });
}

dsreg_status c_setting(const dsreg_host* self, const char* name, const dsreg_value** ret) noexcept
{
    return guarded(self, [&](run_context& c) { return c.setting(name, ret); });
}

void c_log(const dsreg_host* self, int32_t level, dsreg_str text) noexcept
{
    guarded(self, [&](run_context& c) {
        c.log(level, text);
        return DSREG_OK;
    });
}

int64_t c_now(const dsreg_host* self) noexcept
{
    run_context* context = run_context::of(self);
    return context != nullptr ? context->now() : 0;
}

int64_t c_remaining(const dsreg_host* self) noexcept
{
    run_context* context = run_context::of(self);
    return context != nullptr ? context->remaining() : 0;
}

} // namespace

void fill_host(dsreg_host& host, run_context& context) noexcept
{
    host.struct_size = sizeof host;
    host.abi_major = DSREG_ABI_MAJOR;
    host.abi_minor = DSREG_ABI_MINOR;
    host.ctx = &context;
    host.version = wire::version();
    host.service = c_service;
    host.input = c_input;
    host.fact = c_fact;
    host.finding = c_finding;
    host.conclude = c_conclude;
    host.setting = c_setting;
    host.log = c_log;
    host.now = c_now;
    host.remaining = c_remaining;
}

} // namespace dsreg::worker
