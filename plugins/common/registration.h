// Which registration is "the" one. A device may hold several, for several tenants: the one of the
// tenant that the administrator said (run.tenant), else of the first signed-in account
// (user.tenant), else the newest. One that AD FS made counts only when there is no other.
//
// Who includes this declares the inputs "?run.tenant" and "?user.tenant"; who calls
// chosen_instance() also "?cert.instance".
#pragma once
#include "common/input.h"
#include "common/names.h"

#include <dsreg/svc/device.h>

#include <string>
#include <string_view>

namespace common {

enum class standing {
    found,      // `record` has a certificate
    damaged,    // a certificate's file is there and is none
    denied,     // root would see more
    unreadable, // the files could not be looked at, for a reason that is not a right
    none,       // looked at, and there is no certificate
};

struct registration {
    standing how = standing::none;
    const dsreg_device_record* record = nullptr; // found
    const dsreg_device_record* note = nullptr;   // not found: one without certificate that names
                                                 // a device, registration.toml for example
    bool elsewhere = false; // there are others, none of them for the tenant that was said
};

namespace detail {

inline bool is_of(const dsreg_device_record& r, const std::string& tenant)
{
    return !tenant.empty() && lowered(r.tenant_id) == tenant;
}

// A is the better choice.
inline bool goes_before(const dsreg_device_record& a, const dsreg_device_record& b)
{
    if (a.certificate->enterprise != b.certificate->enterprise)
        return a.certificate->enterprise == 0;
    return a.certificate->not_before > b.certificate->not_before;
}

// The best record with (or without) a certificate that `good` takes.
template <class F>
const dsreg_device_record* best(const dsreg_device_list& list, bool certified, F good)
{
    const dsreg_device_record* found = nullptr;
    for (uint32_t i = 0; i < list.count; i++) {
        const dsreg_device_record& r = *list.records[i];
        if ((r.certificate != nullptr) != certified || !good(r)) continue;
        if (!certified && *r.device_id == '\0') continue;
        if (found == nullptr || (certified && goes_before(r, *found))) found = &r;
    }
    return found;
}

inline const dsreg_device_record* pick(const dsreg_device_list& list, bool certified,
                                       const std::string& said, const std::string& users)
{
    const auto of = [&](const std::string& tenant) {
        return best(list, certified, [&](const auto& r) { return is_of(r, tenant); });
    };
    if (!said.empty()) {
        const dsreg_device_record* exact = of(said);
        return exact != nullptr
                   ? exact
                   : best(list, certified, [](const auto& r) { return *r.tenant_id == '\0'; });
    }
    const dsreg_device_record* theirs = of(users);
    return theirs != nullptr ? theirs : best(list, certified, [](const auto&) { return true; });
}

inline bool is_damaged(const dsreg_device_file& f)
{
    return f.kind == DSREG_FILE_CERTIFICATE &&
           (f.state == DSREG_FILE_NOT_REGULAR || f.state == DSREG_FILE_TOO_LARGE ||
            f.state == DSREG_FILE_GARBAGE);
}

inline standing without_record(const dsreg_device_list& list)
{
    // More files than were looked at: what is damaged among them says nothing about the rest.
    if (list.error == DSREG_X_TOO_LARGE) return standing::unreadable;
    bool denied = list.error == DSREG_X_ACCESS;
    for (uint32_t i = 0; i < list.file_count; i++) {
        if (is_damaged(*list.files[i])) return standing::damaged;
        denied = denied || (list.files[i]->kind == DSREG_FILE_CERTIFICATE &&
                            list.files[i]->state == DSREG_FILE_DENIED);
    }
    if (denied) return standing::denied;
    const bool fine = list.error == DSREG_X_NONE || list.error == DSREG_X_NOT_FOUND;
    return fine ? standing::none : standing::unreadable;
}

} // namespace detail

inline registration choose_registration(dsreg::host host, const dsreg_device_list& list)
{
    std::string said = lowered(input_text(host, "run.tenant"));
    if (!is_guid(said)) said.clear(); // a domain: no record names one
    const std::string users = lowered(input_text(host, "user.tenant"));
    registration r;
    r.record = detail::pick(list, true, said, users);
    if (r.record != nullptr) {
        r.how = standing::found;
        return r;
    }
    r.how = detail::without_record(list);
    r.note = detail::pick(list, false, said, users);
    for (uint32_t i = 0; i < list.count; i++)
        r.elsewhere = r.elsewhere || *list.records[i]->device_id != '\0';
    r.elsewhere = r.elsewhere && r.note == nullptr;
    return r;
}

// What to say where nothing names a registration.
inline const char* why_none(const registration& r)
{
    return r.elsewhere ? "this machine is not registered in the tenant that was asked for"
                       : "no registration was found on this machine";
}

// Himmelblau's daemon keeps certificate and key in a store of its own.
inline bool is_kept_away(const dsreg_device_record& note)
{
    return std::string_view(note.source) == "himmelblau.conf";
}

inline constexpr const char* kept_away =
    "Himmelblau keeps the device's certificate and key where nobody else can read them";

inline constexpr const char* kept_to_itself = "Himmelblau keeps it to itself";

inline bool says_kept_away(const dsreg::result& r)
{
    return r.raw.outcome == DSREG_SKIP && dsreg::view(r.raw.text) == kept_away;
}

inline constexpr dsreg_call list_call{sizeof(dsreg_call), 0, 3000, 0};

// For the probes that come after cert.device: the record that it chose. False: `ret_instead` is
// how to conclude.
inline bool chosen_instance(dsreg::host host, const dsreg_svc_device& device, std::string& ret,
                            dsreg::result& ret_instead)
{
    const auto skip = [&](uint32_t reason, const char* why, const char* about = nullptr) {
        ret_instead = dsreg::result::skip(reason, why, about);
        return false;
    };
    const dsreg_fact* fact = nullptr;
    const uint32_t state = host.input("cert.instance", fact);
    if (state == DSREG_IN_PRESENT) {
        ret = input_text(host, "cert.instance");
        return true;
    }
    if (state == DSREG_IN_UNKNOWN)
        return skip(DSREG_SKIP_MISSING_INPUT, "which certificate is the device's is not known",
                    "cert.instance");
    if (state == DSREG_IN_SILENT || state == DSREG_IN_BROKEN)
        return skip(DSREG_SKIP_MISSING_INPUT, "there is no usable device certificate",
                    "cert.instance");
    const dsreg_device_list* list = nullptr;
    if (device.list(host.raw(), &list_call, &list) != DSREG_OK) {
        ret_instead = dsreg::result::none();
        return false;
    }
    const registration r = choose_registration(host, *list);
    switch (r.how) {
    case standing::found:
        ret = r.record->instance;
        return true;
    case standing::denied:
        return skip(DSREG_SKIP_NEEDS_ROOT, "the device's files belong to root");
    case standing::none:
        if (r.note == nullptr) return skip(DSREG_SKIP_NOT_APPLICABLE, why_none(r));
        if (is_kept_away(*r.note)) return skip(DSREG_SKIP_NOT_APPLICABLE, kept_away);
        [[fallthrough]];
    default:
        return skip(DSREG_SKIP_MISSING_INPUT, "there is no usable device certificate",
                    "cert.instance");
    }
}

// Why a fact of the certificate or its key is not known where chosen_instance() found none to ask
// about; nullptr: there is none that could be known.
inline const char* why_unread(const dsreg::result& instead)
{
    if (instead.raw.outcome != DSREG_SKIP) return nullptr;
    if (instead.raw.reason == DSREG_SKIP_NEEDS_ROOT) return "needs root";
    if (instead.raw.reason == DSREG_SKIP_MISSING_INPUT)
        return "there is no usable device certificate";
    return says_kept_away(instead) ? kept_to_itself : nullptr;
}

// The private key is bound to a TPM; a smart card's or a file's is not.
inline bool in_tpm(const dsreg_device_record& r)
{
    constexpr std::string_view tpm = "Hardware (TPM";
    return r.hardware == DSREG_KEY_IN_HARDWARE &&
           std::string_view(r.key_provider).substr(0, tpm.size()) == tpm;
}

// The record with this instance; nullptr: not in the list.
inline const dsreg_device_record* record_of(const dsreg_device_list& list,
                                            std::string_view instance)
{
    for (uint32_t i = 0; i < list.count; i++)
        if (instance == list.records[i]->instance) return list.records[i];
    return nullptr;
}

// What to say when the key of this record may not be used: root could, or nobody can.
inline dsreg::result skip_denied(const dsreg_device_record* r, const char* why)
{
    if (r != nullptr && r->hardware == DSREG_KEY_IN_HARDWARE)
        return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE,
                                   "the device's key lies in hardware; only keys in files are "
                                   "tested");
    return dsreg::result::skip(DSREG_SKIP_NEEDS_ROOT, why);
}
inline dsreg::result skip_denied(dsreg::host host, const dsreg_svc_device& device,
                                 const std::string& instance, const char* why)
{
    const dsreg_device_list* list = nullptr;
    if (device.list(host.raw(), &list_call, &list) != DSREG_OK) return dsreg::result::none();
    return skip_denied(record_of(*list, instance), why);
}

} // namespace common
