// The two questions for a token, and what becomes of a broker that gives none.
#pragma once
#include "common/account.h"
#include "common/refusal.h"

namespace common {

inline dsreg_status ask_token(dsreg::host host, uint32_t kind, const signed_in& who,
                              const dsreg_broker_token*& ret)
{
    const auto* service = host.service<dsreg_svc_broker>(DSREG_SVC_BROKER);
    const dsreg_account account = as_account(who);
    const dsreg_call call{sizeof call, 0, 6500, 0};
    return service->token(host.raw(), &call, kind, who.id.empty() ? nullptr : &account, &ret);
}

// Reports one error finding. The failure follows from a failed attempt for the token (prt.trouble)
// if that has the same cause. `what` continues "the broker gives no ...".
inline dsreg::result fail_token(dsreg::host host, const dsreg_broker_token& token, const char* what)
{
    const dsreg_broker_error& error = *token.error;
    evidence e;
    e.text("bus-name", "com.microsoft.identity.broker1");
    add_error(e, error);
    const std::string begin = std::string("the broker gives no ") + what + ": ";
    switch (error.kind) {
    case DSREG_X_REFUSED:
        break;
    case DSREG_X_NONE: // neither a token nor an error
    case DSREG_X_PROTOCOL:
    case DSREG_X_TOO_LARGE:
        e.report(host, "prt.garbage", begin + "its answer cannot be read");
        return dsreg::result::fail(0x8007000du);
    case DSREG_X_TIMEOUT:
        e.report(host, "prt.no-answer", begin + "no answer in time");
        return dsreg::result::fail(0x80072ee2u);
    case DSREG_X_NOT_FOUND:
        e.report(host, "prt.no-answer", begin + "it does not run, or does not know the account");
        return dsreg::result::fail(0x80072efeu);
    case DSREG_X_ACCESS:
        e.report(host, "prt.no-answer", begin + "the session bus does not let this user ask it");
        return dsreg::result::fail(0x80070005u);
    case DSREG_X_CONNECT:
        e.report(host, "prt.no-answer", begin + "the session bus was not reached");
        return dsreg::result::fail(0x80072efdu);
    default:
        e.report(host, "prt.no-answer", begin + "it left the session bus");
        return dsreg::result::fail(0x80072efeu);
    }
    const refusal why = refusal_of(error);
    const refusal_words words = words_of(why);
    e.report(host, words.code, begin + words.sentence);
    const dsreg::result end =
        why == refusal::unreachable ? dsreg::result::fail(0x80072efdu) : dsreg::result::fail();
    return input_text(host, "prt.trouble") == words.word ? end.because_of("prt.trouble") : end;
}

} // namespace common
