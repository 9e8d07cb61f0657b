// Folders and prefixes are those of Microsoft Learn's page on the dsreg tool; the names after the
// prefix and the format are not published and are this lab's.
#include "registration.h"

#include "file.h"
#include "hosts.h"
#include "keys/device_certificate.h"

#include <ctime>

namespace dsreg::lab {
namespace {

const std::string certs = "/etc/microsoft/identity-broker/certs/";
const std::string keys = "/etc/microsoft/identity-broker/private/";
const std::string elsewhere = "/var/lib/microsoft-identity-device-broker/";
const std::string to_root = "../../../.."; // from the folder `certs`

constexpr int64_t hour = 3600, day = 24 * hour, ten_years = 3650 * day;
constexpr int64_t predated = 1800; // as real ones are, by half an hour
constexpr int64_t huge = 64LL * 1024 * 1024;
constexpr const char* stranger = "c7d1a3f4-0b6e-4d95-8f21-9e3a5b7c6d80";
constexpr const char* intune_device = "e2a9d6b4-7c13-4f58-9b0e-5d8f1a6c3b72";

// One registration; the scenario's main one, or one of its others.
struct registration {
    std::string id, tenant_id, key = "device2.key", certificate = "good", format = "pem";
    std::string private_key = "good", transport_key = "good";
};

// Certificates are issued by the true time: the registration service has no wrong clock.
void set_validity(const std::string& kind, int64_t age, device_certificate_request& ret)
{
    const int64_t now = std::time(nullptr);
    int64_t issued = now - age;
    if (kind == "not-yet-valid") issued = now + day + predated;
    ret.not_before = issued - predated;
    ret.not_after = issued + ten_years;
    if (kind == "expired") ret.not_after = now - 10 * day;
    if (kind == "expiring") ret.not_after = now + 12 * day + hour; // twelve whole days, all along
    if (kind == "expired" || kind == "expiring") ret.not_before = ret.not_after - ten_years;
}

class writer
{
public:
    writer(tree& t, const scenario& s, const std::string& share) : t_(t), s_(s), share_(share) {}

    void write(const registration& r)
    {
        for (const std::string* folder : {&certs, &keys, &elsewhere}) t_.dir(*folder, 0700);
        // Behind a closed folder nobody could read what lies open in it.
        if (s_.device.key == "exposed") t_.dir(keys, 0755);
        if (r.certificate != "missing") certificate(r);
        private_key(r);
        if (r.transport_key != "missing")
            t_.file(keys + "stk_" + r.tenant_id + ".pem", pool_pem("stk.key"), 0600);
    }

private:
    // A key of the pool, without the warning that stands before it.
    std::string pool_pem(const std::string& name)
    {
        std::string text;
        if (t_.error.ok()) t_.error = read_file(share_ + "/" + name, 65536, text);
        const std::size_t begin = text.find("-----BEGIN");
        return begin == std::string::npos ? std::string() : text.substr(begin);
    }

    status issue(const registration& r, certificate_ptr& ret)
    {
        const std::string base = share_ + "/";
        issuer authority;
        key_ptr key;
        status s = load_issuer(base + "device-ca.pem", base + "device-ca.key", authority);
        if (s.ok()) s = load_key(base + (r.certificate == "weak" ? "weak.key" : r.key), key);
        if (!s.ok()) return s;
        device_certificate_request what;
        what.device_id = r.certificate == "other-device" ? stranger : r.id;
        what.tenant_id = r.tenant_id;
        what.user_id =
            s_.broker.accounts.empty() ? account{}.object_id : s_.broker.accounts[0].object_id;
        what.joined = s_.device.join == "joined";
        set_validity(r.certificate, s_.device.registered_ago_s, what);
        return make_device_certificate(authority, key.get(), what, ret);
    }

    void certificate(const registration& r)
    {
        const std::string name = "drs_" + r.tenant_id + "." + r.format, path = certs + name;
        if (r.certificate == "folder") return t_.dir(path, 0700);
        std::string content = "this is no certificate\n";
        if (r.certificate != "garbage") {
            certificate_ptr made;
            if (t_.error.ok()) t_.error = issue(r, made);
            if (!t_.error.ok()) return;
            content = r.format == "der" ? der_of(made.get()) : pem_of(made.get());
        }
        if (r.certificate == "link") {
            t_.file(elsewhere + name, content, 0600);
            return t_.link(path, to_root + elsewhere + name);
        }
        t_.file(path, content, 0600);
        if (r.certificate == "huge") t_.enlarge(path, huge);
    }

    void private_key(const registration& r)
    {
        if (r.private_key == "missing") return;
        std::string from = r.certificate == "weak" ? "weak.key" : r.key;
        if (r.private_key == "mismatch") from = "wrong.key";
        if (r.private_key == "locked") from = "locked.key";
        const bool garbage = r.private_key == "garbage";
        t_.file(keys + "drs_" + r.tenant_id + ".pem",
                garbage ? "this is no private key\n" : pool_pem(from),
                r.private_key == "exposed" ? 0644 : 0600);
    }

    tree& t_;
    const scenario& s_;
    const std::string& share_;
};

std::string quoted(const std::string& text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

void intune_note(tree& t, const scenario& s, const std::string& home)
{
    const device_play& d = s.device;
    const account who = s.broker.accounts.empty() ? account{} : s.broker.accounts[0];
    t.dir(home + "/.config/intune", 0700);
    t.file(
        home + "/.config/intune/registration.toml",
        "account_hint = " + quoted(who.object_id) + "\ndevice_hint = " + quoted(intune_device) +
            "\naad_device_hint = " + quoted(d.intune_id.empty() ? d.id : d.intune_id) +
            "\nauthority = " +
            quoted("https://" + std::string(login_host(s.tenant.cloud).name) + "/" + s.tenant.id) +
            "\nneeds_patching = false\n",
        0600);
}

void himmelblau_note(tree& t, const scenario& s)
{
    const auto section = [&](const std::string& domain, const std::string& device,
                             const std::string& tenant) {
        return "[" + domain + "]\ndevice_id = " + device + "\ntenant_id = " + tenant +
               "\nauthority_host = " + std::string(login_host(s.tenant.cloud).name) + "\n";
    };
    std::string text = section(s.tenant.domain, s.device.id, s.tenant.id);
    for (const other_device& o : s.other_devices)
        text += section(o.tenant_id + ".example", o.id, o.tenant_id);
    t.dir("/var/cache/himmelblaud", 0755);
    t.file("/var/cache/himmelblaud/himmelblau.conf", text, 0600);
}

} // namespace

void write_registration(tree& t, const scenario& s, const std::string& share,
                        const std::string& home)
{
    const device_play& d = s.device;
    const std::string& kind = s.broker.kind;
    if (!d.registered) return;
    if (kind == "himmelblau") return himmelblau_note(t, s);
    if (kind == "proxy") return; // all of it lies in the container
    writer out(t, s, share);
    // The Java era kept all this in a store of its own.
    if (kind != "java" || d.certificate != "missing") {
        out.write(
            {d.id, s.tenant.id, "device.key", d.certificate, d.format, d.key, d.transport_key});
        for (const other_device& o : s.other_devices) out.write({o.id, o.tenant_id});
    }
    if (d.intune && kind != "none") intune_note(t, s, home);
}

} // namespace dsreg::lab
