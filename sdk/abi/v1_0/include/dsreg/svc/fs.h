/* SPDX-License-Identifier: MIT */
/* dsreg.fs/1 - read regular files and list directories, below the device root ("/" outside the lab)
 * and with the target user's rights; symbolic links are resolved inside that root. Only what the
 * probe declares in dsreg_probe.paths; paths without "//", "." and "..".
 *
 * Never with root's rights: where root is the target user, as nobody. And to nobody, whatever was
 * declared: password hashes, folders of private keys, a file that holds one, and what /proc/<pid>
 * tells but for `status` and `net/`: DSREG_X_ACCESS. */
#ifndef DSREG_SVC_FS_H
#define DSREG_SVC_FS_H
#include "../probe.h"
#ifdef __cplusplus
extern "C" {
#endif
#define DSREG_SVC_FS "dsreg.fs/1"
/* Sizes as first released; the least that a reader accepts. Frozen for ever. */
#define DSREG_SVC_FS_SIZE_V1_0 24u
#define DSREG_FS_REPLY_SIZE_V1_0 40u

/* A file, as stat tells it. Of a symbolic link in a list: the link itself. Frozen. */
typedef struct dsreg_fs_entry {
    const char *name;     /* without its folder */
    uint64_t    size;     /* bytes */
    int64_t     modified; /* time */
    uint32_t    mode;     /* as st_mode */
    uint32_t    uid;      /* owner */
    uint32_t    gid;      /* group */
    uint32_t    reserved0;
} dsreg_fs_entry;

/* What was read or listed. */
typedef struct dsreg_fs_reply {
    uint32_t              struct_size;
    uint32_t              error;   /* DSREG_X_*: NOT_FOUND, ACCESS, TOO_LARGE, TIMEOUT; PROTOCOL:
                                    * it is not a regular file, or not a directory */
    int32_t               native;  /* errno; 0: none */
    uint32_t              count;   /* of `entries` */
    const dsreg_fs_entry *entries; /* read: the file itself; list: sorted by name, at most 4096 */
    dsreg_str             bytes;   /* read: the content */
} dsreg_fs_reply;

/* The table of dsreg.fs/1. */
typedef struct dsreg_svc_fs {
    uint32_t struct_size;
    uint32_t reserved0;
    /* [probe-thread] Blocks. At most `max` bytes, 0: 64 KiB, most 1 MiB; larger:
     * DSREG_X_TOO_LARGE. */
    dsreg_status (*read)(const dsreg_host *host, const dsreg_call *call, const char *path,
                         uint32_t max, const dsreg_fs_reply **ret);
    /* [probe-thread] Blocks. A directory's entries without "." and ".."; more than 4096:
     * DSREG_X_TOO_LARGE. */
    dsreg_status (*list)(const dsreg_host *host, const dsreg_call *call, const char *path,
                         const dsreg_fs_reply **ret);
} dsreg_svc_fs;
#ifdef __cplusplus
}
#endif
DSREG_ASSERT_(sizeof(dsreg_fs_entry) == 40, "frozen");
#if DSREG_TARGET_MINOR == 0
DSREG_ASSERT_(sizeof(dsreg_fs_reply) == DSREG_FS_REPLY_SIZE_V1_0, "fs_reply");
DSREG_ASSERT_(sizeof(dsreg_svc_fs) == DSREG_SVC_FS_SIZE_V1_0, "svc_fs");
#endif
#endif
