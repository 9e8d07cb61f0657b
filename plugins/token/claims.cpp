// token.claims: which device and tenant does the token name? The same question as token.drs asks,
// so the answer is at hand.
#include "common/names.h"
#include "common/token_verdict.h"
#include "token/bodies.h"

namespace token {
namespace {

// Claims come from outside: what is no GUID names nothing.
bool report(dsreg::host host, const char* key, const char* claim)
{
    const std::string id = common::lowered(claim);
    if (common::is_guid(id)) {
        host.fact(key, dsreg::text(id), "token");
        return true;
    }
    host.fact(
        key,
        dsreg::unknown(id.empty() ? "the token does not show it" : "the token's claim is no GUID"),
        "token");
    return false;
}

} // namespace

dsreg::result claims(dsreg::host host)
{
    const common::signed_in who = common::chosen_account(host);
    const dsreg_broker_token* token = nullptr;
    if (common::ask_token(host, DSREG_TOKEN_DRS, who, token) != DSREG_OK)
        return dsreg::result::none();
    if (token->error->kind != DSREG_X_NONE || token->granted == 0)
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT,
                                   "the broker did not give the token a second time",
                                   "token.granted");
    const bool device = report(host, "token.device-id", token->device_id);
    const bool tenant = report(host, "token.tenant-id", token->tenant_id);
    if (device || tenant) return dsreg::result::pass();
    return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE, "the token does not show its claims");
}

} // namespace token
