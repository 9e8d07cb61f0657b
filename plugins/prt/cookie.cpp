// prt.sso-cookie: does the broker make a single-sign-on cookie of the token? The cookie itself
// stays behind the service.
#include "common/account.h"
#include "common/input.h"
#include "common/token_verdict.h"
#include "prt/bodies.h"

namespace prt {

dsreg::result sso_cookie(dsreg::host host)
{
    if (common::input_state(host, "prt.present") == DSREG_IN_PRESENT &&
        common::input_number(host, "prt.present", 1) == 0)
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT, "there is no primary refresh token",
                                   "prt.present");
    const common::signed_in who = common::chosen_account(host);
    const dsreg_broker_token* token = nullptr;
    if (common::ask_token(host, DSREG_TOKEN_COOKIE, who, token) != DSREG_OK)
        return dsreg::result::none();
    if (token->error->kind != DSREG_X_NONE || token->granted == 0)
        return common::fail_token(host, *token, "single-sign-on cookie");
    host.fact("prt.cookie-granted", dsreg::boolean(true), "broker");
    return dsreg::result::pass();
}

} // namespace prt
