// key.recovery: must the device be registered again? Windows marks such a device and recovers it at
// the next sign-in; Linux brokers keep no mark, so the answer is derived, and nobody recovers it.
#include "common/evidence.h"
#include "common/registration.h"
#include "common/skewed_clock.h"
#include "key-sign/bodies.h"

namespace key_sign {
namespace {

constexpr const char* key = "key.recovery-needed";

// Nothing can be said of files that nobody could list.
bool was_listed(const dsreg_device_list& list)
{
    switch (list.error) {
    case DSREG_X_NONE:
    case DSREG_X_NOT_FOUND:
    case DSREG_X_ACCESS:
    case DSREG_X_TOO_LARGE:
        return true;
    default:
        return false;
    }
}

// Is the certificate gone or destroyed? One that dsreg will not read (a link, a file of megabytes)
// may still serve the broker.
bool lost_certificate(const dsreg_device_list* list)
{
    bool unread = false, garbage = false;
    for (uint32_t i = 0; list != nullptr && i < list->file_count; i++) {
        const dsreg_device_file& file = *list->files[i];
        if (file.kind != DSREG_FILE_CERTIFICATE) continue;
        unread = unread || file.state == DSREG_FILE_NOT_REGULAR ||
                 file.state == DSREG_FILE_TOO_LARGE || file.state == DSREG_FILE_DENIED;
        garbage = garbage || file.state == DSREG_FILE_GARBAGE;
    }
    return garbage || !unread;
}

enum class expiry { no, yes, by_the_clock };

expiry has_expired(dsreg::host host)
{
    const dsreg_fact* end = nullptr;
    if (host.input("cert.not-after", end) != DSREG_IN_PRESENT || end->value.u.i >= host.now())
        return expiry::no;
    return common::clock_explains(host, true, end->value.u.i) ? expiry::by_the_clock : expiry::yes;
}

// Why it must; "": nothing says so. A wrong clock lets no certificate expire.
const char* what_is_lost(dsreg::host host, const dsreg_device_list* list, expiry expired)
{
    if (common::input_number(host, "cert.present", 1) == 0 && lost_certificate(list))
        return "certificate";
    if (expired == expiry::yes) return "certificate expired";
    if (common::input_number(host, "key.usable", 1) == 0) return "key";
    if (common::input_number(host, "key.signs", 1) == 0) return "signature";
    return "";
}

// The certificate goes before what was concluded from it or from the broker's era.
const char* page_of(dsreg::host host)
{
    const std::string_view state = common::input_text(host, "device.join-state");
    const std::string_view type = common::input_text(host, "cert.join-type");
    if (state == "Microsoft Entra hybrid joined") return "key.recovery-hybrid";
    if (type == "registered") return "key.recovery-registered";
    if (type == "joined") return "key.recovery-joined";
    if (state == "Microsoft Entra registered") return "key.recovery-registered";
    if (state == "Microsoft Entra joined") return "key.recovery-joined";
    return "key.recovery-needed";
}

dsreg::result needed(dsreg::host host, const char* lost)
{
    host.fact(key, dsreg::boolean(true), "derived");
    common::evidence e;
    e.text("lost", lost);
    e.report(host, page_of(host),
             "the device's keys cannot be used, and the broker does not mend that by itself");
    return dsreg::result::pass();
}

dsreg::result clock_is_wrong(dsreg::host host)
{
    host.fact(key, dsreg::unknown("the clock is wrong"), "derived");
    return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT,
                               "the clock is wrong, and by another the certificate may be in time",
                               "time.skewed");
}

dsreg::result cannot_tell(dsreg::host host, const char* about)
{
    host.fact(key, dsreg::unknown("the keys could not be tried"), "derived");
    return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT, "the device's keys could not be tried",
                               about);
}

} // namespace

dsreg::result recovery(dsreg::host host)
{
    const auto* device = host.service<dsreg_svc_device>(DSREG_SVC_DEVICE);
    const dsreg_device_list* list = nullptr;
    if (device->list(host.raw(), &common::list_call, &list) != DSREG_OK)
        return dsreg::result::none();
    if (!was_listed(*list)) return cannot_tell(host, "cert.instance");
    const expiry expired = has_expired(host);
    if (const char* lost = what_is_lost(host, list, expired); *lost != '\0')
        return needed(host, lost);
    if (expired == expiry::by_the_clock) return clock_is_wrong(host);
    std::string instance;
    dsreg::result instead = dsreg::result::none();
    if (!common::chosen_instance(host, *device, instance, instead)) {
        if (const char* why = common::why_unread(instead); why != nullptr)
            host.fact(key, dsreg::unknown(why), "derived");
        else if (instead.raw.outcome == DSREG_SKIP)
            host.fact(key, dsreg::not_applicable(dsreg::view(instead.raw.text)), "derived");
        return instead;
    }
    for (const char* proof : {"key.usable", "key.signs"})
        if (common::input_state(host, proof) != DSREG_IN_PRESENT) return cannot_tell(host, proof);
    host.fact(key, dsreg::boolean(false), "derived");
    return dsreg::result::pass();
}

} // namespace key_sign
