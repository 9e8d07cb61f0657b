// drs.discovery: the discovery document, then the user realm by domain only.
#include "common/clouds.h"
#include "drs-discovery/bodies.h"
#include "drs-discovery/document.h"
#include "drs-discovery/reply.h"
#include "drs-discovery/tenant.h"

namespace drs {
namespace {

constexpr uint32_t code_discovery = 0x801c0021u;
constexpr uint32_t code_tenant = 0x801c003au;
constexpr uint32_t code_realm = 0x801c003du;
constexpr uint32_t code_data = 0x8007000du;

struct words {
    const char* code;
    const char* sentence; // continues "HOST: "
};

words of(answer what)
{
    switch (what) {
    case answer::dns:
        return {"drs.discovery-dns", "the name cannot be resolved"};
    case answer::refused:
        return {"drs.discovery-refused", "no connection"};
    case answer::timeout:
        return {"drs.discovery-timeout", "no answer in time"};
    case answer::tls:
        return {"drs.discovery-tls", "the TLS handshake failed"};
    case answer::reset:
        return {"drs.discovery-reset", "the connection was cut"};
    case answer::proxy:
        return {"drs.discovery-proxy", "the proxy does not let it through"};
    case answer::http:
        return {"drs.discovery-http", "an HTTP status that is of no use"};
    case answer::unavailable:
        return {"drs.discovery-unavailable", "the service is busy (503)"};
    case answer::portal:
        return {"drs.discovery-portal", "a web page instead of the document"};
    default:
        return {"drs.discovery-not-json", "the answer is no JSON document"};
    }
}

// One run of the test; the members are what its steps share.
class test
{
public:
    test(dsreg::host host, const dsreg_svc_http& http, const common::cloud& cloud, tenant t)
        : host_(host), http_(http), cloud_(cloud), tenant_(std::move(t))
    {}

    dsreg::result run()
    {
        url_ = std::string("https://") + cloud_.registration + "/" + tenant_.id +
               "/Discover?api-version=1.9";
        if (get(host_, http_, url_, 4500, got_) != DSREG_OK) return dsreg::result::none();
        if (got_.what != answer::document) {
            const words w = of(got_.what);
            return fail(w.code, w.sentence, got_.code);
        }
        if (read_discovery(got_.body(), doc_) != parsed::ok)
            return fail("drs.discovery-not-json", of(answer::protocol).sentence, code_data);
        if (common::is_guid(tenant_.id) && !doc_.tenant_id.empty() &&
            common::lowered(doc_.tenant_id) != tenant_.id)
            return fail("drs.discovery-wrong-tenant", "the document is another tenant's",
                        code_tenant);
        std::string join_host;
        unsigned port = 0;
        if (!common::split_https(doc_.join.url, join_host, port))
            return fail("drs.discovery-malformed", "the document names no usable join service",
                        code_data);
        report();
        return realm();
    }

private:
    common::evidence start() const
    {
        common::evidence e;
        e.text("phase", "discover").text("tenant", tenant_.id, DSREG_F_PERSONAL);
        e.text("tenant-from", tenant_.key).text("cloud", cloud_.name);
        return e;
    }

    dsreg::result fail(const char* code, const char* sentence, uint32_t inner)
    {
        common::evidence e = start();
        add_answer(e, url_, got_);
        e.report(host_, code, std::string(cloud_.registration) + ": " + sentence);
        return dsreg::result::fail(code_discovery, inner);
    }

    void fact(const char* key, const std::string& value)
    {
        if (!value.empty()) host_.fact(key, dsreg::text(value), "discovery");
    }

