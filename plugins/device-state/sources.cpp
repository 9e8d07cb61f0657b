#include "device-state/sources.h"

#include <utility>

namespace device_state {
namespace {

constexpr const char* needs_root = "needs root or the device service";
constexpr const char* authds = "authd may keep a registration of its own";

template <class F>
bool any_certificate(const sources& all, F good)
{
    if (all.list == nullptr) return false;
    for (uint32_t i = 0; i < all.list->count; i++)
        if (all.list->records[i]->certificate != nullptr &&
            good(*all.list->records[i]->certificate))
            return true;
    return false;
}

std::string source_of(const dsreg_broker_state& state)
{
    return *state.device_source != '\0' ? state.device_source : "broker";
}

// The broker speaks of the tenant that was said, or of none.
bool is_meant(dsreg::host host, const dsreg_broker_state& state)
{
    const std::string wanted = common::lowered(common::input_text(host, "run.tenant"));
    return !common::is_guid(wanted) || *state.tenant_id == '\0' ||
           common::lowered(state.tenant_id) == wanted;
}

// No certificate and no note: what is left to say.
said without_files(dsreg::host host, const sources& all)
{
    switch (all.chosen.how) {
    case common::standing::damaged:
        return {answer::unknown, "files", "the device's certificate is damaged"};
    case common::standing::denied:
        return {answer::unknown, "files", needs_root};
    case common::standing::unreadable:
        return {answer::unknown, "files", "the device's files cannot be looked at"};
    default:
        break;
    }
    const std::string_view vendor = common::input_text(host, "broker.vendor");
    if (vendor == "himmelblau")
        return {answer::unknown, "broker", "Himmelblau does not publish its registration"};
    if (vendor == "proxy") return {answer::unknown, "broker", "the broker runs in a container"};
    if (!knows_broker(host))
        return {answer::unknown, "broker", "which broker keeps this device is not known"};
    if (is_authds(host)) return {answer::unknown, "bus", authds};
    return {answer::no, "files", ""};
}

} // namespace

said is_registered(dsreg::host host, const sources& all)
{
    if (all.list == nullptr)
        return {answer::unknown, "files", "the device's files cannot be looked at"};
    if (all.certificate() != nullptr) return {answer::yes, "certificate", ""};
    if (all.chosen.note != nullptr) return {answer::yes, all.chosen.note->source, ""};
    const bool spoke = all.state != nullptr && all.state->registered != DSREG_KNOWN_NOT;
    if (spoke && all.state->registered == DSREG_KNOWN_YES && is_meant(host, *all.state))
        return {answer::yes, source_of(*all.state), ""};
    const said left = without_files(host, all);
    const bool damaged = all.chosen.how == common::standing::damaged;
    if (left.is == answer::unknown && spoke && !damaged)
        return {answer::no, source_of(*all.state), ""};
    return left;
}

said is_joined(dsreg::host host, const sources& all, const said& registered)
{
    if (registered.is == answer::no) return registered;
    if (const dsreg_device_certificate* c = all.certificate(); c != nullptr) {
        if (c->enterprise != 0) return {answer::no, "certificate", ""};
        if (c->join_type == DSREG_JOIN_JOINED) return {answer::yes, "certificate", ""};
        if (c->join_type == DSREG_JOIN_REGISTERED) return {answer::no, "certificate", ""};
    }
    if (registered.is == answer::unknown) return {answer::unknown, "none", registered.why};
    if (all.certificate() == nullptr && all.only_noted())
        return {answer::unknown, "none", "only the device's certificate says it"};
    // Brokers of the Java era register devices, those after it join them.
    const dsreg_fact* era = nullptr;
    if (host.input("broker.java-era", era) != DSREG_IN_PRESENT)
        return {answer::unknown, "none",
                all.certificate() != nullptr ? "the device's certificate does not say it"
                                             : "only the device's certificate says it"};
    return {era->value.u.i != 0 ? answer::no : answer::yes, "broker era", ""};
}

said is_enterprise(dsreg::host host, const sources& all, const said& registered)
{
    if (any_certificate(all, [](const auto& c) { return c.enterprise != 0; }))
        return {answer::yes, "certificate", ""};
    if (all.chosen.how == common::standing::none && registered.is != answer::no) {
        const std::string_view vendor = common::input_text(host, "broker.vendor");
        const bool kept = all.chosen.note != nullptr && common::is_kept_away(*all.chosen.note);
        if (kept || vendor == "himmelblau")
            return {answer::unknown, "certificate", common::kept_to_itself};
        if (vendor == "proxy")
            return {answer::unknown, "certificate", "the broker runs in a container"};
        if (is_authds(host)) return {answer::unknown, "certificate", authds};
    }
    if (all.all_seen()) return {answer::no, "certificate", ""};
    const bool denied = all.list != nullptr && (all.chosen.how == common::standing::denied ||
                                                all.list->error == DSREG_X_ACCESS);
    return {answer::unknown, "certificate",
            denied ? needs_root : "the device's certificates cannot be read"};
}

said is_workplace(const sources& all, const said& registered, const said& joined)
{
    if (registered.is == answer::no) return registered;
    if (joined.is == answer::yes) return {answer::no, joined.source, ""};
    const dsreg_device_certificate* c = all.certificate();
    if (c != nullptr && c->enterprise != 0) return {answer::no, "certificate", ""};
    if (joined.is == answer::unknown || registered.is == answer::unknown)
        return {answer::unknown, "none", joined.why};
    return {answer::yes, joined.source, ""};
}

bool says_both(const sources& all)
{
    return any_certificate(all, [](const auto& c) { return c.enterprise != 0; }) &&
           any_certificate(all, [](const auto& c) {
               return c.enterprise == 0 && c.join_type == DSREG_JOIN_JOINED;
           });
}

bool is_authds(dsreg::host host)
{
    return common::input_number(host, "broker.authd", 0) != 0;
}

bool knows_broker(dsreg::host host)
{
    const uint32_t state = common::input_state(host, "broker.vendor");
    return state == DSREG_IN_PRESENT || state == DSREG_IN_SILENT;
}

named device_id(const sources& all)
{
    if (const dsreg_device_certificate* c = all.certificate(); c != nullptr) {
        const char* id = *c->device_id != '\0' ? c->device_id : c->subject;
        if (*id != '\0') return {common::lowered(id), "certificate"};
    }
    if (all.chosen.note != nullptr)
        return {common::lowered(all.chosen.note->device_id), all.chosen.note->source};
    if (all.state != nullptr && *all.state->device_id != '\0')
        return {common::lowered(all.state->device_id), source_of(*all.state)};
    return {};
}

named tenant_id(dsreg::host host, const sources& all)
{
    if (const dsreg_device_certificate* c = all.certificate();
        c != nullptr && *c->tenant_id != '\0')
        return {common::lowered(c->tenant_id), "certificate"};
    if (all.chosen.note != nullptr && *all.chosen.note->tenant_id != '\0')
        return {common::lowered(all.chosen.note->tenant_id), all.chosen.note->source};
    if (std::string users = common::chosen_account(host).tenant; !users.empty())
        return {std::move(users), "accounts"};
    if (all.state != nullptr && *all.state->tenant_id != '\0')
        return {common::lowered(all.state->tenant_id), source_of(*all.state)};
    return {};
}

} // namespace device_state
