// What can be wrong on the way to the servers, with its page of the catalog.
#pragma once
#include "common/finding.h"

namespace connectivity {

using common::error;
using common::page;
using common::see_endpoints;

// ---- net.endpoints: all hosts alike
inline constexpr auto no_network = error(
    "net.no-network", "The machine has no network",
    "Not one of the hosts that sign-in and registration need can be reached, and all fail in the "
    "same way. Signing in, renewing tokens and registering are impossible until it is back; a "
    "broker may still answer from its cache.",
    "Connect the machine: cable, Wi-Fi, VPN, default route. If other machines of the same network "
    "work, look at this machine's firewall; if they do not, at the network's.",
    "ip route show default");
inline constexpr auto dns_broken = error(
    "net.dns-broken", "No network: no host name can be resolved",
    "Not one name that sign-in and registration need has an address. Either the machine has no "
    "way to the internet, or its DNS server is wrong, silent, or answers 'no such name' for "
    "public names.",
    "Check which DNS server the machine uses and whether it resolves public names; connect the "
    "machine or its VPN.",
    "resolvectl status");
inline constexpr auto tls_broken = error(
    "net.tls-broken", "TLS fails with every host",
    "Connections stand, and not one becomes a trusted TLS session. What all have in common is on "
    "this side: the clock, the list of certificate authorities, or a box that re-signs all "
    "traffic with a certificate that this machine does not trust.",
    "Check the clock and install ca-certificates. See who issued the certificate in the evidence: "
    "if it is your own inspection, install its certificate authority and exempt the hosts of "
    "Microsoft Entra ID.",
    "timedatectl");

inline constexpr auto tls_clock = error(
    "net.tls-clock", "The clock is wrong: no certificate is valid",
    "Every host shows a genuine certificate, and not one is valid at this machine's time. Servers "
    "do not all let their certificates run out at once: this machine's clock is off, by days or "
    "more. Nothing that uses TLS works until it is set.",
    "Set the clock: turn time synchronization on (timedatectl set-ntp true), or with chrony "
    "chronyc makestep. A dead battery on the board, or a virtual machine that was suspended, is "
    "the usual cause.",
    "timedatectl status");

// ---- net.endpoints: one host, and for `proxy` also all
inline constexpr auto host_dns = error(
    "net.host-dns", "A needed name cannot be resolved",
    "Other names resolve and this one does not: a filter, a split DNS zone, or a hosts file hides "
    "it. What the host is for (evidence: use) does not work.",
    "Let the DNS server resolve the name.", "resolvectl status");
inline constexpr auto host_refused =
    error("net.host-refused", "No connection to a needed host",
          "The name resolves, and no connection comes about: a firewall rejects it, or there is no "
          "route. What the host is for (evidence: use) does not work.",
          "Open TCP port 443 to the host, or name the proxy in the context of the broker.",
          see_endpoints);
inline constexpr auto host_timeout = error(
    "net.host-timeout", "A needed host does not answer in time",
    "No answer of the host came in time: packets are dropped on the way, or whoever took the "
    "connection did not answer. What the host is for (evidence: use) does not work, and programs "
    "hang before they fail.",
    "Open TCP port 443 to the host, or name the proxy in the context of the broker.",
    see_endpoints);
inline constexpr auto host_tls = error(
    "net.host-tls", "TLS to a needed host fails",
    "The connection stands and does not become a trusted TLS session: the certificate is not "
    "trusted, has expired, or is for another name. A box that inspects this host's traffic is the "
    "usual cause.",
    "See who issued the certificate in the evidence; exempt the host from inspection.",
    see_endpoints);
inline constexpr auto host_reset = error(
    "net.host-reset", "The connection to a needed host is cut",
    "The host, or a box before it, ends the connection before it is of use. Filters that look at "
    "the name inside TLS do that.",
    "Try from another network; then allow the host in the filter.", see_endpoints);
inline constexpr auto proxy = error(
    "net.proxy", "The proxy does not let it through",
    "A proxy is set, and it cannot be reached, refuses the host or asks for credentials (407). A "
    "service on the machine has none to give.",
    "Let the proxy pass the hosts of Microsoft Entra ID without a log-in, or exempt them with "
    "NO_PROXY. See in the evidence where the proxy was named (proxy-source): the broker and other "
    "services do not see what only a user's shell has in its environment.",
    see_endpoints);
inline constexpr auto proxy_kind = error(
    "net.proxy-unsupported", "dsreg cannot use this proxy",
    "The proxy that is set is of a kind that dsreg does not speak, such as https:// or socks5://, "
    "or what is written is no proxy's address. dsreg reached nobody through it, so the network was "
    "not tested: browsers and the broker may well get through.",
    "Name an http:// proxy for the diagnosis, or take the setting away where the machine can go "
    "straight. See in the evidence where the proxy was named (proxy-source).",
    "env -u HTTPS_PROXY -u https_proxy -u ALL_PROXY -u all_proxy dsreg --diagnose");
inline constexpr auto optional_host = page(
    DSREG_SEVERITY_WARNING, "net.optional-host", "A host that some set-ups need cannot be reached",
    "Sign-in and registration work without this host. What it is for (evidence: use) does not.",
    "If you use it, let it through; if not, leave it.", nullptr);
inline constexpr auto bad_extra_host =
    page(DSREG_SEVERITY_WARNING, "net.extra-host-malformed",
         "An extra host of the configuration is none",
         "An entry of extra-hosts is neither HOST nor HOST:PORT; it was left out.",
         "Correct the entry in the configuration.", nullptr);

// ---- net.tls-inspection
inline constexpr auto inspected = error(
    "net.tls-inspected", "TLS is inspected where it must not be",
    "A host to which the device proves itself with its certificate answers with a certificate "
    "from an authority that this machine does not know, as a box does that inspects TLS. The "
    "device's own certificate cannot pass such a box: device sign-in and registration fail.",
    "Exempt device.login and enterpriseregistration (and certauth.enterpriseregistration) from TLS "
    "break-and-inspect. Installing the box's authority on the machine does not help.",
    see_endpoints);
// Of a host where net.endpoints has met it, too, and said what it is.
inline constexpr auto issuer = error(
    "net.tls-issuer", "The certificate's issuer is not known here",
    "A host to which the device proves itself with its certificate answers with a certificate from "
    "an authority that this machine does not know: a box inspects TLS, or the machine's own list "
    "of authorities is not whole. The finding of the test of the hosts says which.",
    "Mend what the test of the hosts found.", see_endpoints);

// ---- drs.connectivity. "Phase": of a device registration.
inline constexpr auto c_dns = error(
    "drs.connect-dns", "A discovered endpoint cannot be resolved",
    "Discovery named a host of the registration service that has no address here. Registration "
    "breaks in the join phase.",
    "Let the DNS server resolve the host in the evidence.", see_endpoints);
inline constexpr auto c_refused = error(
    "drs.connect-refused", "No connection to a discovered endpoint",
    "Discovery named a host of the registration service that takes no connection. Registration "
    "breaks in the join phase.",
    "Open TCP port 443 to the host in the evidence.", see_endpoints);
inline constexpr auto c_timeout =
    error("drs.connect-timeout", "A discovered endpoint does not answer in time",
          "No answer of a host of the registration service came in time: packets are dropped on "
          "the way, or whoever took the connection did not answer. Registration breaks in the join "
          "phase.",
          "Open TCP port 443 to the host in the evidence.", see_endpoints);
inline constexpr auto c_tls = error(
    "drs.connect-tls", "TLS to a discovered endpoint fails",
    "No trusted TLS session with a host of the registration service comes about. Registration "
    "breaks in the join phase.",
    "See who issued the certificate in the evidence; exempt the host from inspection.",
    see_endpoints);
inline constexpr auto c_reset =
    error("drs.connect-reset", "The connection to a discovered endpoint is cut",
          "A host of the registration service, or a box before it, ends the connection before the "
          "answer. Registration breaks in the join phase.",
          "Try from another network; then allow the host in the filter.", see_endpoints);
inline constexpr auto c_proxy = error(
    "drs.connect-proxy", "The proxy does not let a discovered endpoint through",
    "A proxy is set, and it does not connect to a host of the registration service. Registration "
    "breaks in the join phase.",
    "Let the proxy pass the host without a log-in, or exempt it with NO_PROXY.", see_endpoints);
inline constexpr auto c_http = error(
    "drs.connect-http", "A discovered endpoint is out of order",
    "A host of the registration service can be reached and answers with a server error, or with "
    "something that is no HTTP. (An answer like 404 to an empty request is fine.)",
    "Wait and run dsreg again; if it lasts, look at the service health page of the tenant.",
    nullptr);
inline constexpr auto c_malformed = page(
    DSREG_SEVERITY_WARNING, "drs.endpoint-malformed", "A discovered endpoint is no https address",
    "The discovery document names an endpoint that is no https URL with a public host name. It "
    "was not contacted.",
    "Find out who answers in the place of the registration service.", nullptr);

} // namespace connectivity
