// user.accounts: who is signed in to the broker?
#include "accounts/bodies.h"
#include "common/broker_words.h"
#include "common/input.h"

#include <string_view>

namespace accounts {
namespace {

constexpr uint32_t most_accounts = 256;           // that are named; all are counted
constexpr uint32_t code_no_account = 0x801c004du; // DSREG_NO_DEFAULT_ACCOUNT

struct verdict {
    const char* code;
    const char* sentence;
    uint32_t outer;
};

constexpr const char* refused_code = "user.accounts-refused";

// The broker answered with an error of its own: what its status asks for.
verdict judge_status(int32_t status)
{
    switch (status) {
    case 2:  // InteractionRequired
    case 13: // AccountUnusable
        return {"user.sign-in-needed", "the broker wants the user to sign in again", 0};
    case 3: // NoNetwork
    case 4: // NetworkTemporarilyUnavailable
    case 5: // ServerTemporarilyUnavailable
        return {"user.broker-offline", "the broker could not reach Microsoft Entra ID",
                0x80072efdu};
    case 20: // DeviceNotRegistered
        return {"user.device-not-registered", "the broker says that the device is not registered",
                0};
    default:
        return {refused_code, "the broker answered with an error of its own", 0};
    }
}

verdict judge(const dsreg_broker_error& error)
{
    switch (error.kind) {
    case DSREG_X_REFUSED:
        return judge_status(error.status);
    case DSREG_X_TIMEOUT:
        return {"user.accounts-timeout", "the broker did not name its accounts in time",
                0x80072ee2u};
    case DSREG_X_PROTOCOL:
    case DSREG_X_TOO_LARGE:
        return {"user.accounts-garbage", "the broker's list of accounts cannot be read",
                0x8007000du};
    case DSREG_X_ACCESS:
        return {"user.accounts-denied", "the session bus did not let the question through",
                0x80070005u};
    default:
        return {"user.broker-died",
                "the broker left the session bus while it was asked for its "
                "accounts",
                0x80072efeu};
    }
}

// A signed-in account is no default account, and is not dressed up as one.
void report_wam(dsreg::host host)
{
    for (const char* key : {"user.wam-default-set", "user.wam-default-authority",
                            "user.wam-default-id", "user.wam-default-guid"})
        host.fact(key, dsreg::not_applicable("Linux has no Web Account Manager"), "constant");
}

// Empty strings say nothing; a fact with one would read as "known to be empty".
void report(dsreg::host host, const char* key, const char* value, const char* instance)
{
    if (*value != '\0') host.fact(key, dsreg::text(value), "broker", instance);
}

} // namespace

dsreg::result signed_in(dsreg::host host)
{
    report_wam(host);
    // A broker that does not answer a simple question is one failure, not two. One that broke the
    // check before us, or answered with an error, is asked all the same.
    const uint32_t version = common::input_state(host, "broker.version");
    if (version == DSREG_IN_SILENT)
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT, "the broker gives no usable answer",
                                   "broker.version");

    const auto* service = host.service<dsreg_svc_broker>(DSREG_SVC_BROKER);
    const dsreg_call call{sizeof call, 0, 5000, 0};
    const dsreg_broker_accounts* list = nullptr;
    if (service->accounts(host.raw(), &call, &list) != DSREG_OK) return dsreg::result::none();
    // Left out or skipped, the version says nothing about whether a broker runs: the bus did.
    if (version == DSREG_IN_SKIPPED && list->error->kind == DSREG_X_NOT_FOUND)
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT, "the broker does not run",
                                   "broker.version");
    if (list->error->kind != DSREG_X_NONE) {
        const verdict v = judge(*list->error);
        common::evidence e;
        e.text("bus-name", "com.microsoft.identity.broker1");
        common::add_error(e, *list->error);
        e.report(host, v.code, v.sentence);
        const auto failed = dsreg::result::fail(v.outer);
        // One that answers its version with an error, too, fails once. What its status explains is
        // more than the version's failure says.
        const bool same = version == DSREG_IN_UNKNOWN && std::string_view(v.code) == refused_code;
        return same ? failed.because_of("broker.version") : failed;
    }

    uint32_t count = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        const dsreg_account& a = *list->accounts[i];
        if (*a.home_account_id == '\0') continue; // nothing tells it from another one
        if (++count > most_accounts) continue;
        report(host, "user.account", a.username, a.home_account_id);
        report(host, "user.tenant", a.tenant_id, a.home_account_id);
        report(host, "user.environment", a.environment, a.home_account_id);
    }
    if (count != 0) {
        host.fact("user.account-count", dsreg::number(count), "broker");
        return dsreg::result::pass();
    }
    common::evidence e;
    e.number("accounts", list->count).text("vendor", common::input_text(host, "broker.vendor"));
    e.report(host, list->count == 0 ? "user.nobody-signed-in" : "user.accounts-garbage",
             list->count == 0 ? "the broker answers and knows no account"
                              : "the broker lists accounts without their ids");
    return dsreg::result::fail(list->count == 0 ? code_no_account : 0x8007000du);
}

} // namespace accounts
