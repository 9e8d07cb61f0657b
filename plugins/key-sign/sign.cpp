// key.sign-test: can this machine sign as the device?
#include "common/evidence.h"
#include "common/registration.h"
#include "common/transport.h"
#include "key-sign/bodies.h"

namespace key_sign {
namespace {

constexpr uint32_t code_provider = 0x80090020u;  // NTE_FAIL
constexpr uint32_t code_mismatch = 0x8009001au;  // NTE_KEYSET_ENTRY_BAD
constexpr uint32_t code_not_found = 0x80090011u; // NTE_NOT_FOUND
constexpr uint32_t code_bad_data = 0x80090005u;  // NTE_BAD_DATA

// What cert.key-match has found already is one failure, not two.
bool key_is_known_bad(dsreg::host host)
{
    const uint32_t state = common::input_state(host, "key.usable");
    return state == DSREG_IN_UNKNOWN || common::input_number(host, "key.usable", 1) == 0;
}

dsreg::result skip_about_key()
{
    return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT, "there is no key to sign with",
                               "key.usable");
}

dsreg::result fail(dsreg::host host, const dsreg_device_verdict& v, const char* code,
                   const char* sentence, uint32_t outer)
{
    common::evidence e;
    e.text("problem", common::steady(dsreg::view(v.text)), DSREG_F_PERSONAL);
    e.report(host, code, sentence);
    const dsreg::result failed = dsreg::result::fail(outer);
    return key_is_known_bad(host) ? failed.because_of("key.usable") : failed;
}

dsreg::result judge(dsreg::host host, const dsreg_svc_device& device, const std::string& instance,
                    const dsreg_device_verdict& v)
{
    const auto signs = [&](bool yes) { host.fact("key.signs", dsreg::boolean(yes), "key"); };
    switch (v.verdict) {
    case DSREG_DEVICE_OK:
        signs(true);
        return dsreg::result::pass();
    case DSREG_DEVICE_KEY_MISMATCH:
        signs(false);
        return fail(host, v, "key.sign-mismatch",
                    "the certificate does not verify what the device's key signed", code_mismatch);
    case DSREG_DEVICE_KEY_MISSING:
        if (key_is_known_bad(host)) return skip_about_key();
        signs(false);
        return fail(host, v, "key.sign-no-key", "the device's private key is not there",
                    code_not_found);
    case DSREG_DEVICE_KEY_UNUSABLE:
        if (key_is_known_bad(host)) return skip_about_key();
        signs(false);
        return fail(host, v, "key.sign-no-key", "the device's private key cannot be used",
                    code_bad_data);
    case DSREG_DEVICE_SIGN_FAILED:
        signs(false);
        return fail(host, v, "key.sign-failed", "the device's key gave no valid signature",
                    code_provider);
    default:
        break;
    }
    if (v.error == DSREG_X_ACCESS)
        return common::skip_denied(host, device, instance, "the device's key belongs to root");
    if (key_is_known_bad(host)) return skip_about_key();
    return fail(host, v, "key.sign-no-answer", "what holds the device's key gave no signature",
                code_provider);
}

} // namespace

dsreg::result sign(dsreg::host host)
{
    const auto* device = host.service<dsreg_svc_device>(DSREG_SVC_DEVICE);
    std::string instance;
    dsreg::result instead = dsreg::result::none();
    if (!common::chosen_instance(host, *device, instance, instead)) return instead;
    const dsreg_call call{sizeof call, 0, 4000, 0};
    const dsreg_device_verdict* verdict = nullptr;
    if (device->sign_test(host.raw(), &call, instance.c_str(), &verdict) != DSREG_OK)
        return dsreg::result::none();
    return judge(host, *device, instance, *verdict);
}

} // namespace key_sign
