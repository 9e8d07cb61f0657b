#include "kit_host.h"

#include "engine/graph.h"

#include <cstring>

namespace dsreg::testkit {
namespace {

bool names(const std::vector<std::string>& declared, const char* name)
{
    for (const std::string& entry : declared)
        if (engine::parse_wanted(entry).name == name) return true;
    return false;
}

std::string shown(const char* name)
{
    return name != nullptr ? std::string(name, ::strnlen(name, 96)) : "(null)";
}

uint32_t first_size(const std::string& service)
{
    if (service == DSREG_SVC_FS) return DSREG_SVC_FS_SIZE_V1_0;
    if (service == DSREG_SVC_NET) return DSREG_SVC_NET_SIZE_V1_0;
    if (service == DSREG_SVC_HTTP) return DSREG_SVC_HTTP_SIZE_V1_0;
    if (service == DSREG_SVC_DBUS) return DSREG_SVC_DBUS_SIZE_V1_0;
    if (service == DSREG_SVC_BROKER) return DSREG_SVC_BROKER_SIZE_V1_0;
    if (service == DSREG_SVC_DEVICE) return DSREG_SVC_DEVICE_SIZE_V1_0;
    return DSREG_SVC_JOURNAL_SIZE_V1_0;
}

} // namespace

kit_host& kit_host::of(const dsreg_host* host)
{
    const char* at = reinterpret_cast<const char*>(host) - offsetof(table, host);
    return *reinterpret_cast<const table*>(at)->self;
}

// What a call of the probe's was refused with, unless the host has heard of it and said so.
template <class Check>
dsreg_status kit_host::watch(dsreg_status status, const char* kind, const char* name,
                             Check&& changed)
{
    if (status == DSREG_OK || status == DSREG_E_CANCELLED || changed()) return status;
    const char* why = status == DSREG_E_UNDECLARED ? "it is not declared"
                      : status == DSREG_E_LIMIT    ? "it is over a limit"
                                                   : "a wrong argument";
    link_.breach(std::string(kind) + " " + shown(name) + ": " + why);
    return status;
}

kit_host::kit_host(worker::run_context& run, direct_link& link, const wire::probe_decl& decl,
                   bool cut)
    : inner_(run.host()), link_(link), decl_(decl), cut_(cut)
{
    own_.self = this;
    own_.host = *inner_;
    own_.host.service = [](const dsreg_host* h, const char* id) { return of(h).service(id); };
    own_.host.input = [](const dsreg_host* h, const char* key, uint32_t index,
                         const dsreg_fact** ret) {
        kit_host& k = of(h);
        if (key == nullptr || !names(k.decl_.inputs, key))
            k.link_.breach("input " + shown(key) + ": it is not declared");
        return k.inner_->input(k.inner_, key, index, ret);
    };
    own_.host.setting = [](const dsreg_host* h, const char* name, const dsreg_value** ret) {
        kit_host& k = of(h);
        return k.watch(k.inner_->setting(k.inner_, name, ret), "setting", name,
                       [] { return false; });
    };
    own_.host.fact = [](const dsreg_host* h, const dsreg_fact* f) {
        kit_host& k = of(h);
        const uint32_t before = k.link_.refusals();
        return k.watch(k.inner_->fact(k.inner_, f), "fact", f != nullptr ? f->key : nullptr,
                       [&] { return k.link_.refusals() != before; });
    };
    own_.host.finding = [](const dsreg_host* h, const dsreg_finding* f) {
        kit_host& k = of(h);
        const uint32_t before = k.link_.refusals();
        return k.watch(k.inner_->finding(k.inner_, f), "finding", f != nullptr ? f->code : nullptr,
                       [&] { return k.link_.refusals() != before; });
    };
    if (!cut_) return;
    own_.host.struct_size = DSREG_HOST_SIZE_V1_0;
    own_.host.abi_minor = 0;
    guarded_ = std::make_unique<guarded_copy>(&own_, offsetof(table, host) + DSREG_HOST_SIZE_V1_0);
    table_ = static_cast<table*>(guarded_->get());
}

const void* kit_host::service(const char* id)
{
    const void* whole = inner_->service(inner_, id);
    if (id == nullptr || !names(decl_.services, id))
        link_.breach("service " + shown(id) + ": it is not declared");
    if (whole == nullptr || !cut_) return whole;
    std::unique_ptr<guarded_copy>& copy = services_[id];
    if (copy) return copy->get();
    const uint32_t size = first_size(id);
    copy = std::make_unique<guarded_copy>(whole, size);
    std::memcpy(copy->get(), &size, sizeof size); // `struct_size` is the first member of each
    return copy->get();
}

} // namespace dsreg::testkit
