// broker.start: a broker that does not run but could be started, is started. ACTIVE, so --passive
// leaves it out.
#include "broker/bodies.h"
#include "common/broker_words.h"
#include "common/input.h"

namespace broker {

dsreg::result start(dsreg::host host)
{
    if (common::input_state(host, "broker.owner-pid") == DSREG_IN_PRESENT)
        return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE, "the broker runs already");
    const auto* service = host.service<dsreg_svc_broker>(DSREG_SVC_BROKER);
    const dsreg_call call{sizeof call, DSREG_CALL_FRESH, 6000, 0};
    const dsreg_broker_info* info = nullptr;
    if (service->info(host.raw(), &call, &info) != DSREG_OK) return dsreg::result::none();

    // It has an owner, so it was started. Whether it answers is for broker.version to say.
    if (info->pid != 0) {
        host.fact("broker.started", dsreg::boolean(true), "bus");
        return dsreg::result::pass();
    }
    common::evidence e;
    e.text("bus-name", "com.microsoft.identity.broker1").text("file", info->executable);
    e.text("service-file", info->service_file, DSREG_F_PERSONAL);
    common::add_error(e, *info->error);
    const char* sentence = "the session bus could not start the identity broker";
    if (info->error->kind == DSREG_X_TIMEOUT)
        sentence = "the identity broker was started and did not become ready in time";
    if (info->error->kind == DSREG_X_DISCONNECTED)
        sentence = "the identity broker ended while it was starting";
    e.report(host, "broker.activation-failed", sentence);
    return dsreg::result::fail(code_of(info->error->kind));
}

} // namespace broker
