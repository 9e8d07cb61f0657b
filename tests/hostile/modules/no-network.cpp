// Asks for the network without saying so in its flags, by which --offline and people go.
#include "hostile.h"

using namespace hostile;

namespace {

constexpr const char* services[] = {"dsreg.http/1", nullptr};
HOSTILE_PROBE(only, "probe", "Network Test", pass, 0, services);
constexpr const dsreg_probe* probes[] = {&only};

} // namespace

extern "C" constinit const dsreg_module dsreg_probe_module_v1 = module(probes);
