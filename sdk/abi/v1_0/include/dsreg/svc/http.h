/* SPDX-License-Identifier: MIT */
/* dsreg.http/1 - HTTP exchanges. The host owns TLS policy, trust store, proxy and redirects
 * (never followed). GET and HEAD; POST, PUT, PATCH, DELETE and OPTIONS demand DSREG_P_ACTIVE.
 * Demands DSREG_P_NETWORK. No credential leaves: see dsreg_http_request.fields. Link-local addresses
 * and those where a cloud's machines fetch their metadata are not asked: DSREG_X_ACCESS, also for a
 * name that leads to one, unless through a proxy. */
#ifndef DSREG_SVC_HTTP_H
#define DSREG_SVC_HTTP_H
#include "../probe.h"
#include "net.h"
#ifdef __cplusplus
extern "C" {
#endif
#define DSREG_SVC_HTTP "dsreg.http/1"
/* Sizes as first released; the least that a reader accepts. Frozen for ever. */
#define DSREG_SVC_HTTP_SIZE_V1_0 16u
#define DSREG_HTTP_REQUEST_SIZE_V1_0 56u
#define DSREG_HTTP_REPLY_SIZE_V1_0 64u

/* A header field. Frozen. */
typedef struct dsreg_http_field {
    dsreg_str name;  /* replies: lower case */
    dsreg_str value; /* one line */
} dsreg_http_field;

/* What to ask. */
typedef struct dsreg_http_request {
    uint32_t                struct_size;
    uint32_t                field_count; /* of `fields`, at most 64 */
    const char             *method;      /* "GET" */
    const char             *url;    /* https, at most 8 KiB; http only for connectivity checks on
                                     * port 80; no user and password in it */
    const dsreg_http_field *fields; /* at most 32 KiB. Authorization, Cookie, User-Agent, Host,
                                     * Proxy-* and what frames the message are the host's own:
                                     * DSREG_E_INVALID */
    dsreg_str               body;     /* bytes, at most 64 KiB; GET and HEAD: none */
    uint32_t                max_body; /* of the reply; 0: 1 MiB; most: 4 MiB, and 64 MiB for all
                                       * requests of a call */
    uint32_t                reserved0;
} dsreg_http_request;

/* What came back. */
typedef struct dsreg_http_reply {
    uint32_t                struct_size;
    uint32_t                error;  /* DSREG_X_*; NONE: `status` holds */
    int32_t                 status; /* 200, 404, ...; 0: no HTTP answer */
    uint32_t                field_count; /* of `fields` */
    const dsreg_http_field *fields; /* of the header */
    dsreg_str               body;   /* bytes */
    dsreg_str               error_text; /* one sentence about `error`; empty: none */
    const dsreg_net_result *net; /* phases, address, proxy, certificates; never NULL */
} dsreg_http_reply;

/* The table of dsreg.http/1. */
typedef struct dsreg_svc_http {
    uint32_t struct_size;
    uint32_t reserved0;
    /* [probe-thread] Blocks. `ret` gets `count` replies in the order of the requests, which run side
     * by side; at most 64. The replies of a call have nearly 6 MiB together: beyond that, from the
     * last to the first, certificates go, and then what a reply holds: DSREG_X_TOO_LARGE. */
    dsreg_status (*perform)(const dsreg_host *host, const dsreg_call *call,
                            const dsreg_http_request *const *requests, uint32_t count,
                            const dsreg_http_reply *const **ret);
} dsreg_svc_http;
#ifdef __cplusplus
}
#endif
DSREG_ASSERT_(sizeof(dsreg_http_field) == 32, "frozen");
#if DSREG_TARGET_MINOR == 0
DSREG_ASSERT_(sizeof(dsreg_http_reply) == DSREG_HTTP_REPLY_SIZE_V1_0, "http_reply");
DSREG_ASSERT_(sizeof(dsreg_svc_http) == DSREG_SVC_HTTP_SIZE_V1_0, "svc_http");
DSREG_ASSERT_(sizeof(dsreg_http_request) == DSREG_HTTP_REQUEST_SIZE_V1_0, "http_request");
#endif
#endif
