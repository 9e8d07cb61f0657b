// DomainJoined and DomainName: realmd, then sssd and Samba, then the keytab; never a guess.
#include "state_world.h"

#include <gtest/gtest.h>

namespace {

using testkit::file_says;
using testkit::outcome;
using testkit::world;
using codes = std::vector<std::string>;
using files = std::map<std::string, testkit::fs_answer>;

constexpr const char* samba = "/etc/samba/smb.conf";
constexpr const char* sssd = "/etc/sssd/sssd.conf";
constexpr const char* keytab = "/etc/krb5.keytab";

const bundled_module& device_state()
{
    static const bundled_module m(bundled("device-state"));
    return m;
}

world with(const files& there)
{
    world w = testkit::state_world(testkit::joined_device());
    w.offered.dbus = nullptr;
    w.offered.fs = [there](const std::string& path) {
        const auto it = there.find(path);
        return it == there.end() ? file_says(DSREG_X_NOT_FOUND) : it->second;
    };
    return w;
}

outcome run(const world& w)
{
    const outcome o = device_state().run("device.registered", w);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.violations, codes{});
    return o;
}

void expect_member(const outcome& o, const std::string& name)
{
    EXPECT_EQ(o.fact_of("device.domain-joined"), "1");
    EXPECT_EQ(o.fact_of("device.domain"), name);
    EXPECT_EQ(o.fact_of("device.join-state"), "Microsoft Entra hybrid joined");
    EXPECT_NE(o.flags_of("device.domain") & DSREG_F_PERSONAL, 0u);
}

void expect_unknown(const outcome& o, const std::string& word)
{
    const std::string said = o.fact_of("device.domain-joined");
    EXPECT_EQ(said.substr(0, 1), "?");
    EXPECT_NE(said.find(word), std::string::npos) << said;
    EXPECT_FALSE(o.has_fact("device.domain"));
}

TEST(plugin_device_domain, realmd_names_the_domain)
{
    world w = with({});
    w.offered.dbus = testkit::bus_with_realm("corp.contoso.com", "active-directory");
    expect_member(run(w), "corp.contoso.com");
}

TEST(plugin_device_domain, sambas_short_name_is_the_domains_name)
{
    world w = with({{samba, file_says(DSREG_X_NONE, fixture("device-state", "smb.conf"))}});
    expect_member(run(w), "HYBRIDADFS");
    w.offered.dbus = testkit::bus_with_realm("corp.contoso.com", "active-directory");
    expect_member(run(w), "HYBRIDADFS");
}

TEST(plugin_device_domain, a_workgroup_without_a_domain_is_none)
{
    const outcome o =
        run(with({{samba, file_says(DSREG_X_NONE, "[global]\nworkgroup = WORKGROUP\n")}}));
    EXPECT_EQ(o.fact_of("device.domain-joined"), "0");
    EXPECT_FALSE(o.has_fact("device.domain"));
}

TEST(plugin_device_domain, sssd_names_the_domain_that_is_switched_on)
{
    expect_member(
        run(with({{sssd, file_says(DSREG_X_NONE, fixture("device-state", "sssd.conf"))}})),
        "corp.contoso.com");
}

TEST(plugin_device_domain, sssd_with_another_directory_is_no_domain)
{
    const std::string ldap = "[sssd]\ndomains = x\n[domain/x]\nid_provider = ldap\n";
    EXPECT_EQ(run(with({{sssd, file_says(DSREG_X_NONE, ldap)}})).fact_of("device.domain-joined"),
              "0");
}

TEST(plugin_device_domain, a_realm_that_is_only_seen_or_of_freeipa_is_no_domain)
{
    world seen = with({});
    seen.offered.dbus = testkit::bus_with_realm("corp.contoso.com", "active-directory", "");
    EXPECT_EQ(run(seen).fact_of("device.domain-joined"), "0");
    world ipa = with({});
    ipa.offered.dbus = testkit::bus_with_realm("ipa.contoso.com", "ipa");
    EXPECT_EQ(run(ipa).fact_of("device.domain-joined"), "0");
}

TEST(plugin_device_domain, realmd_that_knows_none_settles_it)
{
    world w = with({{sssd, file_says(DSREG_X_ACCESS)}, {keytab, file_says(DSREG_X_ACCESS)}});
    w.offered.dbus = testkit::plain_bus;
    EXPECT_EQ(run(w).fact_of("device.domain-joined"), "0");
}

TEST(plugin_device_domain, what_only_root_may_read_is_unknown)
{
    expect_unknown(run(with({{sssd, file_says(DSREG_X_ACCESS)}})), "only root");
}

TEST(plugin_device_domain, a_keytab_alone_is_no_proof_of_a_domain)
{
    for (const uint32_t error : {DSREG_X_NONE, DSREG_X_TOO_LARGE, DSREG_X_ACCESS})
        expect_unknown(run(with({{keytab, file_says(error)}})), "keytab");
}

TEST(plugin_device_domain, nothing_at_all_is_no_domain)
{
    EXPECT_EQ(run(with({})).fact_of("device.domain-joined"), "0");
}

TEST(plugin_device_domain, a_file_service_that_is_not_there_knows_nothing)
{
    world w = with({});
    w.offered.fs = nullptr;
    expect_unknown(run(w), "cannot be read");
}

TEST(plugin_device_domain, a_realm_that_does_not_answer_is_no_no)
{
    world w = with({{sssd, file_says(DSREG_X_ACCESS)}});
    w.offered.dbus = [](const testkit::dbus_question& q) {
        testkit::dbus_answer a;
        if (q.member == "Get" && q.destination == "org.freedesktop.realmd")
            a.items = {{"0/0", "/realm"}};
        else
            a.error = DSREG_X_TIMEOUT;
        return a;
    };
    expect_unknown(run(w), "only root");
}

TEST(plugin_device_domain, hostile_configuration_stays_within_bounds)
{
    for (const std::string& text :
         {std::string(60'000, '['), std::string("=\n[\n]\n[domain/\nid_provider=ad"),
          std::string("[domain/a\x1b b]\nid_provider = ad\nad_domain = \xff\xfe\n"),
          std::string("[global]\nsecurity=ads\nworkgroup=") + std::string(5000, 'W')}) {
        const outcome o = run(
            with({{sssd, file_says(DSREG_X_NONE, text)}, {samba, file_says(DSREG_X_NONE, text)}}));
        const std::string name = o.fact_of("device.domain");
        EXPECT_TRUE(name.empty() || name.front() == '?') << name;
    }
}

} // namespace
