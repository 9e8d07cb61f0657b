// Ten probes that each wait for an answer of dsreg.net/1; which host they ask is the setting
// "host".
#include <dsreg/probe.hpp>
#include <dsreg/svc/net.h>

namespace {

constexpr const char* services[] = {DSREG_SVC_NET, nullptr};
constexpr const char* settings[] = {"host", nullptr};

dsreg::result ask(dsreg::host host)
{
    const auto* net = host.service<dsreg_svc_net>(DSREG_SVC_NET);
    const dsreg_value* name = nullptr;
    if (net == nullptr || host.raw()->setting(host.raw(), "host", &name) != DSREG_OK)
        return dsreg::result::none();
    const std::string_view wanted = name != nullptr ? dsreg::view(name->u.s) : "barrier";
    char text[64] = {};
    wanted.copy(text, sizeof text - 1);
    const dsreg_net_target target{text, 443, DSREG_NET_CONNECT, 0};
    dsreg_call call{};
    call.struct_size = sizeof call;
    call.flags = DSREG_CALL_FRESH;
    const dsreg_net_result* const* results = nullptr;
    if (net->check(host.raw(), &call, &target, 1, &results) != DSREG_OK)
        return dsreg::result::none();
    return dsreg::result::pass();
}

#define PROBE(n)                                                                                   \
    constexpr dsreg_probe p##n = {                                                                 \
        sizeof(dsreg_probe), DSREG_P_NETWORK, 5000,    n,        "t.waits.p" #n, "Waits",          \
        "Wait Test " #n,     services,        nullptr, settings, nullptr,        nullptr,          \
        dsreg::run<ask>,     nullptr};
PROBE(0)
PROBE(1)
PROBE(2)
PROBE(3)
PROBE(4)
PROBE(5)
PROBE(6)
PROBE(7)
PROBE(8)
PROBE(9)

} // namespace
DSREG_MODULE("t.waits", "1.0.0", "Tests", nullptr, "MIT", &p0, &p1, &p2, &p3, &p4, &p5, &p6, &p7,
             &p8, &p9);
