/* Leaves a thread behind that goes on asking the host. */
#include "broken.h"
#include <pthread.h>
static void* linger(void* context)
{
    const dsreg_host* host = (const dsreg_host*)context;
    for (;;) {
        host->log(host, 6, literal("still here"));
        if (host->remaining(host) <= 0 && host->now(host) < 0) return NULL;
    }
}
static void body(const dsreg_host* host)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, linger, (void*)host) != 0) return;
    pthread_detach(thread);
    conclude(host, DSREG_PASS);
}
