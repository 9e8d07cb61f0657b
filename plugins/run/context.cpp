// run.context: in whose name the tests ran, and whether that matters for one that failed.
#include "common/evidence.h"
#include "common/input.h"
#include "run/bodies.h"

namespace run {
namespace {

constexpr const char* system_context = "SYSTEM";

// What each test of the join reports when it passed, and the row that shows its outcome.
struct pre_join {
    const char* key;
    const char* title;
};
constexpr pre_join tests[] = {
    {"ad.dc", "AD Connectivity Test"},
    {"scp.tenant", "AD Configuration Test"},
    {"drs.discovered", "DRS Discovery Test"},
    {"drs.reachable", "DRS Connectivity Test"},
    {"token.acquired", "Token acquisition Test"},
};

// A root process behind which nobody stands is the system's own.
const char* user_context(dsreg::host host)
{
    if (common::input_number(host, "run.elevated", 0) == 0) return "UN-ELEVATED User";
    const bool person = common::input_state(host, "run.invoked-by") == DSREG_IN_PRESENT;
    return person ? "ELEVATED User" : system_context;
}

// Silent: the test concluded without what it reports when it passes, so it failed. Skipped is no
// failure: what it was skipped for may be one, and then stands in this list itself.
std::string failed_tests(dsreg::host host)
{
    std::string list;
    for (const pre_join& test : tests) {
        const uint32_t state = common::input_state(host, test.key);
        if (state != DSREG_IN_SILENT && state != DSREG_IN_BROKEN) continue;
        list += (list.empty() ? "" : ", ") + std::string(test.title);
    }
    return list;
}

} // namespace

dsreg::result context(dsreg::host host)
{
    host.fact("context.reference", dsreg::text("www.microsoft.com/aadjerrors"), "constant");
    host.fact("context.time", dsreg::number(host.now(), DSREG_T_TIME), "clock");
    const std::string_view name = common::input_text(host, "run.user.name");
    host.fact("context.account",
              name.empty() ? dsreg::unknown("this user has no name here") : dsreg::text(name),
              "process");

    if (common::input_state(host, "run.elevated") != DSREG_IN_PRESENT) {
        host.fact("context.user", dsreg::unknown("the host does not say with what rights it runs"),
                  "process");
        return dsreg::result::pass();
    }
    const std::string_view who = user_context(host);
    host.fact("context.user", dsreg::text(who), "process");
    const std::string failed = failed_tests(host);
    if (who != system_context && !failed.empty()) {
        common::evidence e;
        e.text("context", who).text("tests", failed);
        e.report(host, "run.not-system",
                 "dsreg ran as " + std::string(who) + ", and the join runs as the system");
    }
    return dsreg::result::pass();
}

} // namespace run
