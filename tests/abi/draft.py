"""A draft of contract 1.1, as a change of today's headers: one more member of a descriptor and one
more service. It proves that the rules of growth hold; it promises nothing."""
import headers

CLOCK = """/* dsreg.clock/1 - how long this machine has been running. Draft. */
#ifndef DSREG_SVC_CLOCK_H
#define DSREG_SVC_CLOCK_H
#include "../probe.h"
#ifdef __cplusplus
extern "C" {
#endif
#define DSREG_SVC_CLOCK "dsreg.clock/1"
#define DSREG_SVC_CLOCK_SIZE_V1_1 16u

typedef struct dsreg_svc_clock {
    uint32_t struct_size;
    uint32_t reserved0;
    /* [any-thread] Duration. */
    int64_t (*since_boot)(const dsreg_host *host);
} dsreg_svc_clock;
#ifdef __cplusplus
}
#endif
#if DSREG_TARGET_MINOR <= 1
DSREG_ASSERT_(sizeof(dsreg_svc_clock) == DSREG_SVC_CLOCK_SIZE_V1_1, "svc_clock");
#endif
#endif
"""


def make(include, to):
    """Headers of the draft in `to`, made from those in `include`."""
    draft = headers.copy(include, to)
    headers.next_minor(draft)
    headers.append(draft, "probe.h", "dsreg_probe",
                   "const char *help; /* what to do about a FAIL, or NULL */", since=1)
    (draft / "dsreg/svc/clock.h").write_text(CLOCK, encoding="utf-8")
    return draft
