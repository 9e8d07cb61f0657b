/* SPDX-License-Identifier: MIT */
/* dsreg.dbus/1 - read from a message bus, with the target user's rights. Never starts a service.
 *
 * Reading only: Properties.Get and GetAll, ObjectManager.GetManagedObjects, Peer, the bus driver's
 * questions, and methods named Get*, List*, Is*, Can* or Has*. Only of destinations and interfaces on
 * the host's list: systemd, login, timedate, hostname and resolve of systemd, realmd, and
 * NetworkManager without its secrets; the list may become longer within this revision. Anything
 * else: DSREG_E_UNDECLARED. The identity broker is asked through dsreg.broker/1.
 *
 * Source: the D-Bus Specification, dbus.freedesktop.org/doc/dbus-specification.html. */
#ifndef DSREG_SVC_DBUS_H
#define DSREG_SVC_DBUS_H
#include "../probe.h"
#ifdef __cplusplus
extern "C" {
#endif
#define DSREG_SVC_DBUS "dsreg.dbus/1"
/* Sizes as first released; the least that a reader accepts. Frozen for ever. */
#define DSREG_SVC_DBUS_SIZE_V1_0 16u
#define DSREG_DBUS_REQUEST_SIZE_V1_0 56u
#define DSREG_DBUS_REPLY_SIZE_V1_0 56u
#define DSREG_BUS_SYSTEM 1u  /* the system's bus */
#define DSREG_BUS_SESSION 2u /* the target user's session bus; none: DSREG_X_NOT_FOUND */

/* A method call. */
typedef struct dsreg_dbus_request {
    uint32_t           struct_size;
    uint32_t           bus;         /* DSREG_BUS_* */
    const char        *destination; /* "org.freedesktop.systemd1" */
    const char        *path;        /* object path */
    const char        *interface;   /* "org.freedesktop.DBus.Properties" */
    const char        *member;      /* "Get" */
    const char        *signature;   /* basic types only, at most 64, e.g. "ss"; none: "" or NULL */
    const dsreg_value *arguments;   /* as many as the signature has types: b BOOL; d REAL; s, o, g
                                     * STR; y, n, q, i, u, x, t INT, which has to fit */
} dsreg_dbus_request;

/* The reply, flattened: path "0" is the first value, "0/ActiveState" an entry of a dictionary,
 * "0/3" an element of an array or structure. Variants are opened; keys stand as they are, slashes
 * included; an empty container has no item. b is BOOL, d REAL, numbers are INT (a t above INT64_MAX
 * is a STR), texts STR, a file descriptor UNKNOWN. At most 4096 items, 256 KiB; beyond:
 * DSREG_X_TOO_LARGE and no item. */
typedef struct dsreg_dbus_reply {
    uint32_t          struct_size;
    uint32_t          error; /* DSREG_X_*; REFUSED: an error reply, `error_name` says which */
    uint32_t          item_count; /* of `items` */
    uint32_t          owner_uid;  /* of the process that answered; UINT32_MAX: not known */
    const char       *error_name; /* "org.freedesktop.DBus.Error.ServiceUnknown"; "": none */
    const char       *owner;      /* unique name that answered; "": none */
    const dsreg_pair *items;      /* name = path */
    dsreg_str         error_text; /* one sentence about `error`, at most 4 KiB; empty: none */
} dsreg_dbus_reply;

/* The table of dsreg.dbus/1. */
typedef struct dsreg_svc_dbus {
    uint32_t struct_size;
    uint32_t reserved0;
    /* [probe-thread] Blocks. One method call. */
    dsreg_status (*call)(const dsreg_host *host, const dsreg_call *call,
                         const dsreg_dbus_request *request, const dsreg_dbus_reply **ret);
} dsreg_svc_dbus;
#ifdef __cplusplus
}
#endif
#if DSREG_TARGET_MINOR == 0
DSREG_ASSERT_(sizeof(dsreg_svc_dbus) == DSREG_SVC_DBUS_SIZE_V1_0, "svc_dbus");
DSREG_ASSERT_(sizeof(dsreg_dbus_request) == DSREG_DBUS_REQUEST_SIZE_V1_0, "dbus_request");
DSREG_ASSERT_(sizeof(dsreg_dbus_reply) == DSREG_DBUS_REPLY_SIZE_V1_0, "dbus_reply");
#endif
#endif
