// net.tls-inspection: who issued the certificates of the hosts that must not be inspected?
//
// Without a list of pinned authorities only one thing is certain: an issuer that this machine does
// not know. A box whose authority the machine trusts passes; the issuers are reported for people.
#include "common/transport.h"
#include "connectivity/bodies.h"
#include "connectivity/hosts.h"

namespace connectivity {
namespace {

// X509_V_ERR_* of OpenSSL: the chain ends at a certificate that is not trusted here.
bool unknown_issuer(const dsreg_net_result& r)
{
    switch (r.native) {
    case 2:  // issuer certificate not found
    case 18: // self-signed leaf
    case 19: // self-signed certificate in the chain
    case 20: // local issuer certificate not found
    case 21: // leaf cannot be verified
        return true;
    default:
        return false;
    }
}

// What net.endpoints found for this host; "": it did not look.
std::string_view state_of(dsreg::host host, const std::string& name)
{
    for (uint32_t i = 0; i < 64; i++) {
        const dsreg_fact* fact = nullptr;
        if (host.input("net.endpoint-state", fact, i) != DSREG_IN_PRESENT) return {};
        if (fact->instance != nullptr && name == fact->instance)
            return common::input_text(host, "net.endpoint-state", i);
    }
    return {};
}

} // namespace

dsreg::result tls_inspection(dsreg::host host)
{
    const common::cloud& cloud = common::chosen_cloud(host);
    std::vector<std::string> names;
    for (const std::string& name : {device_login(cloud), std::string(cloud.registration)}) {
        const std::string_view state = state_of(host, name);
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

    bool inspected = false, judged = false;
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
        if (t != common::trouble::tls || !unknown_issuer(r)) continue;
        inspected = true;
        common::evidence e;
        e.text("host", names[i]).number("verify-code", r.native);
        common::add_net(e, t, r);
        if (r.cert_count > 1) e.text("chain-ends-at", r.certs[r.cert_count - 1]->issuer);
        e.report(host, "net.tls-inspected",
                 names[i] + ": the certificate comes from an authority that is not known here",
                 names[i].c_str());
    }
    if (inspected) return dsreg::result::fail(common::code_of(common::trouble::tls));
    if (judged) return dsreg::result::pass();
    return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT, "no TLS session came about to judge",
                               "net.endpoint");
}

} // namespace connectivity
