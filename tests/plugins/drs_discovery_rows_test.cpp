// drs.discovery: the rows of Tenant Details where no document of this tenant could be read.
#include "drs_world.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using namespace drs_world;
using testkit::outcome;
using testkit::world;
using codes = std::vector<std::string>;

// Each row that only the document knows is there, and says why it is not known.
void expect_unread(const outcome& o, const std::string& why)
{
    for (const char* key :
         {"drs.tenant-name", "drs.tenant-id", "drs.auth-code-url", "drs.token-url",
          "drs.join.version", "drs.join.url", "drs.join.id", "drs.key.version", "drs.key.url",
          "drs.key.id", "drs.webauthn.version", "drs.webauthn.url", "drs.webauthn.id",
          "drs.manage.version", "drs.manage.url", "drs.manage.id"}) {
        const auto f = std::find_if(o.facts.begin(), o.facts.end(),
                                    [&](const testkit::fact& one) { return one.key == key; });
        ASSERT_NE(f, o.facts.end()) << key;
        EXPECT_EQ(f->val.type, DSREG_T_UNKNOWN) << key;
        EXPECT_EQ(f->val.s, why) << key;
    }
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_drs_discovery_rows, a_document_of_another_tenant_is_refused)
{
    servers s;
    world w = world_of(s);
    const std::string other = "2c9d4a80-1f37-4be2-9d65-83a7c0e15b42";
    w.inputs.clear();
    w.give("user.tenant", other, "oid.tid");
    s.answers["https://enterpriseregistration.windows.net/" + other + "/Discover?api-version=1.9"] =
        file("discovery-1.9.json");
    const outcome o = discover(w);
    EXPECT_EQ(o.codes(), codes{"drs.discovery-wrong-tenant"});
    EXPECT_EQ(o.outer, 0x801c0021u);
    EXPECT_EQ(o.inner, 0x801c003au);
    EXPECT_FALSE(o.has_fact("drs.discovered"));
    expect_unread(o, "the registration service gave another tenant's document");
    EXPECT_EQ(o.evidence("drs.discovery-wrong-tenant", "tenant"), other);
    EXPECT_EQ(o.evidence("drs.discovery-wrong-tenant", "answered-tenant"), tenant);
    EXPECT_EQ(o.evidence("drs.discovery-wrong-tenant", "answered-name"), "Contoso");
    for (const char* name : {"answered-tenant", "answered-name"})
        EXPECT_NE(o.findings[0].evidence.at(name).flags & DSREG_F_PERSONAL, 0u) << name;
}

// What the device and its accounts say themselves is as a rule right, and no directory's fault.
TEST(plugin_drs_discovery_rows, the_remedy_of_another_tenants_document_follows_from_where_the_id_is)
{
    const dsreg_probe& p = drs_module().probe("drs.discovery");
    for (auto* f = p.findings; *f != nullptr; f++) {
        if (std::string((*f)->code) != "drs.discovery-wrong-tenant") continue;
        const std::string remedy = (*f)->remedy;
        EXPECT_NE(remedy.find("scp.tenant: correct the service connection point"),
                  std::string::npos);
        EXPECT_NE(remedy.find("run.tenant: see that --tenant-id"), std::string::npos);
        EXPECT_NE(remedy.find("user.tenant or tenant.id: "), std::string::npos);
        return;
    }
    FAIL() << "not declared";
}

TEST(plugin_drs_discovery_rows, what_no_document_told_is_unknown_and_not_absent)
{
    const char* const why = "the registration service gave no document";
    expect_unread(discover_with(discovery_url, trouble(DSREG_X_DNS)), why);
    expect_unread(discover_with(discovery_url, json("{}", 500)), why);
    expect_unread(discover_with(discovery_url, portal()), why);
    expect_unread(discover_with(discovery_url, json("no")), why);
    expect_unread(discover_with(discovery_url, json("{}")),
                  "the registration service gave no usable document");
    servers s;
    world w = world_of(s);
    w.inputs.clear();
    w.give("user.tenant", "a b", "a");
    expect_unread(discover(w), "no tenant is known to ask about");
    w.inputs.clear();
    expect_unread(discover(w), "no tenant is known to ask about");
    s.answers[discovery_url] = trouble(DSREG_X_DNS);
    world named = world_of(s);
    named.give("tenant.id", tenant); // the row TenantId is the device's then
    EXPECT_FALSE(discover(named).has_fact("drs.tenant-id"));
}

TEST(plugin_drs_discovery_rows, idp_needs_no_document)
{
    servers s;
    s.answers[discovery_url] = trouble(DSREG_X_DNS);
    world w = world_of(s);
    EXPECT_EQ(discover(w).fact_of("drs.idp"), "login.windows.net");
    w.give("user.environment", "login.microsoftonline.com", "oid.tid");
    EXPECT_EQ(discover(w).fact_of("drs.idp"), "login.microsoftonline.com");
    world usgov = world_of(s);
    usgov.give("run.cloud", "usgov");
    EXPECT_EQ(discover(usgov).fact_of("drs.idp").front(), '?');
    w.inputs.clear(); // no tenant: nothing is asked at all
    EXPECT_EQ(discover(w).fact_of("drs.idp"), "login.windows.net");
}

} // namespace
