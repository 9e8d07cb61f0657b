/* Keeps the contract: a thread of its own works for it and is waited for. */
#include "../checked.h"
#include <pthread.h>

static void* work(void* nothing)
{
    return nothing;
}

static void body(const dsreg_host* host)
{
    pthread_t thread;
    const int made = pthread_create(&thread, NULL, work, NULL) == 0;
    if (made) pthread_join(thread, NULL);
    report(host, FACT_KEY, made);
    conclude(host, DSREG_PASS);
}
