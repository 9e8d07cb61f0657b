// drs.discovery: the discovery document, then the user realm by domain only.
#include "common/clouds.h"
#include "drs-discovery/bodies.h"
#include "drs-discovery/document.h"
#include "drs-discovery/reply.h"
#include "drs-discovery/rows.h"
#include "drs-discovery/tenant.h"

namespace drs {
namespace {

constexpr uint32_t code_discovery = 0x801c0021u;
constexpr uint32_t code_tenant = 0x801c003au;
constexpr uint32_t code_realm = 0x801c003du;
constexpr uint32_t code_data = 0x8007000du;

const char* code_of(answer what)
{
    switch (what) {
    case answer::dns:
        return "drs.discovery-dns";
    case answer::refused:
        return "drs.discovery-refused";
    case answer::timeout:
        return "drs.discovery-timeout";
    case answer::tls:
        return "drs.discovery-tls";
    case answer::reset:
        return "drs.discovery-reset";
    case answer::proxy:
        return "drs.discovery-proxy";
    case answer::http:
        return "drs.discovery-http";
    case answer::unavailable:
        return "drs.discovery-unavailable";
    case answer::portal:
        return "drs.discovery-portal";
    default:
        return "drs.discovery-not-json";
    }
}

constexpr const char* no_document = "the answer is no JSON document";
constexpr const char* unread = "the registration service gave no document";

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
        if (got_.what != answer::document)
            return fail(code_of(got_.what), words(got_), got_.code, unread);
        if (read_discovery(got_.body(), doc_) != parsed::ok)
            return fail("drs.discovery-not-json", no_document, code_data, unread);
        if (common::is_guid(tenant_.id) && !doc_.tenant_id.empty() &&
            common::lowered(doc_.tenant_id) != tenant_.id)
            return fail("drs.discovery-wrong-tenant", "the document is another tenant's",
                        code_tenant, "the registration service gave another tenant's document");
        std::string join_host;
        unsigned port = 0;
        if (!common::split_https(doc_.join.url, join_host, port))
            return fail("drs.discovery-malformed", "the document names no usable join service",
                        code_data, "the registration service gave no usable document");
        report_rows(host_, doc_);
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

    // `rows`: why nothing in Tenant Details is known.
    dsreg::result fail(const char* code, const std::string& sentence, uint32_t inner,
                       const char* rows)
    {
        report_unread(host_, rows);
        common::evidence e = start();
        // Empty unless a document was read.
        e.text("answered-tenant", common::lowered(doc_.tenant_id), DSREG_F_PERSONAL);
        e.text("answered-name", doc_.display_name, DSREG_F_PERSONAL);
        add_answer(e, url_, got_);
        e.report(host_, code, std::string(cloud_.registration) + ": " + sentence);
        return concluded(dsreg::result::fail(code_discovery, inner), cloud_.registration);
    }

    dsreg::result concluded(const dsreg::result& fail, const char* server) const
    {
        if (got_.what == answer::portal)
            host_.fact("drs.portal", dsreg::boolean(true), "discovery");
        return is_known_trouble(host_, server, got_) ? fail.because_of("net.endpoint-state") : fail;
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
        if (got_.what != answer::document) return realm_fails(words(got_), got_.code);
        realm_document doc;
        if (read_realm(got_.body(), doc) != parsed::ok) return realm_fails(no_document, code_data);
        if (doc.account_type != "Managed" && doc.account_type != "Federated")
            return realm_fails("the domain is neither managed nor federated", code_realm,
                               doc.account_type);
        host_.fact("drs.realm", dsreg::text(doc.account_type), "user realm");
        if (doc.account_type == "Federated" && !doc.metadata_url.empty())
            host_.fact("drs.federation-metadata-url", dsreg::text(doc.metadata_url), "user realm");
        return pass();
    }

    dsreg::result realm_fails(const std::string& sentence, uint32_t cause,
                              std::string_view type = {})
    {
        constexpr char hex[] = "0123456789abcdef";
        std::string digits = "0x";
        for (int shift = 28; shift >= 0; shift -= 4) digits += hex[(cause >> shift) & 15];
        common::evidence e = start();
        e.text("cause-code", digits).text("account-type", type);
        add_answer(e, url_, got_);
        e.report(host_, "drs.discovery-realm", std::string(cloud_.sts) + ": " + sentence);
        return concluded(dsreg::result::fail(code_discovery, code_realm), cloud_.sts);
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
    const common::cloud& cloud = common::chosen_cloud(host);
    report_idp(host, cloud);
    const tenant t = choose_tenant(host);
    if (t.id.empty()) {
        report_unread(host, "no tenant is known to ask about");
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT,
                                   "no source names the tenant that this machine belongs to",
                                   missing_tenant(host));
    }
    if (t.malformed) {
        report_unread(host, "no tenant is known to ask about");
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
    return test(host, *http, cloud, t).run();
}

} // namespace drs
