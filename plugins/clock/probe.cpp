// The module dsreg.clock: is this machine's time right?
#include "clock/bodies.h"
#include "clock/findings.h"

#include <dsreg/svc/dbus.h>
#include <dsreg/svc/fs.h>
#include <dsreg/svc/http.h>

namespace timing {
namespace {

constexpr const char* section = "Network Checks";

constexpr dsreg_fact_decl fact(dsreg_type type, uint32_t order, const char* key, const char* label,
                               uint32_t flags = 0)
{
    return {sizeof(dsreg_fact_decl), type, flags, order, key, section, label};
}
constexpr auto f_service = fact(DSREG_T_BOOL, 0, "time.service", "", DSREG_F_HIDDEN);
constexpr auto f_synchronized = fact(DSREG_T_BOOL, 0, "time.synchronized", "", DSREG_F_HIDDEN);
constexpr auto f_offset = fact(DSREG_T_STR, 200, "time.offset", "Clock Offset");
constexpr auto f_skewed = fact(DSREG_T_BOOL, 0, "time.skewed", "", DSREG_F_HIDDEN);
// The gate for what depends on the time: reported when the clock was compared and is right.
constexpr auto f_ok = fact(DSREG_T_BOOL, 0, "time.ok", "", DSREG_F_HIDDEN);

constexpr const char* services[] = {DSREG_SVC_HTTP, "?" DSREG_SVC_DBUS, "?" DSREG_SVC_FS, nullptr};
constexpr const char* inputs[] = {"?net.endpoint-state", "?run.cloud", "?user.environment",
                                  nullptr};
constexpr const char* paths[] = {"/run/systemd/timesync/synchronized", nullptr};
constexpr const dsreg_fact_decl* outputs[] = {&f_service, &f_synchronized, &f_offset,
                                              &f_skewed,  &f_ok,           nullptr};
constexpr const dsreg_finding_decl* findings[] = {&skewed, &drift, &not_synchronized,
                                                  &no_known_service, nullptr};
constexpr dsreg_probe p_skew = {
    .struct_size = sizeof p_skew,
    .flags = DSREG_P_NETWORK,
    .timeout_ms = 8000,
    .order = 40,
    .id = "time.skew",
    .section = section,
    .title = "Clock Test",
    .services = services,
    .inputs = inputs,
    .settings = nullptr,
    .outputs = outputs,
    .findings = findings,
    .run = dsreg::run<skew>,
    .paths = paths,
};

} // namespace
} // namespace timing

DSREG_MODULE("dsreg.clock", "0.1.0", "dsreg", nullptr, "MIT", &timing::p_skew);
