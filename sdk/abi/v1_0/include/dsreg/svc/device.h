/* SPDX-License-Identifier: MIT */
/* dsreg.device/1 - this machine's registration: what its brokers and Intune left on disk, and what
 * the device key is good for.
 *
 * Verbs and verdicts only: no private key, no signature over bytes of the caller's choosing and no
 * token crosses this border, because with one of them a module could act as the device.
 *
 * Read with the rights of whoever runs dsreg: the device's files belong to root, so an ordinary
 * user gets DSREG_X_ACCESS where the files begin, never an empty answer.
 *
 * Sources: the layout below /etc/microsoft/identity-broker is Microsoft Learn's ("Troubleshoot
 * device registration with the dsreg tool (Linux)"), the certificate's extensions are those of
 * [MS-DVRJ] and of github.com/Gerenios/AADInternals, the device token flow is that of
 * github.com/dirkjanm/ROADtools. */
#ifndef DSREG_SVC_DEVICE_H
#define DSREG_SVC_DEVICE_H
#include "../probe.h"
#ifdef __cplusplus
extern "C" {
#endif
#define DSREG_SVC_DEVICE "dsreg.device/1"
/* Sizes as first released; the least that a reader accepts. Frozen for ever. */
#define DSREG_SVC_DEVICE_SIZE_V1_0 40u
#define DSREG_DEVICE_CERTIFICATE_SIZE_V1_0 128u
#define DSREG_DEVICE_RECORD_SIZE_V1_0 72u
#define DSREG_DEVICE_FILE_SIZE_V1_0 72u
#define DSREG_DEVICE_LIST_SIZE_V1_0 48u
#define DSREG_DEVICE_VERDICT_SIZE_V1_0 64u

/* A device certificate, parsed. Ids are lower case GUIDs; "": the certificate does not say. */
typedef struct dsreg_device_certificate {
    uint32_t    struct_size;
    uint32_t    key_bits;    /* of the public key */
    int64_t     not_before;  /* time */
    int64_t     not_after;   /* time */
    uint32_t    client_auth; /* 1: may authenticate a client (extended key usage) */
    uint32_t    enterprise;  /* 1: made by an AD FS registration service (extensions .1 or .4) */
    uint32_t    join_type;   /* DSREG_JOIN_*, extension .7 */
    uint32_t    reserved0;
    const char *thumbprint;  /* SHA-1 of the DER, 40 upper-case hex digits */
    const char *subject;     /* common name: the device id, as written */
    const char *issuer;      /* common name: "MS-Organization-Access" */
    const char *issuer_unit; /* organizational unit */
    const char *device_id;   /* extension .2 */
    const char *tenant_id;   /* extension .5 */
    const char *user_id;     /* extension .3, PERSONAL: who registered the device */
    const char *region;      /* extension .8, "EU" */
    const char *key_type;    /* "RSA", "EC" */
    dsreg_str   der;         /* bytes: the certificate itself */
} dsreg_device_certificate;

#define DSREG_JOIN_UNKNOWN 0u    /* the certificate does not say */
#define DSREG_JOIN_REGISTERED 1u /* Microsoft Entra registered, '0' */
#define DSREG_JOIN_JOINED 2u     /* Microsoft Entra joined, '1' */

#define DSREG_KEY_IN_FILE 0u     /* a file of this machine */
#define DSREG_KEY_IN_HARDWARE 1u /* a TPM or a token */
#define DSREG_KEY_PLACE_UNKNOWN 2u /* no key was found, or it may not be looked at */

/* One registration, as one source tells it. */
typedef struct dsreg_device_record {
    uint32_t    struct_size;
    uint32_t    hardware;      /* where the private key is: DSREG_KEY_* */
    const char *instance;      /* handle for the calls below; also the fact instance */
    const char *tenant_id;     /* a GUID; "": not known */
    const char *device_id;     /* a GUID; "": not known */
    const char *source;        /* "certificate", "registration.toml", "himmelblau.conf" */
    const char *path;          /* of that source */
    const char *key_container; /* file name, token label or TPM handle; "": none found */
    const char *key_provider;  /* "Software (PEM file)", ...; "": not known */
    const dsreg_device_certificate *certificate; /* NULL: this source has none */
} dsreg_device_record;

#define DSREG_FILE_CERTIFICATE 1u /* of the device */
#define DSREG_FILE_KEY 2u       /* of the device, drs_* */
#define DSREG_FILE_TRANSPORT 3u /* session transport key, stk_* */
#define DSREG_FILE_NOTE 4u      /* registration.toml, himmelblau.conf */

#define DSREG_FILE_GOOD 1u        /* read, and what its name says */
#define DSREG_FILE_DENIED 2u      /* may not be read */
#define DSREG_FILE_NOT_REGULAR 3u /* a symbolic link, a folder, a device */
#define DSREG_FILE_TOO_LARGE 4u   /* over 64 KiB; not read */
#define DSREG_FILE_GARBAGE 5u     /* read, and not what its name says */
#define DSREG_FILE_LOCKED 6u      /* a private key behind a passphrase */

/* A file that was looked at. */
typedef struct dsreg_device_file {
    uint32_t    struct_size;
    uint32_t    kind;     /* DSREG_FILE_CERTIFICATE ... DSREG_FILE_NOTE */
    uint32_t    state;    /* DSREG_FILE_GOOD ... DSREG_FILE_LOCKED */
    uint32_t    exposed;  /* 1: owner or mode let others change it, or read a private key */
    uint32_t    uid;      /* owner */
    uint32_t    gid;      /* group */
    uint32_t    mode;     /* as st_mode */
    uint32_t    reserved0;
    uint64_t    size;     /* bytes */
    const char *path;     /* absolute */
    const char *instance; /* the record it belongs to; "": none */
    dsreg_str   text;     /* what is wrong, one sentence; empty: nothing */
} dsreg_device_file;

/* Everything that was found. */
typedef struct dsreg_device_list {
    uint32_t                          struct_size;
    uint32_t                          error;   /* DSREG_X_*; ACCESS: root would see more; what
                                                * could be read is here all the same */
    uint32_t                          count;      /* of `records` */
    uint32_t                          file_count; /* of `files` */
    const dsreg_device_record *const *records; /* certificates first, by instance */
    const dsreg_device_file   *const *files;   /* by path, at most 256 */
    dsreg_str                         text;    /* about `error`, one sentence */
} dsreg_device_list;

#define DSREG_DEVICE_OK 1u           /* yes: it belongs, signs, is known */
#define DSREG_DEVICE_KEY_MISSING 2u  /* there is no private key */
#define DSREG_DEVICE_KEY_MISMATCH 3u /* the key is another one than the certificate's */
#define DSREG_DEVICE_SIGN_FAILED 4u  /* the key gave no signature, or a wrong one */
#define DSREG_DEVICE_DISABLED 5u     /* the tenant has switched the device off */
#define DSREG_DEVICE_DELETED 6u      /* the tenant does not know the device (any more) */
#define DSREG_DEVICE_NO_ANSWER 7u    /* the server or the key could not be asked; see error */
#define DSREG_DEVICE_KEY_UNUSABLE 8u /* a file that is no key, or one behind a passphrase */

/* What a question about the device came to. */
typedef struct dsreg_device_verdict {
    uint32_t    struct_size;
    uint32_t    verdict;     /* DSREG_DEVICE_* */
    uint32_t    error;       /* DSREG_X_*; ACCESS: only root, or a device service, could ask */
    uint32_t    aadsts;      /* exact number of error_codes, 0: none */
    int32_t     http_status; /* of the server's answer; 0: none */
    uint32_t    attempts;    /* 2: asked again after five seconds, as a fresh device needs */
    const char *correlation; /* for the tenant's sign-in log; "": none */
    const char *host;        /* the server that was asked; "": none */
    const char *suberror;    /* "device_authentication_failed"; "": none */
    dsreg_str   text;        /* the server's own words, or what went wrong */
} dsreg_device_verdict;

/* The table of dsreg.device/1. Its calls are for the probe's thread, block, and are cached in a run.
 * `instance` is dsreg_device_record.instance. */
typedef struct dsreg_svc_device {
    uint32_t struct_size;
    uint32_t reserved0;
    /* [probe-thread] Blocks. What is on disk: registrations and files. */
    dsreg_status (*list)(const dsreg_host *host, const dsreg_call *call,
                         const dsreg_device_list **ret);
    /* [probe-thread] Blocks. Does the private key belong to the certificate of this record? */
    dsreg_status (*key_match)(const dsreg_host *host, const dsreg_call *call, const char *instance,
                              const dsreg_device_verdict **ret);
    /* [probe-thread] Blocks. The host signs 32 random bytes of its own and verifies them with the
     * certificate. */
    dsreg_status (*sign_test)(const dsreg_host *host, const dsreg_call *call, const char *instance,
                              const dsreg_device_verdict **ret);
    /* [probe-thread] Blocks. Does the tenant still know this device? The host asks the sign-in
     * service of `cloud` ("public", "usgov", "china") for a nonce and then for a device token with a
     * request of its own, and hands out the verdict. Demands DSREG_P_NETWORK and DSREG_P_ACTIVE. May
     * take two rounds, five seconds apart. */
    dsreg_status (*server_test)(const dsreg_host *host, const dsreg_call *call,
                                const char *instance, const char *cloud,
                                const dsreg_device_verdict **ret);
} dsreg_svc_device;
#ifdef __cplusplus
}
#endif
#if DSREG_TARGET_MINOR == 0
DSREG_ASSERT_(sizeof(dsreg_svc_device) == DSREG_SVC_DEVICE_SIZE_V1_0, "svc_device");
DSREG_ASSERT_(sizeof(dsreg_device_certificate) == DSREG_DEVICE_CERTIFICATE_SIZE_V1_0,
              "device_certificate");
DSREG_ASSERT_(sizeof(dsreg_device_record) == DSREG_DEVICE_RECORD_SIZE_V1_0, "device_record");
DSREG_ASSERT_(sizeof(dsreg_device_file) == DSREG_DEVICE_FILE_SIZE_V1_0, "device_file");
DSREG_ASSERT_(sizeof(dsreg_device_list) == DSREG_DEVICE_LIST_SIZE_V1_0, "device_list");
DSREG_ASSERT_(sizeof(dsreg_device_verdict) == DSREG_DEVICE_VERDICT_SIZE_V1_0, "device_verdict");
#endif
#endif
