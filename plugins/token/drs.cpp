// token.drs: does the broker give a token for the device registration service, without a question
// to the user?
#include "common/token_verdict.h"
#include "token/bodies.h"

namespace token {

dsreg::result drs(dsreg::host host)
{
    if (common::input_state(host, "prt.present") == DSREG_IN_PRESENT &&
        common::input_number(host, "prt.present", 1) == 0)
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT, "there is no primary refresh token",
                                   "prt.present");
    // What was refused a moment ago would be refused again, with one more line in the sign-in log.
    if (common::input_state(host, "prt.cookie-granted") == DSREG_IN_SILENT)
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT,
                                   "the broker gave no single-sign-on cookie",
                                   "prt.cookie-granted");
    const common::signed_in who = common::chosen_account(host);
    const dsreg_broker_token* token = nullptr;
    if (common::ask_token(host, DSREG_TOKEN_DRS, who, token) != DSREG_OK)
        return dsreg::result::none();
    if (token->error->kind != DSREG_X_NONE || token->granted == 0)
        return common::fail_token(host, *token, "token for the registration service");
    host.fact("token.granted", dsreg::boolean(true), "broker");
    return dsreg::result::pass();
}

} // namespace token
