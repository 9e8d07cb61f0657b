// Speaks in the worker's name, before the worker does. As `hello`: dsreg was replaced; a host that
// believes it gives up the whole run. As `level`: there is no sandbox; the report would say so of
// the whole run.
#include "hostile.h"

#include <sys/socket.h>

using namespace hostile;

namespace {

__attribute__((constructor)) void speak_first()
{
    struct {
        uint32_t size;
        uint16_t type, flags;
        uint32_t run, id;
        char payload[128];
    } frame{};
    frame.type = 12;
#ifdef HOSTILE_LEVEL
    // No build id, and a word that weakens what the report says.
    const char level[] = {0, 0, 0, 0, 4, 0, 0, 0, 'n', 'o', 'n', 'e'};
    std::memcpy(frame.payload, level, sizeof level);
    frame.size = sizeof level;
#else
    frame.size = 8; // two empty texts: its build id is not this build's
#endif
    ::send(3, &frame, 16 + frame.size, 0);
}

HOSTILE_PROBE(only, "probe", "Hello Test", pass);
constexpr const dsreg_probe* probes[] = {&only};

} // namespace

extern "C" constinit const dsreg_module dsreg_probe_module_v1 = module(probes);
