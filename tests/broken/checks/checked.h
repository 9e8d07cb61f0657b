/* A module that keeps the contract but for what the including file does. */
#include "../modules/broken.h"

static inline void skip(const dsreg_host* host, uint32_t reason, const char* about,
                        const char* text)
{
    dsreg_result r;
    memset(&r, 0, sizeof r);
    r.struct_size = sizeof r;
    r.outcome = DSREG_SKIP;
    r.reason = reason;
    r.about = about;
    r.text = literal(text);
    host->conclude(host, &r);
}

/* Concludes on an answer: good, not there, or nothing that could be judged. */
static inline void judge(const dsreg_host* host, uint32_t error)
{
    const int seen = error == DSREG_X_NONE || error == DSREG_X_NOT_FOUND;
    if (!seen) find(host, ID ".bad");
    conclude(host, seen ? DSREG_PASS : DSREG_FAIL);
}

/* As FACT_KEY; the module declares it with the type FACT_TYPE. */
static inline dsreg_status report_text(const dsreg_host* host, dsreg_str text)
{
    dsreg_fact f;
    memset(&f, 0, sizeof f);
    f.struct_size = sizeof f;
    f.key = FACT_KEY;
    f.source = "test";
    f.value.type = DSREG_T_STR;
    f.value.u.s = text;
    return host->fact(host, &f);
}
