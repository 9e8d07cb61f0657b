// What can be wrong with the sign-in service of a federated tenant, with its page of the catalog.
// What can be wrong with a token that the broker is asked for is in common/refusal.h.
#pragma once
#include "common/finding.h"

namespace token {

using common::error;
using common::page;

inline constexpr const char* hybrid_page =
    "https://learn.microsoft.com/entra/identity/devices/how-to-hybrid-join";
inline constexpr const char* again = "dsreg --diagnose --probe token.acquisition";

inline constexpr auto mex_unreachable = error(
    "token.mex-unreachable", "The federation service is out of reach",
    "The tenant signs its users in at a service of the organisation, and this machine gets no "
    "connection to it. A join of the device ends in its phase auth.",
    "Make the organisation's sign-in service reachable from here: name resolution, firewall, "
    "proxy, "
    "and its certificate's issuer. As a rule it answers on the organisation's own network only.",
    again, DSREG_RISK_SAFE, hybrid_page);
inline constexpr auto mex_http = error(
    "token.mex-http", "The federation service refuses its metadata",
    "The organisation's sign-in service answers, and not with its metadata document: it is "
    "disabled, "
    "out of order, or something in between answers in its place.",
    "Enable the metadata endpoint (AD FS: /adfs/services/trust/mex) and look at the service's own "
    "log at the time of this report.",
    again, DSREG_RISK_SAFE, hybrid_page);
inline constexpr auto mex_not_xml =
    error("token.mex-not-xml", "The federation metadata cannot be read",
          "What stands at the address of the federation service's metadata is no such document: a "
          "sign-in "
          "page, a proxy's page, or a document type declaration that no client accepts.",
          "Open the address of the evidence in a browser on this network and see who answers.",
          again, DSREG_RISK_SAFE, hybrid_page);
inline constexpr auto no_ws_trust = error(
    "token.no-ws-trust", "The federation service does not offer WS-Trust",
    "The tenant is federated, but its realm names no address for the metadata of WS-Trust. Without "
    "it no device gets a token by its own identity.",
    "Enable WS-Trust at the identity provider, and set the federation's metadata exchange address "
    "in the tenant.",
    nullptr, DSREG_RISK_SAFE, hybrid_page);
inline constexpr auto no_integrated = error(
    "token.no-integrated-endpoint", "The federation service lacks windowstransport",
    "The federation service offers no sign-in by the machine's Kerberos identity. The join of a "
    "device cannot get its token; it falls back to waiting for the directory's synchronization.",
    "AD FS: enable the endpoints /adfs/services/trust/2005/windowstransport and "
    "/adfs/services/trust/13/windowstransport, for the intranet only.",
    nullptr, DSREG_RISK_SAFE, hybrid_page);
inline constexpr auto no_password =
    page(DSREG_SEVERITY_WARNING, "token.no-password-endpoint",
         "The federation service lacks usernamemixed",
         "The federation service offers no sign-in by name and password over WS-Trust. "
         "Applications that "
         "use it cannot sign users in; browsers and the device itself can.",
         "AD FS: enable the endpoints /adfs/services/trust/2005/usernamemixed and "
         "/adfs/services/trust/13/usernamemixed if such applications are in use.",
         nullptr, DSREG_RISK_SAFE, hybrid_page);
inline constexpr auto not_requested = page(
    DSREG_SEVERITY_INFO, "token.not-requested", "No token was asked of the federation service",
    "The test reads what the federation service offers. It does not make the request for a token "
    "itself, because that needs the machine's Kerberos identity: it may still be refused.",
    "If a join fails in its phase auth all the same, look at the log of the federation service.",
    nullptr);

} // namespace token
