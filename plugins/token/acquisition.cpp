// token.acquisition: could a federated tenant's own sign-in service give this device a token? What
// it offers is read; the WS-Trust request itself, with the machine's Kerberos identity, is not
// made.
#include "common/input.h"
#include "common/names.h"
#include "common/transport.h"
#include "token/bodies.h"
#include "token/mex.h"

#include <dsreg/svc/http.h>

#include <string>

namespace token {
namespace {

using common::trouble;

// ERROR_ADAL_*, as Microsoft Learn and the WinRT documentation (WebProviderError) list them.
constexpr uint32_t code_not_ws_trust = 0xcaa90017u, code_no_integrated = 0xcaa90022u,
                   code_request = 0xcaa9002bu, code_not_xml = 0xcaa9002cu;

constexpr const char* service = "the federation service: "; // its name is the organisation's own
constexpr const char* url_key = "drs.federation-metadata-url";

// A WinINet code (0x8007....) as the same client wraps it.
uint32_t inner_of(trouble t, const dsreg_http_reply& reply)
{
    if (common::proxy_wants_credentials(reply.status, *reply.net)) return 0xcaa30197u;
    const uint32_t code = common::code_of(t);
    return (code >> 16) == 0x8007u && t != trouble::protocol ? 0xcaa80000u | (code & 0xffffu)
                                                             : code;
}

uint32_t inner_of_status(int32_t status)
{
    switch (status) {
    case 403:
    case 404:
    case 407:
    case 503:
        return 0xcaa30000u | static_cast<uint32_t>(status);
    default:
        return 0;
    }
}

common::evidence start(const std::string& server, std::string_view url)
{
    common::evidence e;
    e.text("phase", "auth").text("host", server, DSREG_F_PERSONAL);
    e.text("url", url, DSREG_F_PERSONAL);
    return e;
}

dsreg::result judge(dsreg::host host, const std::string& server, const std::string& url,
                    const dsreg_http_reply& reply)
{
    // Something answered at length, and no metadata document is that long.
    const bool endless = reply.error == DSREG_X_TOO_LARGE;
    const trouble t = endless ? trouble::none : common::classify(reply.error, *reply.net);
    common::evidence e = start(server, url);
    common::add_net(e, t, *reply.net, DSREG_F_PERSONAL);
    common::add_http(e, reply);
    if (t != trouble::none || reply.status == 407) {
        const trouble why = t == trouble::none ? trouble::proxy : t;
        e.report(host, "token.mex-unreachable", std::string(service) + common::words_of(why));
        return dsreg::result::fail(code_request, inner_of(why, reply));
    }
    if (reply.status != 200 && !(endless && reply.status == 0)) {
        e.report(host, "token.mex-http", std::string(service) + "an HTTP status that is of no use");
        return dsreg::result::fail(code_request, inner_of_status(reply.status));
    }
    const mex found = endless ? mex{} : read_mex(dsreg::view(reply.body));
    if (!found.xml) {
        e.report(host, "token.mex-not-xml",
                 std::string(service) + "the answer is no metadata document");
        return dsreg::result::fail(code_not_xml);
    }
    e.boolean("integrated", found.integrated).boolean("password", found.password);
    if (!found.integrated) {
        e.report(host, "token.no-integrated-endpoint",
                 std::string(service) + "no endpoint for the machine's own identity");
        return dsreg::result::fail(code_no_integrated);
    }
    if (!found.password)
        e.report(host, "token.no-password-endpoint",
                 std::string(service) + "no endpoint for a password");
    start(server, url)
        .text("request", "not made: it needs the machine's Kerberos identity")
        .report(host, "token.not-requested",
                std::string(service) + "its metadata was read; no token was asked for");
    host.fact("token.acquired", dsreg::boolean(true), "sts"); // what can be tested of it
    return dsreg::result::pass();
}

} // namespace

dsreg::result acquisition(dsreg::host host)
{
    if (common::input_text(host, "drs.realm") != "Federated")
        return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE, "tenant is managed");
    const std::string url(common::input_text(host, url_key));
    std::string server;
    unsigned port = 0;
    if (!common::split_https(url, server, port)) {
        common::evidence e;
        e.text("phase", "auth").text("url", url, DSREG_F_PERSONAL);
        e.report(host, "token.no-ws-trust",
                 "the tenant is federated, and names no metadata document of its sign-in service");
        return dsreg::result::fail(code_not_ws_trust);
    }
    const dsreg_http_field accept{dsreg::str("Accept"), dsreg::str("text/xml, application/xml")};
    const dsreg_http_request request{sizeof request, 1,       "GET",       url.c_str(),
                                     &accept,        {"", 0}, 1024 * 1024, 0};
    const dsreg_http_request* const requests[] = {&request};
    const dsreg_call call{sizeof call, 0, 6000, 0};
    const dsreg_http_reply* const* replies = nullptr;
    const auto* http = host.service<dsreg_svc_http>(DSREG_SVC_HTTP);
    if (http->perform(host.raw(), &call, requests, 1, &replies) != DSREG_OK)
        return dsreg::result::none();
    return judge(host, server, url, *replies[0]);
}

} // namespace token
