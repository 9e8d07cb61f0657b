#include "device/key_of_record.h"

#include "device/key.h"
#include "device/survey.h"

#include <algorithm>
#include <dsreg/svc/device.h>

namespace dsreg::device {
namespace {

constexpr const char* no_certificate =
    "there is no certificate of this registration to compare with";

wire::device_verdict key_verdict(uint32_t what, std::string text)
{
    wire::device_verdict v;
    v.verdict = what;
    v.text = std::move(text);
    return v;
}

wire::device_verdict load(const root& below, const key_place& at, key_ptr& ret)
{
    const seen_file seen = below.read(at.folder, at.name);
    switch (seen.how) {
    case sight::good:
        break;
    case sight::missing:
        return key_verdict(DSREG_DEVICE_KEY_MISSING, "the private key is gone");
    case sight::denied:
        return no_answer(DSREG_X_ACCESS, "the private key may not be read");
    default:
        return key_verdict(DSREG_DEVICE_KEY_UNUSABLE, "the file of the private key: " + seen.why);
    }
    switch (load_key(seen.bytes.view(), ret)) {
    case key_state::good:
        return {};
    case key_state::locked:
        return key_verdict(DSREG_DEVICE_KEY_UNUSABLE, "the private key is behind a passphrase");
    case key_state::hardware:
        return no_answer(DSREG_X_ACCESS,
                         "the private key lies in a TPM, and only keys in files are tested");
    default:
        return key_verdict(DSREG_DEVICE_KEY_UNUSABLE, "the file holds no readable private key");
    }
}

} // namespace

wire::device_verdict no_answer(uint32_t error, std::string text)
{
    wire::device_verdict v = key_verdict(DSREG_DEVICE_NO_ANSWER, std::move(text));
    v.error = error;
    return v;
}

opened_record open_record(const wire::world& where, const root& below, const std::string& instance)
{
    opened_record opened;
    survey s = look_around(where, below, {});
    const auto found = std::find_if(s.list.records.begin(), s.list.records.end(),
                                    [&](const auto& r) { return r.instance == instance; });
    if (found == s.list.records.end()) {
        if (instance.rfind("registration.toml", 0) == 0) {
            opened.problem = no_answer(DSREG_X_NOT_FOUND, no_certificate);
            return opened;
        }
        const bool hidden = s.list.error == DSREG_X_ACCESS;
        opened.problem = no_answer(hidden ? DSREG_X_ACCESS : DSREG_X_NOT_FOUND,
                                   hidden ? s.list.text : "there is no such registration here");
        return opened;
    }
    const key_place at = s.keys[static_cast<std::size_t>(found - s.list.records.begin())];
    opened.record = std::move(*found);
    if (!opened.record.certificate.there || opened.record.certificate.der.empty())
        opened.problem = no_answer(
            s.list.error == DSREG_X_ACCESS ? DSREG_X_ACCESS : DSREG_X_NOT_FOUND, no_certificate);
    else if (at.name.empty() && s.list.error == DSREG_X_ACCESS)
        opened.problem = no_answer(DSREG_X_ACCESS, s.list.text);
    else if (at.name.empty())
        opened.problem = key_verdict(DSREG_DEVICE_KEY_MISSING,
                                     "no file here holds the private key of this certificate");
    else
        opened.problem = load(below, at, opened.key);
    return opened;
}

} // namespace dsreg::device
