/* What the small host offers as services: replies of the sizes of its own headers. */
#ifndef HOST_SERVICES_H
#define HOST_SERVICES_H
#include <dsreg/probe.h>

enum mood { ABSENT, BROKEN, GIVEN };

/* dsreg_host.ctx: one run of one probe. */
struct state {
    const dsreg_probe* probe;
    enum mood mood;
    int concluded, facts, findings, refused;
    dsreg_outcome outcome;
};

/* A copy of `size` bytes behind which nothing can be read. */
void* at_edge(const void* from, size_t size);

/* The table of a service; NULL: not one of ours. */
const void* service_table(const char* id);

#endif
