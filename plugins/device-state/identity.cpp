// device.identity: do all that name this device mean the same one?
#include "common/evidence.h"
#include "device-state/bodies.h"
#include "device-state/parts.h"
#include "device-state/sources.h"

#include <algorithm>
#include <vector>

namespace device_state {
namespace {

struct witness {
    std::string who, device, tenant; // "": it does not say
};

class test
{
public:
    test(dsreg::host host, const dsreg_device_list& list) : host_(host), list_(list) {}

    dsreg::result run()
    {
        gather();
        if (witnesses_.empty() || witnesses_[0].device.empty()) return nameless();
        for (const witness& w : witnesses_) {
            if (!w.device.empty() && !is_device(w)) bad_device_ = true;
            if (!w.tenant.empty() && !is_tenant(w.tenant)) bad_tenant_ = true;
        }
        return conclude();
    }

private:
    dsreg::result nameless() const
    {
        if (how_ == common::standing::denied || list_.error == DSREG_X_ACCESS)
            return dsreg::result::skip(DSREG_SKIP_NEEDS_ROOT,
                                       "the device's files belong to root, and no other source "
                                       "names the device");
        if (is_unread() || common::input_state(host_, "device.id") == DSREG_IN_SKIPPED)
            return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT,
                                       "which device this is could not be found out", "device.id");
        return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE, "no source names this device");
    }

    // There may be a certificate, and what it names is not known.
    bool is_unread() const
    {
        return how_ == common::standing::damaged || how_ == common::standing::unreadable;
    }

    // Only ids that are ids can be compared.
    void add(const char* who, std::string_view device, std::string_view tenant)
    {
        if (!common::is_guid(device)) device = {};
        if (!common::is_guid(tenant)) tenant = {};
        if (device.empty() && tenant.empty()) return;
        witnesses_.push_back({who, common::lowered(device), common::lowered(tenant)});
    }

    void gather()
    {
        const common::registration chosen = common::choose_registration(host_, list_);
        how_ = chosen.how;
        if (chosen.record != nullptr) {
            sources only;
            only.list = &list_;
            only.chosen = chosen;
            add("certificate", device_id(only).text, chosen.record->certificate->tenant_id);
        }
        for (uint32_t i = 0; i < list_.count; i++) {
            const dsreg_device_record& r = *list_.records[i];
            if (r.certificate == nullptr) add(r.source, r.device_id, r.tenant_id);
        }
        if (const dsreg_broker_state* s = ask_broker(host_); s != nullptr)
            add("broker", s->device_id, s->tenant_id);
        add("token", common::input_text(host_, "token.device-id"),
            common::input_text(host_, "token.tenant-id"));
        // Who names the device speaks first: the others are held against it.
        std::stable_partition(witnesses_.begin(), witnesses_.end(),
                              [](const witness& w) { return !w.device.empty(); });
    }

    // Another registration of this machine may be meant: the device of that tenant.
    template <class F>
    bool certified(F good) const
    {
        for (uint32_t i = 0; i < list_.count; i++)
            if (list_.records[i]->certificate != nullptr && good(*list_.records[i]->certificate))
                return true;
        return false;
    }
    bool is_device(const witness& w) const
    {
        if (w.device == witnesses_[0].device) return true;
        return certified([&](const dsreg_device_certificate& c) {
            return common::lowered(*c.device_id != '\0' ? c.device_id : c.subject) == w.device &&
                   (w.tenant.empty() || common::lowered(c.tenant_id) == w.tenant);
        });
    }
    bool is_tenant(const std::string& tenant) const
    {
        const std::string& first = witnesses_[0].tenant;
        return first.empty() || tenant == first ||
               certified([&](const auto& c) { return common::lowered(c.tenant_id) == tenant; });
    }

    common::evidence by_each(std::string witness::*what) const
    {
        common::evidence e;
        for (std::size_t i = 0; i < witnesses_.size(); i++) {
            const witness& w = witnesses_[i];
            const auto before = witnesses_.begin() + static_cast<std::ptrdiff_t>(i);
            const bool again = std::any_of(witnesses_.begin(), before,
                                           [&](const witness& o) { return o.who == w.who; });
            if (!again) e.text(w.who.c_str(), w.*what, DSREG_F_PERSONAL);
        }
        return e;
    }

    dsreg::result conclude()
    {
        if (bad_device_)
            by_each(&witness::device)
                .report(host_, "device.id-differs", "the sources name different devices");
        if (bad_tenant_)
            by_each(&witness::tenant)
                .report(host_, "device.tenant-differs",
                        "the sources name different tenants, and the device is in one of them");
        if (bad_device_ || bad_tenant_) {
            host_.fact("device.agrees", dsreg::boolean(false), "derived");
            return dsreg::result::fail();
        }
        for (const char* claim : {"token.device-id", "token.tenant-id"})
            if (common::input_state(host_, claim) == DSREG_IN_BROKEN)
                return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT,
                                           "what the token names could not be read", claim);
        if (common::input_state(host_, "broker.version") == DSREG_IN_BROKEN)
            return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT,
                                       "what the broker names could not be asked",
                                       "broker.version");
        const bool several = witnesses_.size() > 1;
        const bool denied = list_.error == DSREG_X_ACCESS || how_ == common::standing::denied;
        if (denied && (!several || how_ != common::standing::found))
            return dsreg::result::skip(DSREG_SKIP_NEEDS_ROOT,
                                       several ? "the other sources agree; root could read what "
                                                 "the device's certificate names"
                                               : "only one source names the device; root could "
                                                 "read its certificate");
        if (is_unread())
            return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT,
                                       "what the device's certificate names could not be read",
                                       "cert.device-id");
        if (several) {
            host_.fact("device.agrees", dsreg::boolean(true), "derived");
            return dsreg::result::pass();
        }
        return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE, "only one source names the device");
    }

    dsreg::host host_;
    const dsreg_device_list& list_;
    std::vector<witness> witnesses_;
    common::standing how_ = common::standing::none;
    bool bad_device_ = false, bad_tenant_ = false;
};

} // namespace

dsreg::result identity(dsreg::host host)
{
    const uint32_t state = common::input_state(host, "device.id");
    if (state == DSREG_IN_BROKEN || state == DSREG_IN_SILENT)
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT,
                                   state == DSREG_IN_BROKEN
                                       ? "which device this is could not be found out"
                                       : "this machine is no registered device",
                                   "device.id");
    const auto* device = host.service<dsreg_svc_device>(DSREG_SVC_DEVICE);
    const dsreg_device_list* list = nullptr;
    if (device->list(host.raw(), &common::list_call, &list) != DSREG_OK)
        return dsreg::result::none();
    return test(host, *list).run();
}

} // namespace device_state
