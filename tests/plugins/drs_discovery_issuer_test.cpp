// sts.openid: does the sign-in service know the tenant?
#include "drs_world.h"

#include <gtest/gtest.h>

namespace {

using namespace drs_world;
using testkit::outcome;
using testkit::world;
using codes = std::vector<std::string>;

outcome run(const world& w)
{
    return drs_module().run("sts.openid", w);
}

outcome run_with(const testkit::http_answer& answer)
{
    servers s;
    s.answers[openid_url] = answer;
    return run(world_of(s));
}

void expect_fail(const outcome& o, const std::string& code, uint32_t outer)
{
    EXPECT_EQ(o.result, DSREG_FAIL) << code;
    EXPECT_EQ(o.codes(), codes{code});
    EXPECT_EQ(o.outer, outer) << code;
    EXPECT_EQ(o.violations, codes{});
    EXPECT_FALSE(o.has_fact("sts.issuer"));
}

TEST(plugin_drs_issuer, a_web_page_that_discovery_met_too_is_one_root_cause)
{
    servers s;
    s.answers[openid_url] = portal();
    world w = world_of(s);
    w.give_int("drs.portal", 1, DSREG_T_BOOL);
    EXPECT_EQ(run(w).about, "drs.portal");
    EXPECT_EQ(run(w).codes(), codes{"sts.not-json"});
    s.answers[openid_url] = json("", 503); // no page
    EXPECT_EQ(run(w).about, "");
    EXPECT_EQ(run_with(portal()).about, ""); // discovery met none
}

TEST(plugin_drs_issuer, the_tenants_own_issuer_passes)
{
    servers s;
    const outcome o = run(world_of(s));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(s.asked.size(), 1u);
    EXPECT_EQ(o.fact_of("sts.issuer"), "https://sts.windows.net/" + tenant + "/");
    EXPECT_NE(o.flags_of("sts.issuer") & DSREG_F_PERSONAL, 0u);
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_drs_issuer, another_tenants_issuer_fails)
{
    const std::string other = "2c9d4a80-1f37-4be2-9d65-83a7c0e15b42";
    const outcome o = run_with(json("{\"issuer\":\"https://sts.windows.net/" + other + "/\"}"));
    expect_fail(o, "sts.wrong-tenant", 0x801c003au);
    EXPECT_NE(o.evidence("sts.wrong-tenant", "issuer").find(other), std::string::npos);
}

TEST(plugin_drs_issuer, a_domain_has_no_id_to_compare)
{
    servers s;
    world w = world_of(s);
    w.inputs.clear();
    w.give("run.tenant", "Contoso.com");
    s.answers["https://login.microsoftonline.com/contoso.com/.well-known/openid-configuration"] =
        file("openid-v1.json");
    EXPECT_EQ(run(w).result, DSREG_PASS);
}

TEST(plugin_drs_issuer, a_tenant_of_another_cloud_fails)
{
    const outcome o = run_with(json("{\"issuer\":\"https://sts.windows.net/" + tenant +
                                    "/\",\"cloud_instance_name\":\"microsoftonline.us\"}"));
    expect_fail(o, "sts.wrong-cloud", 0x801c003au);
    EXPECT_EQ(o.evidence("sts.wrong-cloud", "cloud-instance"), "microsoftonline.us");
}

TEST(plugin_drs_issuer, an_unknown_tenant_is_told_from_any_400)
{
    expect_fail(run_with(file("openid-invalid-tenant.json", 400)), "sts.tenant-unknown",
                0x801c003au);
    expect_fail(run_with(json("{\"error_codes\":[90002]}", 400)), "sts.tenant-unknown",
                0x801c003au);
    expect_fail(run_with(json("{\"error_codes\":[\"90002\",900021]}", 400)), "sts.http",
                0x801c000cu);
    expect_fail(run_with(json("<html>", 400)), "sts.http", 0x801c000cu);
    expect_fail(run_with(json("", 503)), "sts.http", 0x801c0025u);
}

TEST(plugin_drs_issuer, what_names_no_issuer_is_no_document)
{
    expect_fail(run_with(portal()), "sts.not-json", 0x8007000du);
    expect_fail(run_with(trouble(DSREG_X_PROTOCOL)), "sts.not-json", 0x8007000du);
    for (const std::string& body :
         {std::string("{}"), std::string("no"), std::string("{\"issuer\":7}"),
          std::string("{\"issuer\":\"https://sts.windows.net/common/\"}"),
          "{\"issuer\":\"http://sts.windows.net/" + tenant + "/\"}",
          "{\"issuer\":\"https://sts.windows.net/" + tenant + "0/\"}",
          "{\"issuer\":\"https://evil@sts.windows.net/" + tenant + "/\"}"})
        expect_fail(run_with(json(body)), "sts.not-json", 0x8007000du);
}

TEST(plugin_drs_issuer, trouble_on_the_way_has_its_code)
{
    const std::pair<uint32_t, uint32_t> table[] = {
        {DSREG_X_DNS, 0x80072ee7u},     {DSREG_X_CONNECT, 0x80072efdu},
        {DSREG_X_TIMEOUT, 0x80072ee2u}, {DSREG_X_TLS, 0x80072f8fu},
        {DSREG_X_PROXY, 0x80072efdu},   {DSREG_X_DISCONNECTED, 0x80072efeu}};
    for (const auto& [error, code] : table)
        expect_fail(run_with(trouble(error)), "sts.unreachable", code);
    expect_fail(run_with(trouble(DSREG_X_PROXY, 407)), "sts.unreachable", 0xcaa30197u);
}

TEST(plugin_drs_issuer, a_proxy_that_answers_407_itself_is_named)
{
    const outcome o = run_with(json("", 407));
    expect_fail(o, "sts.unreachable", 0xcaa30197u);
    EXPECT_NE(o.findings[0].message.find("proxy"), std::string::npos);
}

TEST(plugin_drs_issuer, without_a_usable_tenant_it_is_skipped)
{
    servers s;
    world w = world_of(s);
    w.inputs.clear();
    outcome o = run(w);
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.about, "user.tenant");
    w.give("tenant.id", "no id");
    o = run(w);
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.about, "tenant.id");
    EXPECT_TRUE(s.asked.empty());
}

TEST(plugin_drs_issuer, a_service_error_concludes_nothing)
{
    testkit::http_answer a;
    a.carried = DSREG_E_SERVICE;
    EXPECT_EQ(run_with(a).concluded, 0);
}

} // namespace
