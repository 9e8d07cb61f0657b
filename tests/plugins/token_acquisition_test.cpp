#include "bundled.h"

#include <gtest/gtest.h>

namespace {

using codes = std::vector<std::string>;

const std::string url = "https://sts.contoso.com/adfs/services/trust/mex";

const bundled_module& token()
{
    static const bundled_module m(bundled("token"));
    return m;
}

testkit::world of_realm(const std::string& realm)
{
    testkit::world w;
    w.give_int("drs.reachable", 1, DSREG_T_BOOL).give("drs.realm", realm);
    w.offered.http = [](const testkit::http_question&) -> testkit::http_answer {
        throw std::logic_error("asked");
    };
    return w;
}

testkit::outcome run(const testkit::http_answer& a)
{
    testkit::world w = of_realm("Federated");
    w.give("drs.federation-metadata-url", url);
    w.offered.http = [a](const testkit::http_question& q) {
        EXPECT_EQ(q.method, "GET"); // and never a request for a token
        EXPECT_EQ(q.url, url);
        return a;
    };
    return token().run("token.acquisition", w);
}

testkit::http_answer saying(const std::string& body, int32_t status = 200)
{
    testkit::http_answer a;
    a.status = status;
    a.body = body;
    return a;
}

testkit::http_answer trouble(uint32_t error)
{
    testkit::http_answer a;
    a.net.error = error;
    return a;
}

void expect_fail(const testkit::outcome& o, const std::string& code, uint32_t outer, uint32_t inner)
{
    EXPECT_EQ(o.result, DSREG_FAIL) << code;
    EXPECT_EQ(o.codes(), codes{code});
    EXPECT_EQ(o.outer, outer) << code;
    EXPECT_EQ(o.inner, inner) << code;
    EXPECT_EQ(o.evidence(code, "phase"), "auth") << code;
    EXPECT_FALSE(o.has_fact("token.acquired"))
        << code; // run.context reads its absence as a failure
    EXPECT_EQ(o.violations, codes{}) << code;
}

TEST(plugin_token_acquisition, a_managed_tenant_is_not_asked)
{
    const testkit::outcome o = token().run("token.acquisition", of_realm("Managed"));
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.reason, DSREG_SKIP_NOT_APPLICABLE);
    EXPECT_EQ(o.text, "tenant is managed");
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_token_acquisition, ad_fs_passes_and_says_what_was_not_tried)
{
    const testkit::outcome o = run(saying(fixture("token", "mex-adfs.xml")));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{"token.not-requested"});
    EXPECT_NE(o.evidence("token.not-requested", "request").find("not made"), std::string::npos);
    EXPECT_EQ(o.evidence("token.not-requested", "host"), "sts.contoso.com");
    EXPECT_EQ(o.fact_of("token.acquired"), "1");
    EXPECT_NE(o.flags_of("token.acquired") & DSREG_F_HIDDEN, 0u);
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_token_acquisition, another_provider_is_known_by_its_policies)
{
    const testkit::outcome o = run(saying(fixture("token", "mex-policies.xml")));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), codes{"token.not-requested"});
}

TEST(plugin_token_acquisition, without_windowstransport_no_device_gets_a_token)
{
    expect_fail(run(saying(fixture("token", "mex-no-windowstransport.xml"))),
                "token.no-integrated-endpoint", 0xcaa90022u, 0);
}

TEST(plugin_token_acquisition, without_usernamemixed_is_a_warning)
{
    std::string body = fixture("token", "mex-adfs.xml");
    for (std::size_t at; (at = body.find("usernamemixed")) != body.npos;)
        body.replace(at, 13, "certificatemixed");
    const testkit::outcome o = run(saying(body));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.codes(), (codes{"token.no-password-endpoint", "token.not-requested"}));
}

