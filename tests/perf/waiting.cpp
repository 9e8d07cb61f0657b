// Ten probes that each wait for a host which takes the connection, says nothing, and closes it when
// half a second is over.
#include <dsreg/probe.hpp>
#include <dsreg/svc/net.h>

namespace {

constexpr const char* services[] = {DSREG_SVC_NET, nullptr};
constexpr dsreg_finding_decl spoke = {sizeof spoke,
                                      DSREG_SEVERITY_ERROR,
                                      "perf.wait.spoke",
                                      "The silent host did not hang up",
                                      "The measurement is void.",
                                      "Repeat it.",
                                      nullptr,
                                      nullptr,
                                      DSREG_RISK_SAFE,
                                      0};
constexpr const dsreg_finding_decl* findings[] = {&spoke, nullptr};

template <char Digit>
dsreg::result wait(dsreg::host host)
{
    static constexpr char name[] = {'s', 'i', 'l', 'e', 'n', 't', Digit,
                                    '.', 't', 'e', 's', 't', '\0'};
    const auto* net = host.service<dsreg_svc_net>(DSREG_SVC_NET);
    const dsreg_net_target target{name, 443, DSREG_NET_TLS, 0};
    const dsreg_net_result* const* results = nullptr;
    if (net->check(host.raw(), nullptr, &target, 1, &results) != DSREG_OK)
        return dsreg::result::none();
    if (results[0]->error != DSREG_X_NONE && results[0]->error != DSREG_X_TIMEOUT)
        return dsreg::result::pass();
    host.finding("perf.wait.spoke", "Expected a closed connection",
                 {{"error", dsreg::number(results[0]->error)},
                  {"text", dsreg::text(dsreg::view(results[0]->error_text))}});
    return dsreg::result::fail();
}

template <char Digit>
constexpr char id[] = {'p', 'e', 'r', 'f', '.', 'w', 'a', 'i', 't', '.', 'p', Digit, '\0'};

template <char Digit>
constexpr dsreg_probe probe = {
    sizeof(dsreg_probe),     DSREG_P_NETWORK, 5000,    0,       id<Digit>, "Speed",
    "Waiting Test",          services,        nullptr, nullptr, nullptr,   findings,
    dsreg::run<wait<Digit>>, nullptr};

} // namespace

DSREG_MODULE("perf.wait", "1.0.0", "dsreg", nullptr, "MIT", &probe<'0'>, &probe<'1'>, &probe<'2'>,
             &probe<'3'>, &probe<'4'>, &probe<'5'>, &probe<'6'>, &probe<'7'>, &probe<'8'>,
             &probe<'9'>);
