// Takes all that there is to take, and lies about what it is; then others must still work.
#include "hostile.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <limits>
#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace hostile;

namespace {

void* wait_for_ever(void*)
{
    for (;;) ::pause();
}

void take_descriptors(const dsreg_host* host)
{
    int count = 0;
    while (count < 100'000 && ::dup(4) >= 0) count++;
    report(host, "descriptors", count < 64 ? "limited" : std::to_string(count));
    pass(host);
}

#ifdef HOSTILE_SANITIZED // no limit of memory is there then, and this machine's is not to be taken
void take_threads(const dsreg_host* host)
{
    report(host, "threads", "limited");
    pass(host);
}

void take_memory(const dsreg_host* host)
{
    report(host, "memory", "limited");
    pass(host);
}

void take_clones(const dsreg_host* host)
{
    report(host, "clones", "EAGAIN");
    pass(host);
}
#else
void take_threads(const dsreg_host* host)
{
    int count = 0;
    pthread_t thread;
    while (count < 10'000 && ::pthread_create(&thread, nullptr, wait_for_ever, nullptr) == 0)
        count++;
    report(host, "threads", count < 1000 ? "limited" : std::to_string(count));
    pass(host);
}

void take_memory(const dsreg_host* host)
{
    constexpr std::size_t step = 16 * 1024 * 1024;
    std::size_t taken = 0;
    while (taken < 4096 && std::malloc(step) != nullptr) taken += 16;
    report(host, "memory", taken <= 512 ? "limited" : std::to_string(taken) + " MiB");
    pass(host);
}

constexpr std::size_t clones_most = 20'000;
std::atomic<bool> enough{false};

int wait_for_the_end(void*)
{
    const timespec moment{0, 20'000'000};
    while (!enough) ::nanosleep(&moment, nullptr);
    return 0;
}

// Without a stack of their own, threads cost no memory that a limit of the module's would count.
void take_clones(const dsreg_host* host)
{
    struct alignas(16) sliver {
        char bytes[512];
    };
    static sliver stacks[clones_most + 1];
    rlimit threads{};
    ::getrlimit(RLIMIT_NPROC, &threads);
    // A busy machine's limit is higher; that of a machine without one is not to be tried out.
    const std::size_t most =
        threads.rlim_cur < clones_most ? std::max<std::size_t>(5000, threads.rlim_cur + 1) : 5000;
    std::size_t count = 0;
    while (count<most&& ::clone(wait_for_the_end, &stacks[count + 1],
                                CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
                                    CLONE_SYSVSEM,
                                nullptr)> 0)
        count++;
    const int error = errno;
    enough = true; // others, of the same user, want threads too
    report(host, "clones", count < most ? strerrorname_np(error) : std::to_string(count));
    pass(host);
}

#endif

// As much as one run may report, many times over: all of it would have to stay in the host.
void flood(const dsreg_host* host)
{
    static char text[32 * 1024];
    std::memset(text, 'x', sizeof text);
    for (int i = 0; i < 200; i++) report(host, std::to_string(i).c_str(), {text, sizeof text});
    pass(host);
}

#ifdef HOSTILE_FLOOD
#define FLOOD(n) HOSTILE_PROBE(flood##n, "flood" #n, "Flood", flood)
FLOOD(0);
FLOOD(1);
FLOOD(2);
FLOOD(3);
FLOOD(4);
FLOOD(5);
FLOOD(6);
FLOOD(7);
FLOOD(8);
FLOOD(9);
FLOOD(10);
FLOOD(11);
FLOOD(12);
FLOOD(13);
constexpr const dsreg_probe* probes[] = {&flood0,  &flood1,  &flood2,  &flood3, &flood4,
                                         &flood5,  &flood6,  &flood7,  &flood8, &flood9,
                                         &flood10, &flood11, &flood12, &flood13};
#else
HOSTILE_PROBE(descriptors, "descriptors", "Descriptors", take_descriptors);
HOSTILE_PROBE(threads, "threads", "Threads", take_threads);
HOSTILE_PROBE(memory, "memory", "Memory", take_memory);
HOSTILE_PROBE(clones, "clones", "Clones", take_clones);
constexpr const dsreg_probe* probes[] = {&descriptors, &threads, &memory, &clones};
#endif

} // namespace

extern "C" constinit const dsreg_module dsreg_probe_module_v1 = module(probes);
