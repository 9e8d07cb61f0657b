// Device State. Which registration is "the" one is decided as in plugins/common/registration.h,
// whether there is one as in plugins/device-state.
#include "actions/status_parts.h"

#include "base/text.h"

#include <dsreg/svc/broker.h>
#include <dsreg/svc/device.h>

#include <algorithm>

namespace dsreg::actions {
namespace {

using report::stated;
using record = wire::device_record;

constexpr const char* needs_root = "needs root or the device service";
constexpr const char* himmelblau_note = "himmelblau.conf";

enum class standing { found, damaged, denied, unreadable, none };

struct registration {
    standing how = standing::none;
    const record* certified = nullptr; // found
    const record* note = nullptr;      // else: one without certificate that names a device
};

struct named {
    std::string text; // "": nothing says it
    std::string source;
};

bool goes_before(const record& a, const record& b)
{
    if (a.certificate.enterprise != b.certificate.enterprise) return !a.certificate.enterprise;
    return a.certificate.not_before > b.certificate.not_before;
}

template <class F>
const record* best(const wire::device_list& list, bool certified, F good)
{
    const record* found = nullptr;
    for (const record& r : list.records) {
        if (r.certificate.there != certified || !good(r)) continue;
        if (!certified && r.device_id.empty()) continue;
        if (found == nullptr || (certified && goes_before(r, *found))) found = &r;
    }
    return found;
}

const record* best_of(const wire::device_list& list, bool certified, const std::string& tenant)
{
    if (tenant.empty()) return nullptr;
    return best(list, certified,
                [&](const record& r) { return lower_case(r.tenant_id) == tenant; });
}

const record* pick(const wire::device_list& list, bool certified, const std::string& said,
                   const std::string& users)
{
    const record* exact = best_of(list, certified, said.empty() ? users : said);
    if (exact != nullptr) return exact;
    return best(list, certified,
                [&](const record& r) { return said.empty() || r.tenant_id.empty(); });
}

bool is_damaged(const wire::device_file& f)
{
    return f.kind == DSREG_FILE_CERTIFICATE &&
           (f.state == DSREG_FILE_NOT_REGULAR || f.state == DSREG_FILE_TOO_LARGE ||
            f.state == DSREG_FILE_GARBAGE);
}

standing without_record(const wire::device_list& list)
{
    if (list.error == DSREG_X_TOO_LARGE) return standing::unreadable;
    const auto any = [&](auto is) { return std::any_of(list.files.begin(), list.files.end(), is); };
    if (any(is_damaged)) return standing::damaged;
    const bool denied = any([](const wire::device_file& f) {
        return f.kind == DSREG_FILE_CERTIFICATE && f.state == DSREG_FILE_DENIED;
    });
    if (denied || list.error == DSREG_X_ACCESS) return standing::denied;
    const bool fine = list.error == DSREG_X_NONE || list.error == DSREG_X_NOT_FOUND;
    return fine ? standing::none : standing::unreadable;
}

std::string users_tenant(const broker::overview& broker)
{
    for (const wire::broker_account& a : broker.accounts.accounts)
        if (!a.home_account_id.empty() && !a.tenant_id.empty()) return lower_case(a.tenant_id);
    return {};
}

registration choose(const status_answers& all)
{
    const std::string users = users_tenant(all.broker);
    registration r;
    r.certified = pick(all.device, true, all.tenant_id, users);
    if (r.certified != nullptr) {
        r.how = standing::found;
        return r;
    }
    r.how = without_record(all.device);
    r.note = pick(all.device, false, all.tenant_id, users);
    return r;
}

class teller
{
public:
    explicit teller(const status_answers& all)
        : all_(all), chosen_(choose(all)),
          state_(all.broker.state_asked ? &all.broker.state : nullptr)
    {}

    std::vector<report::device_status> tell() const
    {
        std::vector<report::device_status> blocks{meant()};
        if (all_.only) return blocks;
        std::vector<std::string> told;
        if (chosen_.certified != nullptr) told.push_back(lower_case(chosen_.certified->tenant_id));
        for (const record& r : all_.device.records) {
            const std::string tenant = lower_case(r.tenant_id);
            if (!r.certificate.there || r.certificate.enterprise || tenant.empty()) continue;
            if (std::find(told.begin(), told.end(), tenant) != told.end()) continue;
            told.push_back(tenant);
            blocks.push_back(block(best_of(all_.device, true, tenant), nullptr));
        }
        return blocks;
    }

private:
    report::device_status meant() const
    {
        const stated registered = is_registered();
        if (!registered.val.known() || registered.val.i == 0) return {registered, {}, {}, {}, {}};
        report::device_status b = block(chosen_.certified, chosen_.note);
        b.registered = registered;
        return b;
    }

    static stated yes(std::string source) { return {value::of_bool(true), std::move(source)}; }
    static stated unknown(std::string why) { return {value::unknown(std::move(why)), ""}; }

