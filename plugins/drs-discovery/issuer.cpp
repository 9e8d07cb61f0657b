// sts.openid: does the sign-in service know the tenant, under the same id and in the same cloud?
#include "common/clouds.h"
#include "common/input.h"
#include "drs-discovery/bodies.h"
#include "drs-discovery/document.h"
#include "drs-discovery/reply.h"
#include "drs-discovery/tenant.h"

namespace drs {
namespace {

constexpr uint32_t code_tenant = 0x801c003au;
constexpr uint32_t code_data = 0x8007000du;

// The tenant in "https://sts.windows.net/<guid>/"; "": there is none.
std::string tenant_of(std::string_view issuer)
{
    std::string host;
    unsigned port = 0;
    if (!common::split_https(issuer, host, port)) return {};
    const std::size_t slash = issuer.find('/', 8);
    if (slash == std::string_view::npos || issuer.size() < slash + 37) return {};
    const std::string_view id = issuer.substr(slash + 1, 36);
    if (!common::is_guid(id)) return {};
    const bool ends = issuer.size() == slash + 37 || issuer[slash + 37] == '/';
    return ends ? common::lowered(id) : std::string{};
}

class test
{
public:
    test(dsreg::host host, const common::cloud& cloud, tenant t)
        : host_(host), cloud_(cloud), tenant_(std::move(t)),
          url_(std::string("https://") + cloud.sts + "/" + tenant_.id +
               "/.well-known/openid-configuration")
    {}

    dsreg::result run(const dsreg_svc_http& http)
    {
        if (get(host_, http, url_, 5000, got_) != DSREG_OK) return dsreg::result::none();
        switch (got_.what) {
        case answer::document:
            return judge();
        case answer::http:
            return refused();
        case answer::unavailable:
            return fail("sts.http", "the sign-in service is busy (503)", got_.code);
        case answer::portal:
            return fail("sts.not-json", "a web page instead of the document", got_.code);
        case answer::protocol:
            return fail("sts.not-json", "the answer is not what HTTP allows", got_.code);
        default:
            return fail("sts.unreachable", words(got_), got_.code);
        }
    }

private:
    dsreg::result fail(const char* code, const std::string& sentence, uint32_t outer,
                       uint32_t inner = 0)
    {
        common::evidence e;
        e.text("tenant", tenant_.id, DSREG_F_PERSONAL).text("tenant-from", tenant_.key);
        e.text("cloud", cloud_.name);
        add_answer(e, url_, got_);
        e.text("issuer", doc_.issuer, DSREG_F_PERSONAL).text("server-error", doc_.error);
        e.text("cloud-instance", doc_.cloud_instance);
        e.report(host_, code, std::string(cloud_.sts) + ": " + sentence);
        const auto failed = dsreg::result::fail(outer, inner);
        if (is_known_trouble(host_, cloud_.sts, got_))
            return failed.because_of("net.endpoint-state");
        // One page stands before all hosts.
        const bool portal =
            got_.what == answer::portal && common::input_number(host_, "drs.portal", 0) != 0;
        return portal ? failed.because_of("drs.portal") : failed;
    }

    // A status that is no 200: the service says in JSON when it does not know the tenant.
    dsreg::result refused()
    {
        const bool read = read_openid(got_.body(), doc_) == parsed::ok;
        if (read && (doc_.tenant_not_found || doc_.error == "invalid_tenant"))
            return fail("sts.tenant-unknown", "the tenant is not known here", code_tenant);
        return fail("sts.http", words(got_), got_.code);
    }

    dsreg::result judge()
    {
        const bool read = read_openid(got_.body(), doc_) == parsed::ok;
        const std::string id = tenant_of(doc_.issuer);
        if (!read || id.empty())
            return fail("sts.not-json", "the document names no issuer", code_data);
        if (common::is_guid(tenant_.id) && id != tenant_.id)
            return fail("sts.wrong-tenant", "the issuer is another tenant", code_tenant);
        if (!doc_.cloud_instance.empty() && common::lowered(doc_.cloud_instance) != cloud_.instance)
            return fail("sts.wrong-cloud", "the tenant lives in another cloud", code_tenant);
        host_.fact("sts.issuer", dsreg::text(doc_.issuer), "sign-in service");
        return dsreg::result::pass();
    }

    dsreg::host host_;
    const common::cloud& cloud_;
    const tenant tenant_;
    const std::string url_;
    got got_;
    openid_document doc_;
};

} // namespace

dsreg::result issuer(dsreg::host host)
{
    const tenant t = choose_tenant(host);
    if (t.id.empty() || t.malformed)
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT,
                                   t.malformed ? "what this machine names as its tenant is no id"
                                               : "no source names the tenant that this machine "
                                                 "belongs to",
                                   t.malformed ? t.key : missing_tenant(host));
    const auto* http = host.service<dsreg_svc_http>(DSREG_SVC_HTTP);
    return test(host, common::chosen_cloud(host), t).run(*http);
}

} // namespace drs
