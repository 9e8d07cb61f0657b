// A module for the tests of the command line: one probe that passes, one that fails, one that never
// comes back.
#include <dsreg/probe.hpp>

#include <cstdio>
#include <poll.h>

namespace {

constexpr dsreg_fact_decl name_decl = {sizeof name_decl,  DSREG_T_STR, DSREG_F_PERSONAL, 1,
                                       "cli.sample.name", "Sample",    "User Name"};
constexpr dsreg_fact_decl server_decl = {sizeof server_decl,  DSREG_T_STR, 0,       2,
                                         "cli.sample.server", "Sample",    "Server"};
constexpr const dsreg_fact_decl* outputs[] = {&name_decl, &server_decl, nullptr};
constexpr const char* inputs[] = {"run.user.name", "?run.cloud", nullptr};
constexpr const char* settings[] = {"server", nullptr};

constexpr dsreg_finding_decl bad = {sizeof bad,
                                    DSREG_SEVERITY_ERROR,
                                    "cli.sample.bad",
                                    "The sample is bad",
                                    "It always is.",
                                    "Leave it out.",
                                    "dsreg --diagnose --skip cli.sample.bad",
                                    nullptr,
                                    DSREG_RISK_SAFE,
                                    0};
constexpr const dsreg_finding_decl* findings[] = {&bad, nullptr};

dsreg::result good_body(dsreg::host host)
{
    const dsreg_fact* user = nullptr;
    host.input("run.user.name", user);
    const dsreg_fact* cloud = nullptr;
    const bool chosen = host.input("run.cloud", cloud) == DSREG_IN_PRESENT;
    const dsreg_value none = dsreg::text("the account's");
    const dsreg_value* server = nullptr;
    host.raw()->setting(host.raw(), "server", &server);
    host.fact("cli.sample.name", user->value, "host");
    host.fact("cli.sample.server",
              server != nullptr ? *server
              : chosen          ? cloud->value
                                : none,
              "host");
    host.log(6, "this is an info line");
    host.log(7, "this is a debug line");
    std::puts("this is printed");
    std::fflush(stdout);
    return dsreg::result::pass();
}

dsreg::result bad_body(dsreg::host host)
{
    host.finding("cli.sample.bad", "it is as bad as ever");
    return dsreg::result::fail(0x801c0021u);
}

dsreg::result stuck_body(dsreg::host)
{
    for (;;) ::poll(nullptr, 0, -1);
}

constexpr dsreg_probe good_probe = {
    sizeof good_probe,     0,       0,      1,        "cli.sample.good", "Sample",
    "Good Test",           nullptr, inputs, settings, outputs,           nullptr,
    dsreg::run<good_body>, nullptr};
constexpr dsreg_probe bad_probe = {
    sizeof bad_probe,     0,       0,       2,       "cli.sample.bad", "Sample",
    "Bad Test",           nullptr, nullptr, nullptr, nullptr,          findings,
    dsreg::run<bad_body>, nullptr};
constexpr dsreg_probe stuck_probe = {sizeof stuck_probe,
                                     0,
                                     60'000,
                                     3,
                                     "cli.sample.stuck",
                                     "Sample",
                                     "Stuck Test",
                                     nullptr,
                                     nullptr,
                                     nullptr,
                                     nullptr,
                                     nullptr,
                                     dsreg::run<stuck_body>,
                                     nullptr};

} // namespace

DSREG_MODULE("cli.sample", "1.0.0", "dsreg", nullptr, "MIT", &good_probe, &bad_probe, &stuck_probe);
