/* Gives evidence twice under one name. */
#include "checked.h"

static void body(const dsreg_host* host)
{
    dsreg_pair pairs[2];
    memset(pairs, 0, sizeof pairs);
    for (int i = 0; i < 2; i++) {
        pairs[i].name = "file";
        pairs[i].value.type = DSREG_T_INT;
        pairs[i].value.u.i = i;
    }
    dsreg_finding f;
    memset(&f, 0, sizeof f);
    f.struct_size = sizeof f;
    f.code = ID ".bad";
    f.message = literal("It is broken.");
    f.evidence = pairs;
    f.evidence_count = 2;
    host->finding(host, &f);
    conclude(host, DSREG_FAIL);
}
