// drs.discovery: which tenant, what is asked, what every answer means.
#include "drs_world.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using namespace drs_world;
using testkit::outcome;
using testkit::world;
using codes = std::vector<std::string>;

void expect_fail(const outcome& o, const std::string& code, uint32_t inner)
{
    EXPECT_EQ(o.result, DSREG_FAIL) << code;
    EXPECT_EQ(o.codes(), codes{code});
    EXPECT_EQ(o.outer, 0x801c0021u);
    EXPECT_EQ(o.inner, inner) << code;
    EXPECT_FALSE(o.has_fact("drs.discovered")); // nothing that hangs on it may run
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_drs_discovery, descriptor_keeps_the_rules)
{
    EXPECT_EQ(descriptor_faults(drs_module().get()), codes{});
    EXPECT_EQ(std::string(drs_module().get().id), "dsreg.drs-discovery");
}

TEST(plugin_drs_discovery, every_row_of_tenant_details_comes_from_the_document)
{
    servers s;
    const outcome o = discover(world_of(s));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{});
    EXPECT_EQ(o.violations, codes{});
    const std::string drs = "https://enterpriseregistration.windows.net/";
    const std::string id = "urn:ms-drs:enterpriseregistration.windows.net";
    const std::pair<const char*, std::string> rows[] = {
        {"drs.tenant-name", "Contoso"},
        {"drs.tenant-id", tenant},
        {"drs.idp", "login.windows.net"},
        {"drs.auth-code-url", "https://login.microsoftonline.com/" + tenant + "/oauth2/authorize"},
        {"drs.token-url", "https://login.microsoftonline.com/" + tenant + "/oauth2/token"},
        {"drs.join.version", "2.0"},
        {"drs.join.url", drs + "EnrollmentServer/device/"},
        {"drs.join.id", id},
        {"drs.key.version", "1.0"},
        {"drs.key.url", drs + "EnrollmentServer/key/"},
        {"drs.key.id", id},
        {"drs.webauthn.version", "1.0"},
        {"drs.webauthn.url", drs + "webauthn/" + tenant + "/"},
        {"drs.webauthn.id", id},
        {"drs.manage.version", "1.0"},
        {"drs.manage.url", drs + "manage/" + tenant + "/"},
        {"drs.manage.id", id},
        {"drs.realm", "Managed"},
        {"drs.discovered", "1"}};
    for (const auto& [key, value] : rows) EXPECT_EQ(o.fact_of(key), value) << key;
    for (const auto& f : o.facts) { // what holds the tenant's id is personal
        const bool names_tenant = f.val.s.find(tenant) != std::string::npos;
        EXPECT_TRUE(!names_tenant || (f.val.flags & DSREG_F_PERSONAL) != 0) << f.key;
    }
}

// One row TenantId: the device's own, unless no source of the device speaks of it.
TEST(plugin_drs_discovery, the_device_names_its_tenant_itself)
{
    servers s;
    world w = world_of(s);
    w.give("tenant.id", tenant);
    EXPECT_EQ(discover(w).result, DSREG_PASS);
    EXPECT_FALSE(discover(w).has_fact("drs.tenant-id"));
    world skipped = world_of(s); // with its row
    skipped.state("tenant.id", DSREG_IN_SKIPPED);
    EXPECT_FALSE(discover(skipped).has_fact("drs.tenant-id"));
    for (const uint32_t state : {DSREG_IN_BROKEN, DSREG_IN_NO_PROVIDER}) {
        world without = world_of(s);
        without.state("tenant.id", state);
        EXPECT_EQ(discover(without).fact_of("drs.tenant-id"), tenant) << state;
    }
}

