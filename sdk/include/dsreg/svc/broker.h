/* SPDX-License-Identifier: MIT */
/* dsreg.broker/1 - the identity broker of the target user, whatever its vendor and era.
 * No token and no cookie crosses this border: a probe gets the verdict and the claims that a
 * diagnosis needs. Calls run with the target user's rights, on that user's session bus.
 *
 * Sources: com.microsoft.identity.broker1 and its replies as github.com/siemens/linux-entra-sso,
 * github.com/siemens/sso-mib and github.com/himmelblau-idm/himmelblau speak it; status numbers, see
 * broker_status.hpp; AADSTS numbers, Microsoft Learn ("Microsoft Entra authentication and
 * authorization error codes"); what is published about the PRT has the words of Microsoft Learn's
 * "Troubleshoot devices by using the dsregcmd command". */
#ifndef DSREG_SVC_BROKER_H
#define DSREG_SVC_BROKER_H
#include "../probe.h"
#ifdef __cplusplus
extern "C" {
#endif
#define DSREG_SVC_BROKER "dsreg.broker/1"
/* Sizes as first released; the least that a reader accepts. Frozen for ever. */
#define DSREG_SVC_BROKER_SIZE_V1_0 40u
#define DSREG_ACCOUNT_SIZE_V1_0 40u
#define DSREG_BROKER_ERROR_SIZE_V1_0 72u
#define DSREG_BROKER_INFO_SIZE_V1_0 72u
#define DSREG_BROKER_ACCOUNTS_SIZE_V1_0 24u
#define DSREG_BROKER_TOKEN_SIZE_V1_0 56u
#define DSREG_BROKER_ATTEMPT_SIZE_V1_0 96u
#define DSREG_BROKER_STATE_SIZE_V1_0 160u

#define DSREG_BROKER_NONE 0u       /* there is none */
#define DSREG_BROKER_MICROSOFT 1u  /* microsoft-identity-broker */
#define DSREG_BROKER_HIMMELBLAU 2u /* github.com/himmelblau-idm/himmelblau */
#define DSREG_BROKER_PROXY 3u      /* hands on to a broker elsewhere, e.g. in a container */
#define DSREG_BROKER_REFERENCE 4u  /* the lab's */
#define DSREG_BROKER_OTHER 5u      /* somebody answers for it, and nobody known */

/* How a call to the broker ended; `kind` is DSREG_X_*. With DSREG_X_REFUSED the broker answered
 * with an error of its own, decoded from wherever its era puts it. */
typedef struct dsreg_broker_error {
    uint32_t    struct_size;
    uint32_t    kind;        /* DSREG_X_* */
    int32_t     status;      /* MSAL runtime status; -1: not given, or without meaning here */
    int32_t     sub_status;  /* the broker's own; -1: not given */
    uint32_t    aadsts;      /* 50078; 0: none named */
    uint32_t    reserved0;
    const char *tag;         /* five characters, "965ya"; "": none */
    const char *suberror;    /* "token_expired"; "": none */
    const char *dbus_error;  /* "org.freedesktop.DBus.Error.ServiceUnknown"; "": none */
    const char *correlation; /* for the tenant's sign-in log; "": none */
    dsreg_str   text;        /* the broker's or the bus's own words, as they came, at most 4 KiB */
} dsreg_broker_error;

/* Which broker there is. */
typedef struct dsreg_broker_info {
    uint32_t           struct_size;
    uint32_t           vendor;   /* DSREG_BROKER_*, never inferred from the version */
    uint32_t           java_era; /* 1: brokers up to 2.0.1 */
    int32_t            pid;      /* of the owner; 0: not running */
    const char        *version;  /* "": not answered */
    const char        *executable; /* of the owner (of one in a java machine its launcher, as the
                                    * service file says); not running: what the bus would start;
                                    * "": none */
    const dsreg_broker_error *error; /* never NULL; kind NONE: it answers, or (pid 0) could be
                                      * started */
    uint32_t           activatable;  /* 1: the bus can start it */
    uint32_t           replaced;     /* 1: the file that the owner was started from is gone: an
                                      * upgrade put another in its place, or it was removed */
    int64_t            executable_time; /* modification time of `executable`; 0: not known */
    const char        *version_source;  /* "getLinuxBrokerVersion", "telemetry"; "": none */
    const char        *service_file;    /* D-Bus service file that starts it; "": none found */
} dsreg_broker_info;

/* An account that the broker knows. As an argument only its home_account_id counts. */
typedef struct dsreg_account {
    uint32_t    struct_size;
    uint32_t    reserved0;
    const char *home_account_id; /* PERSONAL, as all of these; "<object id>.<tenant id>" */
    const char *username;        /* the UPN */
    const char *tenant_id;       /* a GUID; "": not said */
    const char *environment;     /* "login.microsoftonline.com"; "": not said */
} dsreg_account;

/* Who is signed in. */
typedef struct dsreg_broker_accounts {
    uint32_t                    struct_size;
    uint32_t                    count;    /* of `accounts` */
    const dsreg_account *const *accounts; /* in the broker's order */
    const dsreg_broker_error *error; /* never NULL; kind NONE: it answered */
} dsreg_broker_accounts;

#define DSREG_TOKEN_DRS 1u    /* access token for the registration service, silently */
#define DSREG_TOKEN_COOKIE 2u /* PRT single-sign-on cookie */

/* Whether the broker gave a token, and what it is good for. The token itself stays in the host. */
typedef struct dsreg_broker_token {
    uint32_t           struct_size;
    uint32_t           granted;   /* 1: the broker gave one */
    int64_t            expires;   /* time; 0: not said */
    const char        *audience;  /* claim aud; claims: "": not there */
    const char        *tenant_id; /* claim tid */
    const char        *device_id; /* claim deviceid */
    const char        *amr;       /* claim amr, how the user signed in, space separated */
    const dsreg_broker_error *error; /* never NULL; kind NONE: it answered */
} dsreg_broker_token;

/* The last attempt to acquire or to renew the primary refresh token that failed. */
typedef struct dsreg_broker_attempt {
    uint32_t    struct_size;
    uint32_t    code;           /* HRESULT or NTSTATUS; 0: none is known */
    int64_t     time;           /* when it was made; 0: not known */
    int32_t     http_status;    /* of the server's answer; 0: none */
    uint32_t    has_http_error; /* 1: http_error is known; 0 there means that the transport worked */
    uint32_t    http_error;     /* of the transport, in the vendor's numbers */
    uint32_t    reserved0;
    const char *user;           /* PERSONAL; all texts: "" when not known */
    const char *credential;     /* "Password" */
    const char *correlation;    /* for the tenant's sign-in log */
    const char *endpoint;       /* URL */
    const char *http_method;    /* "POST" */
    const char *server_error;   /* "invalid_grant" */
    dsreg_str   server_text;    /* the server's own words */
} dsreg_broker_attempt;

#define DSREG_KNOWN_NOT 0u /* nothing that could be read says it */
#define DSREG_KNOWN_YES 1u /* somebody says so */
#define DSREG_KNOWN_NO 2u  /* somebody says the opposite */

/* What a broker, or a tool of its vendor, publishes about the device and the primary refresh token
 * (PRT) of an account. Microsoft's and Himmelblau's brokers publish nothing of it on the bus;
 * Microsoft's own dsreg prints some of it. Nothing here is computed or guessed. */
typedef struct dsreg_broker_state {
    uint32_t    struct_size;
    uint32_t    prt;            /* is there one: DSREG_KNOWN_* */
    int64_t     prt_cached;     /* when it was stored; times: 0 when not known */
    int64_t     prt_refreshed;  /* when it was renewed last */
    int64_t     prt_expires;    /* as stored, if it is not renewed before */
    const char *prt_source;     /* "broker", "vendor tool", "accounts": nobody is signed in; "" */
    const char *prt_why;        /* DSREG_KNOWN_NOT: why, a few words */
    const char *session_key_protocol; /* "3.1"; "": not known */
    const char *prt_authority;  /* URL of the server that it is for; "": not known */
    uint32_t    registered;     /* is the device: DSREG_KNOWN_* */
    uint32_t    reserved0;
    const char *device_id;      /* a GUID; "": not known, or printed in another form */
    const char *tenant_id;      /* a GUID; "": not known */
    const char *tenant_domain;  /* "contoso.com"; "": not known */
    const char *device_source;  /* who says so: "broker", "vendor tool"; "" */
    const char *device_mode;    /* "Exclusive", "Shared"; "": not known */
    const char *mdm_url;        /* these three: NULL: not published; "": the tenant has none */
    const char *mdm_terms_url;  /* of the terms of use */
    const char *mdm_compliance_url; /* of the compliance portal */
    const dsreg_broker_attempt *acquire; /* the last failed one to get a PRT; NULL: none is known */
    const dsreg_broker_attempt *refresh; /* the last failed one to renew it; NULL: none is known */
    const dsreg_broker_error *error; /* never NULL; NONE: it answered, or publishes nothing */
} dsreg_broker_state;

/* The table of dsreg.broker/1. Its calls are for the probe's thread, block, and are cached in a run.
 * None of them starts a broker that does not run, except for a probe with DSREG_P_ACTIVE: that starts
 * one which the bus can activate. */
typedef struct dsreg_svc_broker {
    uint32_t struct_size;
    uint32_t reserved0;
    /* [probe-thread] Blocks. Which broker there is, of what version, and whether it runs. */
    dsreg_status (*info)(const dsreg_host *host, const dsreg_call *call,
                         const dsreg_broker_info **ret);
    /* [probe-thread] Blocks. Who is signed in. */
    dsreg_status (*accounts)(const dsreg_host *host, const dsreg_call *call,
                             const dsreg_broker_accounts **ret);
    /* [probe-thread] Blocks. Asks for a token, silently. `kind`: DSREG_TOKEN_*; `account` NULL: the
     * first one. Demands DSREG_P_ACTIVE: it stands in the tenant's sign-in log. */
    dsreg_status (*token)(const dsreg_host *host, const dsreg_call *call, uint32_t kind,
                          const dsreg_account *account, const dsreg_broker_token **ret);
    /* [probe-thread] Blocks. What is published about the PRT and the device; asks for no token.
     * `account` NULL: the first one. */
    dsreg_status (*state)(const dsreg_host *host, const dsreg_call *call,
                          const dsreg_account *account, const dsreg_broker_state **ret);
} dsreg_svc_broker;
#ifdef __cplusplus
}
#endif
#if DSREG_TARGET_MINOR == 0
DSREG_ASSERT_(sizeof(dsreg_svc_broker) == DSREG_SVC_BROKER_SIZE_V1_0, "svc_broker");
DSREG_ASSERT_(sizeof(dsreg_account) == DSREG_ACCOUNT_SIZE_V1_0, "account");
DSREG_ASSERT_(sizeof(dsreg_broker_error) == DSREG_BROKER_ERROR_SIZE_V1_0, "broker_error");
DSREG_ASSERT_(sizeof(dsreg_broker_info) == DSREG_BROKER_INFO_SIZE_V1_0, "broker_info");
DSREG_ASSERT_(sizeof(dsreg_broker_accounts) == DSREG_BROKER_ACCOUNTS_SIZE_V1_0, "broker_accounts");
DSREG_ASSERT_(sizeof(dsreg_broker_token) == DSREG_BROKER_TOKEN_SIZE_V1_0, "broker_token");
DSREG_ASSERT_(sizeof(dsreg_broker_attempt) == DSREG_BROKER_ATTEMPT_SIZE_V1_0, "broker_attempt");
DSREG_ASSERT_(sizeof(dsreg_broker_state) == DSREG_BROKER_STATE_SIZE_V1_0, "broker_state");
#endif
#endif
