#include "common/account.h"
#include "common/evidence.h"
#include "common/input.h"
#include "device-state/parts.h"

namespace device_state {

const dsreg_broker_state* ask_broker(dsreg::host host)
{
    // One that does not answer a simple question is not asked a harder one.
    const uint32_t version = common::input_state(host, "broker.version");
    if (version == DSREG_IN_SILENT || version == DSREG_IN_BROKEN) return nullptr;
    const auto* broker = host.service<dsreg_svc_broker>(DSREG_SVC_BROKER);
    if (broker == nullptr) return nullptr;
    const dsreg_call call{sizeof call, DSREG_CALL_OPTIONAL, 2500, 0};
    const dsreg_broker_state* state = nullptr;
    // The same account as the other tests ask about: one answer serves them all.
    const common::signed_in who = common::chosen_account(host);
    const dsreg_account account = common::as_account(who);
    const dsreg_status s =
        broker->state(host.raw(), &call, who.id.empty() ? nullptr : &account, &state);
    return s == DSREG_OK ? state : nullptr;
}

void report_management(dsreg::host host, const dsreg_broker_state* state)
{
    host.fact("device.settings-url",
              dsreg::not_applicable("Linux has nothing like Windows settings sync"), "constant");
    const char* const why =
        state == nullptr ? "no broker answers" : "the broker does not publish it";
    const auto say = [&](const char* key, const char* url) {
        host.fact(key, url == nullptr ? dsreg::unknown(why) : dsreg::text(url), "broker");
    };
    say("device.mdm-url", state == nullptr ? nullptr : state->mdm_url);
    say("device.mdm-tou-url", state == nullptr ? nullptr : state->mdm_terms_url);
    say("device.mdm-compliance-url", state == nullptr ? nullptr : state->mdm_compliance_url);
    if (state == nullptr || state->mdm_url == nullptr || *state->mdm_url != '\0') return;
    common::evidence().report(host, "tenant.mdm-urls-empty",
                              "the tenant names no device management for this user");
}

} // namespace device_state