TEST(plugin_drs_discovery, what_stops_net_endpoints_too_is_no_root_cause_here)
{
    const struct {
        std::string url, host;
        uint32_t inner;
    } table[] = {{discovery_url, "enterpriseregistration.windows.net", 0x80072ee7u},
                 {realm_url, "login.microsoftonline.com", 0x801c003du}};
    for (const auto& row : table) {
        servers s;
        s.answers[row.url] = trouble(DSREG_X_DNS);
        world w = world_of(s);
        w.give("net.endpoint-state", "ok", "graph.microsoft.com");
        w.give("net.endpoint-state", "dns", row.host);
        const outcome o = discover(w);
        EXPECT_EQ(o.result, DSREG_FAIL);
        EXPECT_EQ(o.inner, row.inner); // the row stays what it is
        EXPECT_EQ(o.about, "net.endpoint-state");
        EXPECT_EQ(o.violations, codes{});
    }
}

TEST(plugin_drs_discovery, what_only_discovery_meets_is_its_own_root_cause)
{
    const std::string host = "enterpriseregistration.windows.net";
    servers s;
    s.answers[discovery_url] = trouble(DSREG_X_DISCONNECTED);
    world w = world_of(s);
    w.give("net.endpoint-state", "ok", host);
    EXPECT_EQ(discover(w).about, "");
    s.answers[discovery_url] = json("{}", 500); // an answer is no trouble of the network's
    world answered = world_of(s);
    answered.give("net.endpoint-state", "tls", host);
    EXPECT_EQ(discover(answered).about, "");
}

TEST(plugin_drs_discovery, a_proxy_that_dsreg_cannot_use_is_not_blamed)
{
    const outcome o = discover_with(discovery_url, trouble(DSREG_X_PROXY, 93, "only http://"));
    expect_fail(o, "drs.discovery-proxy", 0x80072efdu);
    EXPECT_NE(o.findings[0].message.find("of a kind that dsreg cannot use"), std::string::npos);
}

TEST(plugin_drs_discovery, the_labels_are_those_of_the_document)
{
    const char* const expected[] = {"TenantName",
                                    "TenantId",
                                    "Idp",
                                    "AuthCodeUrl",
                                    "AccessTokenUrl",
                                    "JoinSrvVersion",
                                    "JoinSrvUrl",
                                    "JoinSrvId",
                                    "KeySrvVersion",
                                    "KeySrvUrl",
                                    "KeySrvId",
                                    "WebAuthNSrvVersion",
                                    "WebAuthNSrvUrl",
                                    "WebAuthNSrvId",
                                    "DeviceManagementSrvVer",
                                    "DeviceManagementSrvUrl",
                                    "DeviceManagementSrvId"};
    const dsreg_probe& p = drs_module().probe("drs.discovery");
    std::size_t i = 0;
    uint32_t order = 0;
    for (auto* f = p.outputs; *f != nullptr; f++) {
        if (((*f)->flags & DSREG_F_HIDDEN) != 0) continue;
        ASSERT_LT(i, sizeof expected / sizeof *expected);
        EXPECT_EQ(std::string((*f)->label), expected[i++]);
        EXPECT_EQ(std::string((*f)->section), "Tenant Details");
        EXPECT_LT(order, (*f)->order);
        order = (*f)->order;
    }
    EXPECT_EQ(i, sizeof expected / sizeof *expected);
}

TEST(plugin_drs_discovery, asks_twice_with_honest_headers_and_no_user_name)
{
    servers s;
    world w = world_of(s);
    w.give("user.environment", "login.windows.net", "oid.tid");
    discover(w);
    ASSERT_EQ(s.asked.size(), 2u);
    EXPECT_EQ(s.asked[0].url, discovery_url);
    EXPECT_EQ(s.asked[1].url, realm_url);
    const std::pair<std::string, std::string> fields[] = {{"Accept", "application/json"},
                                                          {"ocp-adrs-client-name", "dsreg"},
                                                          {"ocp-adrs-client-version", "0.1.0"}};
    for (const auto& q : s.asked) {
        EXPECT_EQ(q.method, "GET");
        EXPECT_TRUE(
            std::equal(q.fields.begin(), q.fields.end(), std::begin(fields), std::end(fields)));
        EXPECT_LE(q.max_body, 256u * 1024);
    }
}