TEST(plugin_token_acquisition, a_service_out_of_reach)
{
    const char* code = "token.mex-unreachable";
    constexpr uint32_t outer = 0xcaa9002bu;
    expect_fail(run(trouble(DSREG_X_DNS)), code, outer, 0xcaa82ee7u);
    expect_fail(run(trouble(DSREG_X_CONNECT)), code, outer, 0xcaa82efdu);
    expect_fail(run(trouble(DSREG_X_TLS)), code, outer, 0xcaa82f8fu);
    expect_fail(run(trouble(DSREG_X_DISCONNECTED)), code, outer, 0xcaa82efeu);
    expect_fail(run(trouble(DSREG_X_TIMEOUT)), code, outer, 0xcaa82ee2u);
    expect_fail(run(trouble(DSREG_X_PROTOCOL)), code, outer, 0x8007000du);
    expect_fail(run(saying("", 407)), code, outer, 0xcaa30197u);
}

TEST(plugin_token_acquisition, a_status_that_is_of_no_use)
{
    const char* code = "token.mex-http";
    expect_fail(run(saying("", 403)), code, 0xcaa9002bu, 0xcaa30193u);
    expect_fail(run(saying("", 404)), code, 0xcaa9002bu, 0xcaa30194u);
    expect_fail(run(saying("", 503)), code, 0xcaa9002bu, 0xcaa301f7u);
    expect_fail(run(saying("", 500)), code, 0xcaa9002bu, 0);
    expect_fail(run(saying("", 302)), code, 0xcaa9002bu, 0);
}

TEST(plugin_token_acquisition, what_is_no_metadata_document)
{
    const std::string good = fixture("token", "mex-adfs.xml");
    for (const std::string& body :
         {std::string(), std::string("<html><title>Sign in</title></html>"),
          std::string("{\"definitions\":\"http://schemas.xmlsoap.org/wsdl/\"}"),
          "<!DOCTYPE x [<!ENTITY a \"b\">]>" + good, std::string(100'000, '<')})
        expect_fail(run(saying(body)), "token.mex-not-xml", 0xcaa9002cu, 0);
}

TEST(plugin_token_acquisition, an_endless_answer_is_no_metadata_document)
{
    expect_fail(run(trouble(DSREG_X_TOO_LARGE)), "token.mex-not-xml", 0xcaa9002cu, 0);
}

TEST(plugin_token_acquisition, the_organisation_s_own_host_is_personal)
{
    testkit::http_answer dns = trouble(DSREG_X_DNS);
    dns.net.text = "sts.contoso.com is not known";
    for (const testkit::http_answer& a :
         {dns, saying("", 404), saying("x"), saying(fixture("token", "mex-adfs.xml")),
          saying(fixture("token", "mex-no-windowstransport.xml"))}) {
        for (const testkit::finding& f : run(a).findings) {
            EXPECT_EQ(f.message.find("sts.contoso"), std::string::npos) << f.message;
            for (const auto& [name, value] : f.evidence) {
                if (value.s.find("sts.contoso") == std::string::npos) continue;
                EXPECT_NE(value.flags & DSREG_F_PERSONAL, 0u) << f.code << " " << name;
            }
        }
    }
}

TEST(plugin_token_acquisition, a_realm_without_a_usable_address)
{
    for (const char* bad : {"http://sts.contoso.com/mex", "https://user@sts.contoso.com/mex",
                            "https://127.0.0.1/mex", "file:///etc/passwd"}) {
        testkit::world w = of_realm("Federated");
        w.give("drs.federation-metadata-url", bad);
        expect_fail(token().run("token.acquisition", w), "token.no-ws-trust", 0xcaa90017u, 0);
    }
    expect_fail(token().run("token.acquisition", of_realm("Federated")), "token.no-ws-trust",
                0xcaa90017u, 0);
}

TEST(plugin_token_acquisition, a_service_error_concludes_nothing)
{
    testkit::http_answer a;
    a.carried = DSREG_E_SERVICE;
    EXPECT_EQ(run(a).concluded, 0);
}

} // namespace
