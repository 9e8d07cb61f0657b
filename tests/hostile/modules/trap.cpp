// One call that ends the worker: HOSTILE_NUMBER, or with HOSTILE_FOREIGN one by another
// architecture's numbers, which stand for other calls than the filter would read.
#include "hostile.h"

#include <sys/syscall.h>
#include <unistd.h>

using namespace hostile;

namespace {

void attempt_it(const dsreg_host* host)
{
    report(host, "before", "tried");
#ifdef HOSTILE_FOREIGN
    long rc = 20; // getpid in i386
#ifdef HOSTILE_X32
    rc = ::syscall(0x40000000L | SYS_getpid);
#else
    __asm__ volatile("int $0x80" : "+a"(rc) : : "memory");
#endif
#else
    const long rc = ::syscall(HOSTILE_NUMBER, 0, 0, 0, 0, 0, 0);
#endif
    attempt(host, "call", rc);
    pass(host);
}

HOSTILE_PROBE(call_probe, "call", "Call Test", attempt_it);
HOSTILE_PROBE(after_probe, "after", "After Test", pass);
constexpr const dsreg_probe* probes[] = {&call_probe, &after_probe};

} // namespace

extern "C" constinit const dsreg_module dsreg_probe_module_v1 = module(probes);