TEST(plugin_drs_discovery, the_transport_map_is_the_documented_one)
{
    const struct {
        testkit::http_answer answer;
        const char* code;
        uint32_t inner;
    } table[] = {
        {trouble(DSREG_X_DNS), "drs.discovery-dns", 0x80072ee7u},
        {trouble(DSREG_X_CONNECT, 111), "drs.discovery-refused", 0x80072efdu},
        {trouble(DSREG_X_ACCESS, 13), "drs.discovery-refused", 0x80072efdu},
        {trouble(DSREG_X_TIMEOUT), "drs.discovery-timeout", 0x80072ee2u},
        {trouble(DSREG_X_TLS, 20), "drs.discovery-tls", 0x80072f8fu},
        {trouble(DSREG_X_DISCONNECTED), "drs.discovery-reset", 0x80072efeu},
        {trouble(DSREG_X_PROXY), "drs.discovery-proxy", 0x80072efdu},
        {trouble(DSREG_X_PROXY, 407), "drs.discovery-proxy", 0xcaa30197u},
        {trouble(DSREG_X_PROTOCOL), "drs.discovery-not-json", 0x8007000du},
        {trouble(DSREG_X_TOO_LARGE), "drs.discovery-not-json", 0x8007000du},
        {json("", 407), "drs.discovery-proxy", 0xcaa30197u},
        {json("", 503), "drs.discovery-unavailable", 0x801c0025u},
        {json("", 500), "drs.discovery-http", 0x801c000cu},
        {json("", 404), "drs.discovery-http", 0x801c000cu},
        {json("", 302), "drs.discovery-http", 0x801c000cu},
        {json("", 204), "drs.discovery-http", 0x801c000cu},
    };
    for (const auto& row : table) {
        const outcome o = discover_with(discovery_url, row.answer);
        expect_fail(o, row.code, row.inner);
        EXPECT_FALSE(o.has_fact("drs.realm")) << row.code;
        EXPECT_EQ(o.evidence(row.code, "phase"), "discover");
        EXPECT_EQ(o.evidence(row.code, "host"), "enterpriseregistration.windows.net");
        EXPECT_EQ(o.evidence(row.code, "url"), discovery_url);
        EXPECT_EQ(o.evidence(row.code, "tenant-from"), "user.tenant");
        EXPECT_EQ(o.findings[0].message.find(tenant), std::string::npos);
    }
}

TEST(plugin_drs_discovery, an_http_error_says_who_answered)
{
    const outcome o = discover_with(discovery_url, json("{}", 403));
    EXPECT_EQ(o.evidence("drs.discovery-http", "http-status"), "403");
    EXPECT_EQ(o.evidence("drs.discovery-http", "server"), "lab");
    EXPECT_EQ(o.evidence("drs.discovery-http", "address"), "192.0.2.7");
    EXPECT_EQ(o.evidence("drs.discovery-http", "request-id"),
              "5f0a1c2e-0000-4000-8000-000000000001");
    EXPECT_EQ(o.findings[0].message, "enterpriseregistration.windows.net: HTTP status " +
                                         o.evidence("drs.discovery-http", "http-status") +
                                         " instead of the document");
}

