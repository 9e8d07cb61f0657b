/* SPDX-License-Identifier: MIT */
/* dsreg.net/1 - is a host reachable: name, TCP, TLS. Demands DSREG_P_NETWORK.
 *
 * The host resolves, connects and verifies, with the proxy of the target user's environment or the
 * configuration and the trust store of this machine. Nothing is sent over a connection but TLS. */
#ifndef DSREG_SVC_NET_H
#define DSREG_SVC_NET_H
#include "../probe.h"
#ifdef __cplusplus
extern "C" {
#endif
#define DSREG_SVC_NET "dsreg.net/1"
/* Sizes as first released; the least that a reader accepts. Frozen for ever. */
#define DSREG_SVC_NET_SIZE_V1_0 24u
#define DSREG_NET_CERT_SIZE_V1_0 64u
#define DSREG_NET_RESULT_SIZE_V1_0 96u
#define DSREG_NET_SRV_LIST_SIZE_V1_0 24u

#define DSREG_NET_RESOLVE 1u /* the name */
#define DSREG_NET_CONNECT 2u /* and a TCP connection, through the proxy on port 443 */
#define DSREG_NET_TLS 3u     /* and a handshake with the certificate's verification */

/* A certificate that a server sent. */
typedef struct dsreg_net_cert {
    uint32_t    struct_size;
    uint32_t    trusted; /* 1: chains to a root of this machine's trust store */
    const char *subject; /* RFC 2253 */
    const char *issuer;  /* RFC 2253 */
    const char *sha256;  /* of the DER, lower-case hex */
    int64_t     not_before; /* time */
    int64_t     not_after;  /* time */
    dsreg_str   der;        /* bytes; left empty when a reply would become too large */
} dsreg_net_cert;

/* How far one target was reached, and what stood in the way. */
typedef struct dsreg_net_result {
    uint32_t                     struct_size;
    uint32_t                     error;  /* DSREG_X_*; the phase that failed */
    int32_t                      native; /* errno, EAI_*, OpenSSL verify code, or a proxy's HTTP
                                          * status (DSREG_X_PROXY, from 300 on; below, of a
                                          * proxy setting that cannot be used:
                                          * EPROTONOSUPPORT its kind, EINVAL its text); 0: none */
    uint32_t                     cert_count;   /* of `certs` */
    const char                  *address;      /* that was used, IPv4 or IPv6; "": none */
    const char                  *proxy;        /* host:port; "": direct */
    const char                  *proxy_source; /* "HTTPS_PROXY", "configuration"; "": none */
    const char                  *tls_version;  /* "TLSv1.3"; "": none */
    const dsreg_net_cert *const *certs;        /* leaf first */
    int64_t                      resolve_ns;   /* duration; these three: -1: phase not reached */
    int64_t                      connect_ns;   /* of TCP and, through a proxy, of its CONNECT */
    int64_t                      tls_ns;       /* of the handshake */
    dsreg_str                    error_text;   /* one sentence about `error`; empty: none */
} dsreg_net_result;

/* What to try. Frozen. */
typedef struct dsreg_net_target {
    const char *host; /* a name, or an IPv4 or IPv6 address */
    uint16_t    port; /* 1..65535 */
    uint16_t    upto; /* DSREG_NET_*: the last phase */
    uint32_t    reserved0;
} dsreg_net_target;

/* A SRV record (RFC 2782). Frozen. */
typedef struct dsreg_net_srv {
    const char *host;     /* its target */
    uint16_t    port;     /* of the service there */
    uint16_t    priority; /* the lowest is tried first */
    uint16_t    weight;   /* among equal priorities, the heavier is the likelier */
    uint16_t    reserved0;
} dsreg_net_srv;

/* The SRV records of a name. */
typedef struct dsreg_net_srv_list {
    uint32_t             struct_size;
    uint32_t             error;   /* DSREG_X_*: NOT_FOUND no such name or no such records, DNS
                                   * nobody could say, TIMEOUT */
    uint32_t             count;   /* of `records` */
    uint32_t             reserved0;
    const dsreg_net_srv *records; /* by priority, then the heavier first */
} dsreg_net_srv_list;

/* The table of dsreg.net/1. */
typedef struct dsreg_svc_net {
    uint32_t struct_size;
    uint32_t reserved0;
    /* [probe-thread] Blocks. All targets side by side, at most 64; `ret` gets `count` results in
     * their order. */
    dsreg_status (*check)(const dsreg_host *host, const dsreg_call *call,
                          const dsreg_net_target *targets, uint32_t count,
                          const dsreg_net_result *const **ret);
    /* [probe-thread] Blocks. The SRV records of `name`, e.g. "_ldap._tcp.example.org". */
    dsreg_status (*srv)(const dsreg_host *host, const dsreg_call *call, const char *name,
                        const dsreg_net_srv_list **ret);
} dsreg_svc_net;
#ifdef __cplusplus
}
#endif
DSREG_ASSERT_(sizeof(dsreg_net_target) == 16 && sizeof(dsreg_net_srv) == 16, "frozen");
#if DSREG_TARGET_MINOR == 0
DSREG_ASSERT_(sizeof(dsreg_svc_net) == DSREG_SVC_NET_SIZE_V1_0, "svc_net");
DSREG_ASSERT_(sizeof(dsreg_net_cert) == DSREG_NET_CERT_SIZE_V1_0, "net_cert");
DSREG_ASSERT_(sizeof(dsreg_net_result) == DSREG_NET_RESULT_SIZE_V1_0, "net_result");
DSREG_ASSERT_(sizeof(dsreg_net_srv_list) == DSREG_NET_SRV_LIST_SIZE_V1_0, "net_srv_list");
#endif
#endif
