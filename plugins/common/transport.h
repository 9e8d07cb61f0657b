// What went wrong between here and a server: one word, one HRESULT, one half sentence.
// Codes: winhttp and wininet errors as Microsoft Learn lists them for failed hybrid joins.
#pragma once
#include "common/evidence.h"

#include <dsreg/svc/http.h>
#include <dsreg/svc/net.h>

#include <cerrno>
#include <string>
#include <string_view>

namespace common {

enum class trouble { none, dns, refused, timeout, tls, reset, proxy, protocol };

// `error` is DSREG_X_*, DSREG_X_NONE for success.
inline trouble classify(uint32_t error)
{
    switch (error) {
    case DSREG_X_NONE:
        return trouble::none;
    case DSREG_X_DNS:
    case DSREG_X_NOT_FOUND:
        return trouble::dns;
    case DSREG_X_TIMEOUT:
        return trouble::timeout;
    case DSREG_X_TLS:
        return trouble::tls;
    case DSREG_X_PROXY:
        return trouble::proxy;
    case DSREG_X_DISCONNECTED:
    case DSREG_X_REFUSED:
        return trouble::reset;
    case DSREG_X_PROTOCOL:
    case DSREG_X_TOO_LARGE:
        return trouble::protocol;
    default:
        return trouble::refused; // CONNECT, ACCESS (a local firewall), and what is to come
    }
}

// A time-out before there was an address is a name server's silence, and so a trouble with the
// name.
inline trouble classify(uint32_t error, const dsreg_net_result& net)
{
    const trouble t = classify(error);
    const bool nameless = net.connect_ns < 0 && *net.address == '\0' && *net.proxy == '\0';
    return t == trouble::timeout && nameless ? trouble::dns : t;
}

// X509_V_ERR_* of OpenSSL: the chain ends at a certificate that is not trusted here.
inline bool unknown_issuer(const dsreg_net_result& net)
{
    switch (net.native) {
    case 2:  // issuer certificate not found
    case 18: // self-signed leaf
    case 19: // self-signed certificate in the chain
    case 20: // local issuer certificate not found
    case 21: // leaf cannot be verified
        return net.error == DSREG_X_TLS;
    default:
        return false;
    }
}

// The certificate leads to a root that is trusted here, and is not yet (9) or no longer (10) valid
// by this machine's clock: as a rule the clock is what is wrong.
inline bool only_dates_wrong(const dsreg_net_result& net)
{
    const bool dates = net.error == DSREG_X_TLS && (net.native == 9 || net.native == 10);
    return dates && net.cert_count != 0 && net.certs[0]->trusted != 0;
}

// dsreg cannot use the proxy that is set: its kind (EPROTONOSUPPORT), or what is written (EINVAL).
inline bool unusable_proxy(const dsreg_net_result& net)
{
    return net.error == DSREG_X_PROXY && (net.native == EPROTONOSUPPORT || net.native == EINVAL);
}

// The proxy answered 407: it wants credentials. (Any other trouble with it is like a refused
// connection.)
inline bool proxy_wants_credentials(int32_t status, const dsreg_net_result& net)
{
    return status == 407 || net.native == 407 ||
           dsreg::view(net.error_text).find("407") != std::string_view::npos;
}

inline uint32_t code_of(trouble t, bool wants_credentials = false)
{
    switch (t) {
    case trouble::none:
        return 0;
    case trouble::dns:
        return 0x80072ee7u;
    case trouble::timeout:
        return 0x80072ee2u;
    case trouble::tls:
        return 0x80072f8fu;
    case trouble::reset:
        return 0x80072efeu;
    case trouble::protocol:
        return 0x8007000du;
    case trouble::proxy:
        return wants_credentials ? 0xcaa30197u : 0x80072efdu;
    case trouble::refused:
        break;
    }
    return 0x80072efdu;
}

// Continues "host NAME: ...".
inline const char* words_of(trouble t)
{
    switch (t) {
    case trouble::none:
        return "reachable";
    case trouble::dns:
        return "the name cannot be resolved";
    case trouble::timeout:
        return "no answer in time";
    case trouble::tls:
        return "the TLS handshake failed";
    case trouble::reset:
        return "the connection was cut";
    case trouble::protocol:
        return "the answer is not what the protocol allows";
    case trouble::proxy:
        return "the proxy does not let it through";
    case trouble::refused:
        break;
    }
    return "no connection";
}

// The same, where the proxy may be one that dsreg itself cannot use.
inline const char* words_of(trouble t, const dsreg_net_result& net)
{
    return unusable_proxy(net) ? "the proxy that is set is of a kind that dsreg cannot use"
                               : words_of(t);
}

inline const char* key_of(trouble t)
{
    switch (t) {
    case trouble::none:
        return "ok";
    case trouble::dns:
        return "dns";
    case trouble::timeout:
        return "timeout";
    case trouble::tls:
        return "tls";
    case trouble::reset:
        return "reset";
    case trouble::protocol:
        return "protocol";
    case trouble::proxy:
        return "proxy";
    case trouble::refused:
        break;
    }
    return "refused";
}

// A library's own words, unless they carry a measured time ("after 3 ms") or a time-out's length:
// those differ from run to run.
inline std::string_view steady(std::string_view text)
{
    const bool timed = text.find(" ms") != std::string_view::npos ||
                       text.find("millisecond") != std::string_view::npos ||
                       text.find("second") != std::string_view::npos;
    return timed ? std::string_view{} : text;
}

// How far the connection came, and through what. `flags`: of what tells whose server it is.
inline void add_net(evidence& e, trouble t, const dsreg_net_result& net, uint32_t flags = 0)
{
    if (t != trouble::none) e.text("failed", key_of(t));
    e.text("address", net.address, flags)
        .text("proxy", net.proxy)
        .text("proxy-source", net.proxy_source);
    if (t == trouble::refused || t == trouble::reset) {
        switch (net.native) {
        case ECONNREFUSED:
            e.text("cause", "connection refused");
            break;
        case ENETUNREACH:
            e.text("cause", "network unreachable");
            break;
        case EHOSTUNREACH:
            e.text("cause", "no route to the host");
            break;
        case EACCES:
        case EPERM:
            e.text("cause", "blocked on this machine");
            break;
        default:
            break;
        }
    }
    if (t == trouble::dns || t == trouble::tls || t == trouble::proxy)
        e.text("error", steady(dsreg::view(net.error_text)), flags);
    if (t == trouble::tls && net.cert_count != 0)
        e.text("certificate-subject", net.certs[0]->subject, flags)
            .text("certificate-issuer", net.certs[0]->issuer, flags)
            .text("certificate-sha256", net.certs[0]->sha256, flags);
}

// The value of a field of the reply (names are lower case); "": not there.
inline std::string_view field(const dsreg_http_reply& reply, std::string_view name)
{
    for (uint32_t i = 0; i < reply.field_count; i++)
        if (dsreg::view(reply.fields[i].name) == name) return dsreg::view(reply.fields[i].value);
    return {};
}

// What a field of the reply holds is bytes; for people they are made visible ASCII.
inline std::string visible(std::string_view bytes)
{
    std::string out(bytes);
    for (char& c : out)
        if (c < 0x20 || c > 0x7e) c = '?';
    return out;
}

// Who answered: what an operator needs to find the exchange in the server's or the proxy's log.
inline void add_http(evidence& e, const dsreg_http_reply& reply)
{
    if (reply.status != 0) e.number("http-status", reply.status);
    e.text("server", visible(field(reply, "server")))
        .text("content-type", visible(field(reply, "content-type")));
    for (const char* name : {"request-id", "x-ms-request-id", "client-request-id"})
        if (const std::string_view id = field(reply, name); !id.empty()) {
            e.text("request-id", visible(id));
            break;
        }
    e.text("location", visible(field(reply, "location")), DSREG_F_PERSONAL);
}

} // namespace common