TEST(plugin_drs_discovery, a_tls_failure_shows_the_certificate_and_a_measured_time_is_left_out)
{
    testkit::http_answer a = trouble(DSREG_X_TLS, 20, "unable to get local issuer certificate");
    a.net.certs = {{"CN=enterpriseregistration.windows.net", "CN=Box", "ab12"}};
    outcome o = discover_with(discovery_url, a);
    EXPECT_EQ(o.evidence("drs.discovery-tls", "certificate-issuer"), "CN=Box");
    EXPECT_EQ(o.evidence("drs.discovery-tls", "certificate-sha256"), "ab12");
    EXPECT_EQ(o.evidence("drs.discovery-tls", "error"), a.net.text);
    o = discover_with(discovery_url, trouble(DSREG_X_DNS, -2, "not found after 12 ms"));
    EXPECT_EQ(o.evidence("drs.discovery-dns", "error"), "");
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_drs_discovery, a_portal_is_told_from_garbage)
{
    const outcome page = discover_with(discovery_url, portal());
    expect_fail(page, "drs.discovery-portal", 0x8007000du);
    EXPECT_EQ(page.evidence("drs.discovery-portal", "page-title"), "Guest WiFi");
    EXPECT_EQ(page.fact_of("drs.portal"), "1");
    EXPECT_EQ(discover_with(realm_url, portal()).fact_of("drs.portal"), "1");
    EXPECT_FALSE(discover_with(discovery_url, trouble(DSREG_X_DNS)).has_fact("drs.portal"));
    testkit::http_answer bare = file("portal.html");
    bare.fields.clear(); // the body alone gives it away
    expect_fail(discover_with(discovery_url, bare), "drs.discovery-portal", 0x8007000du);
}

