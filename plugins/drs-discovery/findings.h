// What can be wrong with discovery and the issuer, with its page of the catalog. "Phase" is the
// step of a device registration that this breaks, in the words of the Windows tool.
#pragma once
#include "common/finding.h"

namespace drs {

using common::error;
using common::page;
using common::see_endpoints;

// ---- drs.discovery
inline constexpr auto d_dns = error(
    "drs.discovery-dns", "The registration service's name cannot be resolved",
    "The machine has no address for the device registration service. Registration breaks in the "
    "discover phase, and so does every renewal of it.",
    "Check DNS from this machine. If other names resolve, a filter or a split DNS zone hides this "
    "one: allow it, with everything below windows.net that Microsoft lists for hybrid join.",
    "resolvectl query enterpriseregistration.windows.net");
inline constexpr auto d_refused = error(
    "drs.discovery-refused", "No connection to the registration service",
    "The name resolves, but no connection to port 443 of the device registration service comes "
    "about. Registration breaks in the discover phase.",
    "Open TCP port 443 to the host in the evidence in the firewall, or name the proxy "
    "(HTTPS_PROXY) in the context in which the broker runs.",
    see_endpoints);
inline constexpr auto d_timeout = error(
    "drs.discovery-timeout", "The registration service does not answer in time",
    "No whole answer of the device registration service came in time. Either no connection came "
    "about: packets are lost to a firewall that drops silently, a dead route, or for want of a "
    "proxy. Or the connection was made and whoever took it, a filter, a proxy or the service, did "
    "not answer. Registration breaks in the discover phase.",
    "Look at routes, firewall and proxy for the host in the evidence.", see_endpoints);
inline constexpr auto d_tls = error(
    "drs.discovery-tls", "TLS to the registration service fails",
    "The connection stands, but no trusted TLS session comes about: a middle box re-signs the "
    "traffic, the machine's certificate authorities are outdated, or its clock is wrong. "
    "Registration breaks in the discover phase.",
    "See who issued the certificate in the evidence. If it is your own inspection, exempt the "
    "registration service and device.login from it; else update ca-certificates and check the "
    "clock.",
    "timedatectl");
inline constexpr auto d_reset = error(
    "drs.discovery-reset", "The connection to the registration service is cut",
    "The peer, or a box in between, ended the connection before the answer was whole. Registration "
    "breaks in the discover phase.",
    "Try from another network. If it works there, look at TLS inspection and filters on the way.",
    see_endpoints);
inline constexpr auto d_proxy = error(
    "drs.discovery-proxy", "The proxy does not let discovery through",
    "A proxy is set, and it cannot be reached, refuses the host or asks for credentials (407). A "
    "service has none to give. Registration breaks in the discover phase.",
    "Let the proxy pass the registration service without a log-in, or exempt it with NO_PROXY.",
    see_endpoints);
inline constexpr auto d_http = error(
    "drs.discovery-http", "The registration service answers with an error",
    "Discovery got an HTTP status that it cannot use. Without the discovery document no "
    "registration begins (discover phase).",
    "Read the status and who answered (server) in the evidence. 4xx from a proxy: allow the URL. "
    "From the service itself: check the tenant id, and keep the request id for support.",
    nullptr);
inline constexpr auto d_unavailable = error(
    "drs.discovery-unavailable", "The registration service is busy",
    "The device registration service, or a box on the way that answers in its name, said 503: a "
    "state of the service or of that box, not of this machine. Registration breaks in the discover "
    "phase while it lasts.",
    "Wait and run dsreg again. If it lasts, look at the service health page of the tenant; the "
    "request id in the evidence, if the service sent one, finds the request.",
    nullptr);
inline constexpr auto d_portal = error(
    "drs.discovery-portal", "A web page stands where discovery should be",
    "Instead of the discovery document came an HTML page: a captive portal (hotel, guest network) "
    "or a proxy's sign-in page. Registration breaks in the discover phase, and what speaks "
    "to Microsoft Entra ID gets no new token: single sign-on fails once the cached ones end.",
    "Sign in to the network in a browser, or let the proxy pass the registration service without "
    "a sign-in page.",
    "xdg-open http://connectivity-check.ubuntu.com");
inline constexpr auto d_not_json = error(
    "drs.discovery-not-json", "The discovery document cannot be read",
    "The registration service's answer is no JSON document, too large, or no HTTP at all. "
    "Something on the way rewrites it. Registration breaks in the discover phase.",
    "Find out what stands between this machine and the service (proxy, TLS inspection) and exempt "
    "the registration service from it.",
    see_endpoints);
inline constexpr auto d_malformed = error(
    "drs.discovery-malformed", "The discovery document lacks the join service",
    "The answer is JSON, but it names no usable https address of the service that joins devices. "
    "It does not come from the device registration service, or the tenant has none.",
    "Check the tenant id and what stands between this machine and the service.", nullptr);
inline constexpr auto d_wrong_tenant = error(
    "drs.discovery-wrong-tenant", "Discovery answers for another tenant",
    "The discovery document names another tenant than the one that was asked for. A device that "
    "registers now would land in the wrong tenant, or be refused (discover phase).",
    "Read in the evidence which tenant answered, and where the one that was asked for comes from "
    "(tenant-from). scp.tenant: correct the service connection point in the directory. run.tenant: "
    "see that --tenant-id or the configuration names the tenant that you mean. user.tenant or "
    "tenant.id: the machine's own account or registration names it, and that is right as a rule. "
    "Where the id is right, something on the way answers in the service's place: look at proxy, "
    "TLS inspection and DNS for the host in the evidence.",
    nullptr);
inline constexpr auto d_realm = error(
    "drs.discovery-realm", "The user realm request fails",
    "The discovery document is fine, but Microsoft Entra ID did not say whether the tenant's "
    "domain is managed or federated. Registration breaks in the discover phase.",
    "See in the evidence how the request ended. The sign-in service (login.microsoftonline.com, or "
    "that of the cloud) must be reachable from this machine.",
    see_endpoints);
inline constexpr auto d_tenant_malformed = error(
    "drs.tenant-malformed", "The tenant's id is no id",
    "The tenant that this machine names is neither a GUID nor a domain name, so nobody can be "
    "asked about it.",
    "Correct the source that the evidence names (tenant-from).", nullptr);
inline constexpr auto d_overruled = page(
    DSREG_SEVERITY_WARNING, "drs.tenant-overruled", "Another tenant than the one asked for",
    "--tenant-id, or the configuration, names one tenant; the machine itself belongs to another, "
    "and that one was tested.",
    "Leave the option out, or sign in an account of the tenant that you mean.", nullptr);
inline constexpr auto d_realm_unknown = page(
    DSREG_SEVERITY_WARNING, "drs.realm-unknown", "Managed or federated is not known",
    "The discovery document names no domain, so the user realm request could not be made. It is "
    "made with a domain only, never with a user's name.",
    "Nothing to do; checks of a federation are left out.", nullptr);

// ---- sts.openid
inline constexpr auto s_unreachable = error(
    "sts.unreachable", "The sign-in service cannot be reached",
    "No answer comes from Microsoft Entra ID's sign-in service: nobody can sign in, and no token "
    "is renewed.",
    "See in the evidence how far the connection came: name, connection, TLS, proxy. Then the "
    "network checks of this report.",
    see_endpoints);
inline constexpr auto s_http = error(
    "sts.http", "The sign-in service answers with an error",
    "The sign-in service, or a proxy before it, answered with an HTTP status that is of no use.",
    "Read the status and who answered in the evidence; keep the request id for support.", nullptr);
inline constexpr auto s_not_json = error(
    "sts.not-json", "The sign-in service's document cannot be read",
    "Where the sign-in service's metadata should be stands a web page or something else that is "
    "no such document: a captive portal or a proxy answers in its place.",
    "Sign in to the network, or let the proxy pass the sign-in service.", see_endpoints);
inline constexpr auto s_tenant_unknown = error(
    "sts.tenant-unknown", "The sign-in service does not know the tenant",
    "The tenant's id is wrong, the tenant has no active subscription, or it lives in another "
    "cloud. No user of it can sign in here.",
    "Check the tenant id where the evidence says it comes from, and the cloud (--cloud).", nullptr);
inline constexpr auto s_wrong_tenant = error(
    "sts.wrong-tenant", "The issuer is another tenant",
    "The sign-in service's metadata names an issuer with another tenant id than the one asked "
    "for. Tokens would come from a tenant that this device does not belong to.",
    "Check the tenant id where the evidence says it comes from.", nullptr);
inline constexpr auto s_wrong_cloud = error(
    "sts.wrong-cloud", "The tenant lives in another cloud",
    "The sign-in service says that this tenant belongs to another of Microsoft's clouds, with "
    "other host names than those that are used.",
    "Name the right cloud with --cloud public, usgov or china.", nullptr);

} // namespace drs