    void report()
    {
        fact("drs.tenant-name", doc_.display_name);
        fact("drs.tenant-id", common::lowered(doc_.tenant_id));
        const std::string_view environment = common::input_text(host_, "user.environment");
        if (!environment.empty())
            host_.fact("drs.idp", dsreg::text(environment), "broker");
        else if (*cloud_.idp != '\0')
            host_.fact("drs.idp", dsreg::text(cloud_.idp), "constant");
        else
            host_.fact("drs.idp", dsreg::unknown("not published for this cloud"), "none");
        fact("drs.auth-code-url", doc_.auth_code_url);
        fact("drs.token-url", doc_.token_url);
        fact("drs.join.version", doc_.join.version);
        fact("drs.join.url", doc_.join.url);
        fact("drs.join.id", doc_.join.id);
        fact("drs.key.version", doc_.key.version);
        fact("drs.key.url", doc_.key.url);
        fact("drs.key.id", doc_.key.id);
        fact("drs.webauthn.version", doc_.webauthn.version);
        fact("drs.webauthn.url", doc_.webauthn.url);
        fact("drs.webauthn.id", doc_.webauthn.id);
        fact("drs.manage.version", doc_.manage.version);
        fact("drs.manage.url", doc_.manage.url);
        fact("drs.manage.id", doc_.manage.id);
    }

    dsreg::result pass()
    {
        host_.fact("drs.discovered", dsreg::boolean(true), "discovery");
        return dsreg::result::pass();
    }

    dsreg::result realm()
    {
        std::string domain = common::lowered(doc_.tenant_name);
        if (!common::is_domain(domain)) domain = common::is_guid(tenant_.id) ? "" : tenant_.id;
        if (domain.empty()) {
            host_.fact("drs.realm", dsreg::unknown("the discovery document names no domain"),
                       "discovery");
            start().report(host_, "drs.realm-unknown",
                           "the discovery document names no domain to ask the realm of");
            return pass();
        }
        url_ = std::string("https://") + cloud_.sts + "/common/UserRealm/?user=" + domain +
               "&api-version=1.0";
        if (get(host_, http_, url_, 3000, got_) != DSREG_OK) return dsreg::result::none();
        if (got_.what != answer::document) return realm_fails(of(got_.what).sentence, got_.code);
        realm_document doc;
        if (read_realm(got_.body(), doc) != parsed::ok)
            return realm_fails(of(answer::protocol).sentence, code_data);
        if (doc.account_type != "Managed" && doc.account_type != "Federated")
            return realm_fails("the domain is neither managed nor federated", code_realm,
                               doc.account_type);
        host_.fact("drs.realm", dsreg::text(doc.account_type), "user realm");
        return pass();
    }

    dsreg::result realm_fails(const char* sentence, uint32_t cause, std::string_view type = {})
    {
        constexpr char hex[] = "0123456789abcdef";
        std::string digits = "0x";
        for (int shift = 28; shift >= 0; shift -= 4) digits += hex[(cause >> shift) & 15];
        common::evidence e = start();
        e.text("cause-code", digits).text("account-type", type);
        add_answer(e, url_, got_);
        e.report(host_, "drs.discovery-realm", std::string(cloud_.sts) + ": " + sentence);
        return dsreg::result::fail(code_discovery, code_realm);
    }

    dsreg::host host_;
    const dsreg_svc_http& http_;
    const common::cloud& cloud_;
    const tenant tenant_;
    std::string url_;
    got got_;
    discovery_document doc_;
};

} // namespace

dsreg::result discovery(dsreg::host host)
{
    const tenant t = choose_tenant(host);
    if (t.id.empty())
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT,
                                   "no source names the tenant that this machine belongs to",
                                   missing_tenant(host));
    if (t.malformed) {
        common::evidence e;
        e.text("phase", "discover").text("tenant", t.id, DSREG_F_PERSONAL);
        e.text("tenant-from", t.key);
        e.report(host, "drs.tenant-malformed", "the tenant is neither a GUID nor a domain name");
        return dsreg::result::fail(code_discovery, code_tenant);
    }
    if (t.overruled) {
        common::evidence e;
        e.text("tenant", t.id, DSREG_F_PERSONAL).text("tenant-from", t.key);
        e.text("tenant-said", common::input_text(host, "run.tenant"), DSREG_F_PERSONAL);
        e.report(host, "drs.tenant-overruled",
                 "the machine belongs to another tenant than the one that was named");
    }
    const auto* http = host.service<dsreg_svc_http>(DSREG_SVC_HTTP);
    return test(host, *http, common::chosen_cloud(host), t).run();
}

} // namespace drs
