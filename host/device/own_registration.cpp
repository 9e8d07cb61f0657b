#include "device/own_registration.h"

#include "base/text.h"
#include "device/certificate.h"
#include "device/find.h"
#include "device/key_check.h"
#include "device/key_of_record.h"
#include "device/pairing.h"
#include "device/survey.h"

#include <algorithm>
#include <dsreg/svc/device.h>
#include <set>

namespace dsreg::device {
namespace {

void end(wire::unregistered how, uint32_t error, std::string text, wire::device_unregistering& ret)
{
    ret.end = static_cast<uint32_t>(how);
    ret.error = error;
    ret.text = std::move(text);
}

constexpr const char* admin_center =
    "; it can be removed in the Microsoft Entra admin center (Devices); then ";

// What is left to do where dsreg cannot speak for the device.
std::string next_step(const std::string& source)
{
    return std::string(admin_center) + (source == "himmelblau.conf"
                                            ? "sudo aad-tool cache-clear --full"
                                            : "sudo dsreg --cleanup removes what is left here");
}

bool is_unusable_certificate(const wire::device_file& f)
{
    return f.kind == DSREG_FILE_CERTIFICATE && f.state != DSREG_FILE_GOOD;
}

// Another program's note is all that there is.
std::string explain_note(const wire::device_list& list, const wire::device_record& r)
{
    if (r.source == "registration.toml" &&
        std::none_of(list.files.begin(), list.files.end(), is_unusable_certificate))
        return "only registration.toml names this device; it may have left the tenant already; if "
               "it has, sudo dsreg --cleanup removes what is left; if not" +
               next_step(r.source).substr(1);
    return r.source + " says that this device is registered in the tenant " + r.tenant_id +
           ", but its certificate is not among the files that dsreg can use, so it cannot tell the "
           "tenant that the device leaves" +
           next_step(r.source);
}

// Why there is nothing of this tenant, or nothing to work with.
void explain_nothing(const wire::device_list& list, const std::string& tenant_id,
                     wire::device_unregistering& ret)
{
    std::set<std::string> tenants;
    for (const wire::device_record& r : list.records) {
        if (!r.tenant_id.empty()) tenants.insert(r.tenant_id);
        if (r.tenant_id != tenant_id) continue;
        ret.device_id = r.device_id;
        return end(wire::unregistered::no_key, DSREG_X_NOT_FOUND, explain_note(list, r), ret);
    }
    if (list.error == DSREG_X_ACCESS || list.error == DSREG_X_TOO_LARGE)
        return end(wire::unregistered::not_started, list.error, list.text, ret);
    std::string text = "this device is not registered in the tenant " + tenant_id;
    if (!tenants.empty()) {
        text += "; it is registered in " + *tenants.begin();
        if (tenants.size() > 1) text += " and " + std::to_string(tenants.size() - 1) + " more";
    }
    end(wire::unregistered::nothing, DSREG_X_NOT_FOUND, std::move(text), ret);
}

// The newest registration of this tenant whose key fits.
bool choose(const wire::world& where, const root& below, const wire::device_list& list,
            const std::string& tenant_id, own_registration& ret,
            wire::device_unregistering& ret_end)
{
    int64_t newest = 0;
    bool found = false, any = false;
    for (const wire::device_record& r : list.records) {
        if (r.tenant_id != tenant_id || !r.certificate.there) continue;
        opened_record opened = open_record(where, below, r.instance);
        wire::device_verdict verdict = opened.problem;
        if (opened.key) verdict = match_key(opened.key.get(), opened.record.certificate.der);
        if (!opened.key || verdict.verdict != DSREG_DEVICE_OK) {
            if (!any) {
                ret_end.device_id = r.device_id;
                end(wire::unregistered::no_key, verdict.error,
                    r.path + ": " + verdict.text + next_step(""), ret_end);
            }
            any = true;
            continue;
        }
        const wire::device_certificate& c = opened.record.certificate;
        ret.others = ret.others || (found && c.thumbprint != ret.thumbprint);
        if (found && c.not_before <= newest) continue;
        found = true;
        newest = c.not_before;
        ret.device_id = opened.record.device_id;
        ret.thumbprint = c.thumbprint;
        ret.certificate = c.der;
        ret.valid_from = c.not_before / 1'000'000'000;
        ret.valid_to = c.not_after / 1'000'000'000;
        ret.key = std::move(opened.key);
    }
    if (!found && !any) explain_nothing(list, tenant_id, ret_end);
    return found;
}

// Says which file belongs to the registration, and which is another's too.
class sorter
{
public:
    sorter(const root& below, const found_files& all, own_registration& ret)
        : below_(below), ret_(ret), key_(public_key_of(ret.key.get())), all_(all)
    {
        for (const found_file& f : all_.files) {
            if (!f.certificate.there) continue;
            if (f.certificate.thumbprint == ret.thumbprint) {
                own_stems_.insert(stem_of(f.name));
            } else {
                other_stems_.insert(stem_of(f.name));
                shared_key_ = shared_key_ || f.certified_key == key_;
            }
        }
    }