    std::string broker_source() const
    {
        return state_->device_source.empty() ? "broker" : state_->device_source;
    }
    // The broker says that this device is registered, in the tenant that is meant.
    bool broker_says_yes() const
    {
        return state_ != nullptr && state_->registered == DSREG_KNOWN_YES &&
               (all_.tenant_id.empty() || state_->tenant_id.empty() ||
                lower_case(state_->tenant_id) == all_.tenant_id);
    }

    stated is_registered() const
    {
        if (chosen_.certified != nullptr) return yes("certificate");
        // Himmelblau's own cache is its word.
        if (chosen_.note != nullptr && chosen_.note->source == himmelblau_note)
            return yes(himmelblau_note);
        if (broker_says_yes()) return yes(broker_source());
        const stated left = without_files();
        if (chosen_.note != nullptr) // it tells which device this was, not that it still is one
            return left.val.known() ? unknown("only " + chosen_.note->source +
                                              " names this device; it has no certificate")
                                    : left;
        const bool spoke = state_ != nullptr && state_->registered != DSREG_KNOWN_NOT;
        if (!left.val.known() && spoke && chosen_.how != standing::damaged)
            return {value::of_bool(false), broker_source()};
        return left;
    }

    // No certificate: what is left to say.
    stated without_files() const
    {
        if (chosen_.how == standing::damaged) return unknown("the device's certificate is damaged");
        if (chosen_.how == standing::denied) return unknown(needs_root);
        if (chosen_.how == standing::unreadable)
            return unknown("the device's files cannot be looked at");
        const wire::broker_info& info = all_.broker.info;
        if (info.vendor == DSREG_BROKER_HIMMELBLAU)
            return unknown("Himmelblau does not publish its registration");
        if (info.vendor == DSREG_BROKER_PROXY) return unknown("the broker runs in a container");
        const bool looked = info.pid != 0 || info.vendor != DSREG_BROKER_NONE ||
                            info.error.kind == DSREG_X_NOT_FOUND;
        if (!looked) return unknown("which broker keeps this device is not known");
        if (all_.authd) return unknown("authd may keep a registration of its own");
        return {value::of_bool(false), "files"};
    }

    report::device_status block(const record* certified, const record* note) const
    {
        const named tenant = tenant_id(certified, note);
        report::device_status b;
        b.registered = yes("certificate");
        b.device_id = row(device_id(certified, note));
        b.tenant_id = row(tenant);
        b.tenant_name = tenant_name(tenant.text, note);
        if (certified != nullptr && !certified->certificate.thumbprint.empty())
            b.thumbprint = stated{value::of_text(certified->certificate.thumbprint), "certificate"};
        return b;
    }

    static stated row(const named& n)
    {
        if (n.text.empty()) return unknown("no source names it");
        return {value::of_text(n.text), n.source};
    }

    named device_id(const record* certified, const record* note) const
    {
        if (certified != nullptr) {
            const wire::device_certificate& c = certified->certificate;
            const std::string& id = c.device_id.empty() ? c.subject : c.device_id;
            if (!id.empty()) return {lower_case(id), "certificate"};
        }
        if (note != nullptr) return {lower_case(note->device_id), note->source};
        if (state_ != nullptr && !state_->device_id.empty())
            return {lower_case(state_->device_id), broker_source()};
        return {};
    }

    named tenant_id(const record* certified, const record* note) const
    {
        if (certified != nullptr && !certified->certificate.tenant_id.empty())
            return {lower_case(certified->certificate.tenant_id), "certificate"};
        if (note != nullptr && !note->tenant_id.empty())
            return {lower_case(note->tenant_id), note->source};
        const wire::broker_account* user = chosen_account(all_.broker);
        if (user != nullptr && !user->tenant_id.empty())
            return {lower_case(user->tenant_id), "accounts"};
        if (state_ != nullptr && !state_->tenant_id.empty())
            return {lower_case(state_->tenant_id), broker_source()};
        return {};
    }

    report::maybe tenant_name(const std::string& tenant, const record* note) const
    {
        const std::string prefix = std::string(himmelblau_note) + ":";
        if (note != nullptr && note->source == himmelblau_note &&
            note->instance.rfind(prefix, 0) == 0)
            return stated{value::of_text(note->instance.substr(prefix.size())), himmelblau_note};
        if (state_ == nullptr || state_->tenant_domain.empty()) return {};
        if (!state_->tenant_id.empty() && lower_case(state_->tenant_id) != tenant) return {};
        return stated{value::of_text(state_->tenant_domain), broker_source()};
    }

    const status_answers& all_;
    const registration chosen_;
    const wire::broker_state* state_; // nullptr: no broker was asked
};

} // namespace

std::vector<report::device_status> device_rows(const status_answers& all)
{
    return teller(all).tell();
}

} // namespace dsreg::actions
