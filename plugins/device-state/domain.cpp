#include "device-state/domain.h"

#include "common/names.h"
#include "device-state/reading.h"
#include "device-state/settings.h"

namespace device_state {
namespace {

constexpr const char* realmd = "org.freedesktop.realmd";
constexpr uint32_t most_realms = 8;

// A name that may be shown: of a domain or of a workgroup.
bool is_name(std::string_view s)
{
    if (s.empty() || s.size() > 253) return false;
    for (const char c : s)
        if (!common::is_alnum(c) && c != '.' && c != '-' && c != '_') return false;
    return true;
}

// A bus may say that anything is one.
bool is_object_path(std::string_view s)
{
    if (s.empty() || s.front() != '/') return false;
    for (const char c : s)
        if (!common::is_alnum(c) && c != '_' && c != '/') return false;
    return true;
}

membership member(const char* source, std::string_view name)
{
    membership m;
    m.joined = {answer::yes, source, ""};
    if (is_name(name)) {
        m.name = name;
        m.source = source;
    }
    return m;
}

class search
{
public:
    explicit search(dsreg::host host) : host_(host) {}

    membership run()
    {
        membership found = ask_realmd();
        // Samba's configuration, which everybody may read, knows the short name.
        const membership samba = read_samba();
        if (found.joined.is != answer::yes) found = samba;
        if (found.joined.is != answer::yes) found = read_sssd();
        if (found.joined.is == answer::yes) {
            if (!samba.name.empty()) {
                found.name = samba.name;
                found.source = samba.source;
            }
            return found;
        }
        found.joined = no_or_unknown();
        return found;
    }

private:
    // A realm that realmd merely found in the network is not configured; one of FreeIPA is no
    // Active Directory.
    static bool is_directory(const dsreg_dbus_reply& realm)
    {
        if (item(realm, "0/Configured").empty()) return false;
        for (unsigned i = 0; i < 32; i++) {
            const std::string at = "0/Details/" + std::to_string(i);
            if (item(realm, at + "/0") == "server-software")
                return item(realm, at + "/1") == "active-directory";
        }
        return true;
    }

    membership ask_realmd()
    {
        const dsreg_dbus_reply* all = property(host_, realmd, "/org/freedesktop/realmd",
                                               "org.freedesktop.realmd.Provider", "Realms");
        if (all == nullptr) return {};
        bool sure = true;
        for (uint32_t i = 0; i < all->item_count && i < most_realms; i++) {
            const dsreg_value& path = all->items[i].value;
            if (path.type != DSREG_T_STR) continue;
            const std::string where(dsreg::view(path.u.s));
            if (!is_object_path(where)) {
                sure = false;
                continue;
            }
            const dsreg_dbus_reply* realm =
                properties(host_, realmd, where.c_str(), "org.freedesktop.realmd.Realm");
            if (realm == nullptr)
                sure = false;
            else if (is_directory(*realm))
                return member("realmd", item(*realm, "0/Name"));
        }
        realmd_says_no_ = sure && all->item_count <= most_realms;
        return {};
    }

    membership read_samba()
    {
        const file f = read(host_, "/etc/samba/smb.conf");
        note(f);
        if (f.state != file::read) return {};
        const std::vector<setting> all = parse_settings(f.bytes);
        if (common::lowered(find_setting(all, "global", "security")) != "ads") return {};
        const std::string_view workgroup = find_setting(all, "global", "workgroup");
        return member("smb.conf",
                      workgroup.empty() ? find_setting(all, "global", "realm") : workgroup);
    }

    membership read_sssd()
    {
        const file f = read(host_, "/etc/sssd/sssd.conf");
        note(f);
        if (f.state != file::read) return {};
        const std::vector<setting> all = parse_settings(f.bytes);
        for (const setting& s : all) {
            constexpr std::string_view domain = "domain/";
            if (s.section.rfind(domain, 0) != 0 || s.key != "id_provider" || s.value != "ad")
                continue;
            const std::string name = s.section.substr(domain.size());
            if (!is_enabled(find_setting(all, "sssd", "domains"), name)) continue;
            const std::string_view dns = find_setting(all, s.section, "ad_domain");
            return member("sssd.conf", dns.empty() ? std::string_view(name) : dns);
        }
        return {};
    }

    // "domains = a, b"; not set: all of them.
    static bool is_enabled(std::string_view list, const std::string& name)
    {
        if (list.empty()) return true;
        std::string one;
        for (const char c : std::string(list) + ",") {
            if (c != ',') {
                if (c != ' ' && c != '\t') one += common::lower(c);
                continue;
            }
            if (one == name) return true;
            one.clear();
        }
        return false;
    }

    void note(const file& f)
    {
        denied_ = denied_ || f.state == file::denied;
        doubtful_ = doubtful_ || f.state == file::broken;
    }

    said no_or_unknown()
    {
        if (realmd_says_no_) return {answer::no, "realmd", ""};
        if (denied_)
            return {answer::unknown, "files",
                    "realmd does not run, and only root may read the configuration of the domain"};
        if (doubtful_) return {answer::unknown, "files", "the configuration cannot be read"};
        // A keytab alone may be of any Kerberos realm. Its bytes are nobody's business here.
        const file keytab = look_at(host_, "/etc/krb5.keytab");
        if (keytab.state != file::absent)
            return {answer::unknown, "files",
                    "the host has a keytab, and nothing says of which realm"};
        return {answer::no, "files", ""};
    }

    dsreg::host host_;
    bool realmd_says_no_ = false, denied_ = false, doubtful_ = false;
};

} // namespace

membership find_domain(dsreg::host host)
{
    return search(host).run();
}

} // namespace device_state