    void sort()
    {
        for (const found_file& f : all_.files)
            if (is_key(f)) take_key(f);
        for (const found_file& f : all_.files)
            if (f.shown.kind == DSREG_FILE_TRANSPORT) take_transport(f);
        for (const found_file& f : all_.files)
            if (f.certificate.there && f.certificate.thumbprint == ret_.thumbprint) note(f);
    }

private:
    bool is_key(const found_file& f) const
    {
        return f.for_key() && f.key.state == key_state::good && f.key.public_key == key_;
    }
    void keep(const found_file& f, const char* why)
    {
        ret_.kept.push_back({static_cast<uint32_t>(wire::removed::kept), f.shown.path, why});
    }
    void take_key(const found_file& f)
    {
        if (shared_key_)
            keep(f, "the certificate of another registration is of this key too");
        else
            note(f);
    }
    // Nothing in a transport key says whose it is but its name.
    void take_transport(const found_file& f)
    {
        const std::string stem = stem_of(f.name);
        const bool own = own_stems_.count(stem) != 0, others = other_stems_.count(stem) != 0;
        if (own && !others)
            note(f);
        else if (own || !others)
            keep(f, "it is not certain whose key it is; dsreg --cleanup removes it");
    }
    // Read once more, so that what is remembered of it and what it is are one.
    void note(const found_file& f)
    {
        const seen_file seen = below_.read(f.folder, f.name);
        if (seen.how != sight::good || !is_still(f, seen.bytes.view()))
            return keep(f, "it cannot be read, or it has just changed");
        noted_file file{f.folder, f.name, seen.info.st_ino, sha256_of(seen.bytes.view())};
        for (const noted_file& known : ret_.files)
            if (known.path() == file.path()) return; // certificate and key in one file
        ret_.files.push_back(std::move(file));
    }
    bool is_still(const found_file& f, std::string_view bytes) const
    {
        if (f.shown.kind == DSREG_FILE_TRANSPORT) return true;
        key_ptr key;
        if (load_key(bytes, key) == key_state::good && public_key_of(key.get()) == key_)
            return true;
        certificate c;
        return parse_certificate(bytes, c).ok() && c.shown.thumbprint == ret_.thumbprint;
    }

    const root& below_;
    own_registration& ret_;
    const std::string key_;
    const found_files& all_;
    std::set<std::string> own_stems_, other_stems_;
    bool shared_key_ = false;
};

} // namespace

bool find_registration(const wire::world& where, const root& below, const home_notes& home,
                       const std::string& tenant_id, own_registration& ret,
                       wire::device_unregistering& ret_end)
{
    const found_files all = find_files(below);
    if (all.too_many) {
        end(wire::unregistered::not_started, DSREG_X_TOO_LARGE,
            "/etc/microsoft/identity-broker and /etc/ssl/private have more files than a device "
            "has, "
            "and private keys of it may be among those that were not looked at. Nothing was sent "
            "or "
            "removed; take away what does not belong there, or run sudo dsreg --cleanup, which "
            "asks no tenant",
            ret_end);
        return false;
    }
    // The home is read only to say why there is nothing: it may not answer at once.
    survey seen = look_around(where, below, {}, all);
    const bool here = std::any_of(seen.list.records.begin(), seen.list.records.end(),
                                  [&](const auto& r) { return r.tenant_id == tenant_id; });
    if (!here) seen = look_around(where, below, home.read(), all);
    if (!choose(where, below, seen.list, tenant_id, ret, ret_end)) return false;
    if (all.denied) {
        ret_end.device_id = ret.device_id;
        end(wire::unregistered::not_started, DSREG_X_ACCESS,
            "some of the device's files may not be read, not even by root, and may be private "
            "keys of it. Nothing was sent or removed",
            ret_end);
        return false;
    }
    sorter(below, all, ret).sort();
    return true;
}

} // namespace dsreg::device
