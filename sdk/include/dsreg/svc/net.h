/* SPDX-License-Identifier: MIT */
/* dsreg.net/1 - is a host reachable: name, TCP, TLS. Demands DSREG_P_NETWORK. */
#ifndef DSREG_SVC_NET_H
#define DSREG_SVC_NET_H
#include "../probe.h"
#ifdef __cplusplus
extern "C" {
#endif
#define DSREG_SVC_NET "dsreg.net/1"
/* Sizes as first released; the least that a reader accepts. Frozen for ever. */
#define DSREG_SVC_NET_SIZE_V1_0 24u

#define DSREG_NET_RESOLVE 1u
#define DSREG_NET_CONNECT 2u
#define DSREG_NET_TLS 3u

typedef struct dsreg_net_cert {
    uint32_t    struct_size;
    uint32_t    trusted; /* 1: chains to a root of this machine's trust store */
    const char *subject; /* RFC 2253 */
    const char *issuer;
    const char *sha256;  /* of the DER, lower-case hex */
    int64_t     not_before;
    int64_t     not_after;
    dsreg_str   der;
} dsreg_net_cert;

typedef struct dsreg_net_result {
    uint32_t                     struct_size;
    uint32_t                     error;  /* DSREG_X_*; the phase that failed */
    int32_t                      native; /* errno, EAI_*, OpenSSL verify code, or a proxy's HTTP
                                          * status (DSREG_X_PROXY, from 300 on; below, of a
                                          * proxy setting that cannot be used:
                                          * EPROTONOSUPPORT its kind, EINVAL its text); 0: none */
    uint32_t                     cert_count;
    const char                  *address;      /* that was used; "": none */
    const char                  *proxy;        /* host:port; "": direct */
    const char                  *proxy_source; /* "HTTPS_PROXY", "configuration"; "": none */
    const char                  *tls_version;  /* "TLSv1.3"; "": none */
    const dsreg_net_cert *const *certs;        /* leaf first */
    int64_t                      resolve_ns;   /* -1: phase not reached */
    int64_t                      connect_ns;
    int64_t                      tls_ns;
    dsreg_str                    error_text;
} dsreg_net_result;

typedef struct dsreg_net_target { /* frozen */
    const char *host;
    uint16_t    port;
    uint16_t    upto; /* DSREG_NET_* */
    uint32_t    reserved0;
} dsreg_net_target;

typedef struct dsreg_net_srv { /* frozen */
    const char *host;
    uint16_t    port;
    uint16_t    priority;
    uint16_t    weight;
    uint16_t    reserved0;
} dsreg_net_srv;

typedef struct dsreg_net_srv_list {
    uint32_t             struct_size;
    uint32_t             error;
    uint32_t             count;
    uint32_t             reserved0;
    const dsreg_net_srv *records;
} dsreg_net_srv_list;

typedef struct dsreg_svc_net {
    uint32_t struct_size;
    uint32_t reserved0;
    /* [probe-thread] Blocks. All targets side by side; results in their order. */
    dsreg_status (*check)(const dsreg_host *host, const dsreg_call *call,
                          const dsreg_net_target *targets, uint32_t count,
                          const dsreg_net_result *const **ret);
    dsreg_status (*srv)(const dsreg_host *host, const dsreg_call *call, const char *name,
                        const dsreg_net_srv_list **ret);
} dsreg_svc_net;
#ifdef __cplusplus
}
#endif
#if DSREG_TARGET_MINOR == 0
DSREG_ASSERT_(sizeof(dsreg_svc_net) == DSREG_SVC_NET_SIZE_V1_0, "svc_net");
#endif
#endif
