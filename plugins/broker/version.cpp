// broker.version: does the running broker answer, with what version, and is it of the Java era?
#include "broker/bodies.h"
#include "common/broker_words.h"
#include "common/input.h"

#include <string_view>

namespace broker {
namespace {

struct verdict {
    const char* code;
    const char* sentence;
};

verdict judge(uint32_t kind)
{
    switch (kind) {
    case DSREG_X_TIMEOUT:
        return {"broker.no-answer", "the identity broker did not say its version in time"};
    case DSREG_X_PROTOCOL:
    case DSREG_X_TOO_LARGE:
        return {"broker.garbage", "the identity broker's answer is not what its protocol allows"};
    case DSREG_X_ACCESS:
        return {"broker.denied", "the session bus did not let the question through to the broker"};
    case DSREG_X_REFUSED:
        return {"broker.refused", "the identity broker answered with an error of its own"};
    case DSREG_X_NOT_FOUND:
        return {"broker.died", "the identity broker left the session bus before it was asked"};
    default:
        return {"broker.died", "the identity broker left the session bus inside the call"};
    }
}

// Why a broker that does not run stays so; whose fault that is follows from `broker.started`.
std::string_view not_running(dsreg::host host)
{
    switch (common::input_state(host, "broker.started")) {
    case DSREG_IN_SKIPPED:
    case DSREG_IN_NO_PROVIDER:
        return "the broker does not run, and this run may not start it";
    case DSREG_IN_BROKEN:
        return "the broker does not run, and starting it broke";
    default:
        return "the broker does not run and could not be started";
    }
}

dsreg::result fail(dsreg::host host, const dsreg_broker_info& info)
{
    const dsreg_broker_error& error = *info.error;
    common::evidence e;
    e.text("bus-name", "com.microsoft.identity.broker1").text("file", info.executable);
    common::add_error(e, error);
    const verdict v = judge(error.kind);
    e.report(host, v.code, v.sentence);
    // It runs and talks: who asks it something else may get an answer.
    if (error.kind == DSREG_X_REFUSED)
        host.fact("broker.version", dsreg::unknown("the broker answered with an error"), "broker");
    const bool gone = error.kind == DSREG_X_NOT_FOUND;
    return dsreg::result::fail(gone ? code_cut : code_of(error.kind));
}

// The bus has no owner any more. A broker that was started for this run and left over its first
// question shows here, too: this probe may not start it again.
dsreg::result gone(dsreg::host host, const dsreg_broker_info& info, bool started)
{
    common::evidence e;
    e.text("bus-name", "com.microsoft.identity.broker1").text("file", info.executable);
    e.report(host, "broker.died",
             started ? "the identity broker was started and left the session bus at its first call"
                     : judge(DSREG_X_NOT_FOUND).sentence);
    return dsreg::result::fail(code_cut);
}

} // namespace

dsreg::result version(dsreg::host host)
{
    const bool ran = common::input_state(host, "broker.owner-pid") == DSREG_IN_PRESENT;
    const bool started = common::input_number(host, "broker.started", 0) != 0;
    if (!ran && !started)
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT, not_running(host), "broker.started");
    const auto* service = host.service<dsreg_svc_broker>(DSREG_SVC_BROKER);
    // What the bus said before the start is stale now.
    const dsreg_call call{sizeof call, started ? DSREG_CALL_FRESH : 0, 5000, 0};
    const dsreg_broker_info* info = nullptr;
    if (service->info(host.raw(), &call, &info) != DSREG_OK) return dsreg::result::none();
    if (info->error->kind != DSREG_X_NONE) return fail(host, *info);
    if (info->pid == 0) return gone(host, *info, started);

    const bool known = *info->version != '\0';
    host.fact("broker.version",
              known ? dsreg::text(info->version) : dsreg::unknown("the broker does not say it"),
              *info->version_source != '\0' ? info->version_source : "broker");
    host.fact("broker.java-era", dsreg::boolean(info->java_era != 0), "broker");
    if (info->java_era != 0) {
        common::evidence e;
        e.text("version", info->version).text("file", info->executable);
        e.report(host, "broker.java-era", "the broker is of the Java era (2.0.1 or older)");
    }
    if (info->replaced != 0) {
        common::evidence e;
        e.text("version", info->version).text("file", info->executable);
        e.report(host, "broker.restart-needed",
                 "the session's broker still runs from a file that was replaced or removed");
    }
    return dsreg::result::pass();
}

} // namespace broker