TEST(plugin_drs_discovery, what_is_no_json_object_is_not_read)
{
    const std::string deep(100'000, '[');
    const std::string big = "{\"a\":\"" + std::string(300'000, 'x') + "\"}";
    std::string cut = fixture("drs-discovery", "discovery-1.9.json");
    cut.resize(cut.size() / 2);
    for (const std::string& body : {std::string(), std::string("ok"), std::string("[]"), deep, big,
                                    cut, std::string("{\"a\":\"\xff\"}"), std::string(1, '\0'),
                                    std::string("{\"a\":\"\\ud800\"}")})
        expect_fail(discover_with(discovery_url, json(body)), "drs.discovery-not-json",
                    0x8007000du);
}

TEST(plugin_drs_discovery, a_document_without_a_join_service_is_malformed)
{
    for (const char* url :
         {"http://enterpriseregistration.windows.net/device/", "javascript:1",
          "https://alice@contoso.com/", "https://127.0.0.1/", "https://localhost/",
          "https://a b.contoso.com/", "https://contoso.com:0/", "https://contoso.com:99999/",
          "https://[::1]/", "https://-x.com/", "file:///etc/passwd", "//contoso.com/", ""}) {
        const std::string body =
            std::string("{\"DeviceJoinService\":{\"JoinEndpoint\":\"") + url + "\"}}";
        expect_fail(discover_with(discovery_url, json(body)), "drs.discovery-malformed",
                    0x8007000du);
    }
    expect_fail(discover_with(discovery_url, json("{}")), "drs.discovery-malformed", 0x8007000du);
}

TEST(plugin_drs_discovery, members_of_another_type_are_absent_and_a_hostile_domain_is_not_asked)
{
    servers s;
    s.answers[discovery_url] = file("discovery-hostile.json");
    const outcome o = discover(world_of(s));
    EXPECT_EQ(s.asked.size(), 1u); // no realm request with that domain
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{"drs.realm-unknown"});
    EXPECT_EQ(o.fact_of("drs.realm").front(), '?');
    EXPECT_TRUE(o.has_fact("drs.join.url"));
    for (const char* key : {"drs.join.id", "drs.join.version", "drs.key.url", "drs.webauthn.url",
                            "drs.webauthn.version", "drs.tenant-name", "drs.auth-code-url"})
        EXPECT_FALSE(o.has_fact(key)) << key;
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_drs_discovery, a_document_of_ad_fs_names_no_tenant)
{
    servers s;
    world w = world_of(s);
    w.inputs.clear();
    w.give("scp.tenant", "contoso.com");
    s.answers["https://enterpriseregistration.windows.net/contoso.com/Discover?api-version=1.9"] =
        file("discovery-adfs-1.2.json");
    const outcome o = discover(w);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("drs.join.url"), "https://sts.contoso.com/EnrollmentServer/device/");
    EXPECT_EQ(o.fact_of("drs.realm"), "Managed"); // asked with the domain that was given
    EXPECT_FALSE(o.has_fact("drs.tenant-id"));
    EXPECT_FALSE(o.has_fact("drs.webauthn.url"));
}

TEST(plugin_drs_discovery, a_realm_that_cannot_be_had_keeps_the_rows_and_fails)
{
    const struct {
        testkit::http_answer answer;
        const char* cause;
    } table[] = {{trouble(DSREG_X_TIMEOUT), "0x80072ee2"},
                 {trouble(DSREG_X_DNS), "0x80072ee7"},
                 {json("", 503), "0x801c0025"},
                 {json("", 404), "0x801c000c"},
                 {portal(), "0x8007000d"},
                 {json("no"), "0x8007000d"},
                 {file("realm-unknown.json"), "0x801c003d"},
                 {json("{}"), "0x801c003d"},
                 {json("{\"account_type\":7}"), "0x801c003d"}};
    for (const auto& row : table) {
        const outcome o = discover_with(realm_url, row.answer);
        expect_fail(o, "drs.discovery-realm", 0x801c003du);
        EXPECT_EQ(o.evidence("drs.discovery-realm", "cause-code"), row.cause);
        EXPECT_EQ(o.evidence("drs.discovery-realm", "host"), "login.microsoftonline.com");
        EXPECT_EQ(o.fact_of("drs.tenant-name"), "Contoso");
        EXPECT_FALSE(o.has_fact("drs.realm"));
    }
}

TEST(plugin_drs_discovery, a_federated_realm_is_named)
{
    const outcome o = discover_with(realm_url, file("realm-federated.json"));
    EXPECT_EQ(o.fact_of("drs.realm"), "Federated");
    EXPECT_EQ(o.fact_of("drs.federation-metadata-url"),
              "https://sts.contoso.com/adfs/services/trust/mex");
}

TEST(plugin_drs_discovery, a_service_error_concludes_nothing)
{
    for (const std::string& url : {discovery_url, realm_url}) {
        testkit::http_answer a;
        a.carried = DSREG_E_SERVICE;
        EXPECT_EQ(discover_with(url, a).concluded, 0);
    }
}

TEST(plugin_drs_discovery, each_cloud_has_its_hosts)
{
    const struct {
        const char* key;
        const char* value;
        const char* host;
        const char* idp;
    } table[] = {{"run.cloud", "usgov", "enterpriseregistration.microsoftonline.us", "?"},
                 {"run.cloud", "china", "enterpriseregistration.partner.microsoftonline.cn", "?"},
                 {"run.cloud", "public", "enterpriseregistration.windows.net", "l"},
                 {"user.environment", "login.microsoftonline.us",
                  "enterpriseregistration.microsoftonline.us", "l"},
                 {"user.environment", "login.chinacloudapi.cn",
                  "enterpriseregistration.partner.microsoftonline.cn", "l"}};
    for (const auto& row : table) {
        servers s;
        world w = world_of(s);
        w.give(row.key, row.value);
        const std::string url =
            std::string("https://") + row.host + "/" + tenant + "/Discover?api-version=1.9";
        s.answers[url] = file("discovery-1.9.json");
        const outcome o = discover(w);
        EXPECT_EQ(s.asked.at(0).url, url);
        EXPECT_EQ(o.fact_of("drs.idp").substr(0, 1), row.idp) << row.value;
    }
}

// ---- which tenant

const std::string other = "2c9d4a80-1f37-4be2-9d65-83a7c0e15b42";

std::string asked_tenant(world w, servers& s, codes& ret_codes)
{
    w.offered.http = [&s](const testkit::http_question& q) {
        s.asked.push_back(q);
        return trouble(DSREG_X_DNS);
    };
    ret_codes = discover(w).codes();
    if (s.asked.empty()) return "";
    const std::string url = s.asked[0].url.substr(std::string("https://").size());
    const std::size_t slash = url.find('/');
    return url.substr(slash + 1, url.find('/', slash + 1) - slash - 1);
}

TEST(plugin_drs_discovery, sources_of_the_tenant_are_asked_in_the_documented_order)
{
    const std::string third = "6b3e92d1-0c58-4f7a-a1d4-5e8f27c90b16";
    const char* const order[] = {"scp.tenant", "user.tenant", "tenant.id", "run.tenant"};
    for (std::size_t first = 0; first < 4; first++) {
        world w;
        for (std::size_t i = first; i < 4; i++)
            w.give(order[i], i == first ? other : i == 3 ? third : tenant);
        servers s;
        codes found;
        if (first == 0) w.inputs.pop_back(); // what was said is tried below
        EXPECT_EQ(asked_tenant(w, s, found), other) << order[first];
    }
}

TEST(plugin_drs_discovery, the_account_of_the_named_tenant_wins_over_the_first)
{
    world w;
    w.give("user.tenant", tenant, "a").give("user.tenant", other, "b").give("run.tenant", other);
    servers s;
    codes found;
    EXPECT_EQ(asked_tenant(w, s, found), other);
    EXPECT_EQ(found, codes{"drs.discovery-dns"});
}

// Registered in two tenants: `tenant.id` is then the one of the registration that was named.
TEST(plugin_drs_discovery, the_registration_in_the_named_tenant_wins_over_the_account)
{
    world w;
    w.give("user.tenant", tenant, "a").give("tenant.id", other).give("run.tenant", other);
    servers s;
    codes found;
    EXPECT_EQ(asked_tenant(w, s, found), other);
    EXPECT_EQ(found, codes{"drs.discovery-dns"});
    w.give("scp.tenant", tenant);
    EXPECT_EQ(asked_tenant(w, s, found), other);
}

TEST(plugin_drs_discovery, a_named_tenant_that_is_not_the_machines_is_a_worry)
{
    world w;
    w.give("user.tenant", tenant, "a").give("run.tenant", other);
    servers s;
    codes found;
    EXPECT_EQ(asked_tenant(w, s, found), tenant);
    EXPECT_EQ(found, (codes{"drs.tenant-overruled", "drs.discovery-dns"}));
}

TEST(plugin_drs_discovery, without_a_tenant_it_is_skipped_and_says_whose_fault_it_is)
{
    servers s;
    world w = world_of(s);
    w.inputs.clear();
    w.state("user.tenant", DSREG_IN_SKIPPED);
    outcome o = discover(w);
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.reason, DSREG_SKIP_MISSING_INPUT);
    EXPECT_EQ(o.about, "user.tenant");
    EXPECT_TRUE(s.asked.empty());
    w.state("scp.tenant", DSREG_IN_SILENT); // a domain-joined machine whose directory names none
    EXPECT_EQ(discover(w).about, "scp.tenant");
    w.state("scp.tenant", DSREG_IN_SKIPPED);
    EXPECT_EQ(discover(w).about, "user.tenant");
}

TEST(plugin_drs_discovery, a_tenant_that_is_no_id_goes_into_no_url)
{
    for (const char* bad : {"../../x", "a b", "contoso", "contoso.com/../y", "x?y=1", "%2e%2e",
                            "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa23", "1.2.3.4", "\xc3\xa9.com"}) {
        servers s;
        world w = world_of(s);
        w.inputs.clear();
        w.give("user.tenant", bad, "a");
        const outcome o = discover(w);
        expect_fail(o, "drs.tenant-malformed", 0x801c003au);
        EXPECT_TRUE(s.asked.empty()) << bad;
    }
}

} // namespace
