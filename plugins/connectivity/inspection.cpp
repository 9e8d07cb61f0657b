// net.tls-inspection: who issued the certificates of the hosts that must not be inspected?
//
// Without a list of pinned authorities only one thing is certain: an issuer that this machine does
// not know. A box whose authority the machine trusts passes; the issuers are reported for people.
#include "common/endpoint.h"
#include "common/transport.h"
#include "connectivity/bodies.h"
#include "connectivity/hosts.h"

namespace connectivity {

dsreg::result tls_inspection(dsreg::host host)
{
    const common::cloud& cloud = common::chosen_cloud(host);
    std::vector<std::string> names;
    for (const std::string& name : {device_login(cloud), std::string(cloud.registration)}) {
        const std::string_view state = common::endpoint_state(host, name);
        if (state.empty() || state == "ok" || state == "tls") names.push_back(name);
    }
    if (names.empty())
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT, "no connection gets as far as TLS",
                                   "net.endpoint");

    std::vector<dsreg_net_target> targets;
    for (const std::string& name : names) targets.push_back({name.c_str(), 443, DSREG_NET_TLS, 0});
    const auto* net = host.service<dsreg_svc_net>(DSREG_SVC_NET);
    const dsreg_call call{sizeof call, 0, 5000, 0};
    const dsreg_net_result* const* results = nullptr;
    if (net->check(host.raw(), &call, targets.data(), static_cast<uint32_t>(targets.size()),
                   &results) != DSREG_OK)
        return dsreg::result::none();

    bool inspected = false, judged = false, known = true;
    for (std::size_t i = 0; i < names.size(); i++) {
        const dsreg_net_result& r = *results[i];
        if (r.cert_count != 0) {
            host.fact("net.issuer", dsreg::text(r.certs[0]->issuer), "certificate",
                      names[i].c_str());
            host.fact("net.fingerprint", dsreg::text(r.certs[0]->sha256), "certificate",
                      names[i].c_str());
        }
        const common::trouble t = common::classify(r.error, r);
        if (t == common::trouble::none) judged = true;
        if (!common::unknown_issuer(r)) continue;
        inspected = true;
        common::evidence e;
        e.text("host", names[i]).number("verify-code", r.native);
        if (common::is_known_trouble(host, names[i])) { // net.endpoints has told the rest
            e.text("certificate-issuer", r.cert_count != 0 ? r.certs[0]->issuer : "");
            e.report(host, "net.tls-issuer", names[i] + ": as the test of the hosts found",
                     names[i].c_str());
            continue;
        }
        known = false;
        common::add_net(e, t, r);
        if (r.cert_count > 1) e.text("chain-ends-at", r.certs[r.cert_count - 1]->issuer);
        e.report(host, "net.tls-inspected",
                 names[i] + ": the certificate comes from an authority that is not known here",
                 names[i].c_str());
    }
    if (inspected) {
        const auto fail = dsreg::result::fail(common::code_of(common::trouble::tls));
        return known ? fail.because_of("net.endpoint-state") : fail;
    }
    if (judged) return dsreg::result::pass();
    return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT, "no TLS session came about to judge",
                               "net.endpoint");
}

} // namespace connectivity
