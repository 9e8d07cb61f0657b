/* Leaves a thread behind that ends the process while the next probe runs: whose fault it is nobody
 * can know; --verbose names both. */
#define AFTER_INPUTS after_inputs
#define AFTER_RUN wait_for_the_end
static const char* const after_inputs[] = {"x." BROKEN_NAME ".value", (void*)0};
struct dsreg_host;
static void wait_for_the_end(const struct dsreg_host* host);
#include "broken.h"
#include <pthread.h>
static volatile int next_runs;
static void* linger(void* unused)
{
    while (!next_runs) {
    }
    __builtin_trap();
    return unused;
}
static void body(const dsreg_host* host)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, linger, NULL) != 0) return;
    pthread_detach(thread);
    report(host, after_inputs[0], 1);
    conclude(host, DSREG_PASS);
}
static void wait_for_the_end(const dsreg_host* host)
{
    next_runs = 1;
    while (host->remaining(host) > 0) {
    }
}
