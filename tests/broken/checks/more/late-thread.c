/* Leaves a thread behind that ends by itself a second later. */
#include "../checked.h"
#include <poll.h>
#include <pthread.h>

static void* wait_a_little(void* nothing)
{
    (void)poll(NULL, 0, 1000);
    return nothing;
}

static void body(const dsreg_host* host)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, wait_a_little, NULL) == 0) pthread_detach(thread);
    conclude(host, DSREG_PASS);
}
