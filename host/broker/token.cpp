// Asking for a token: its verdict for a diagnosis, or itself for the action that hands it on.
#include "broker/replies.h"

#include "base/guid.h"
#include "broker/requests.h"
#include "broker/session.h"

namespace dsreg::broker {
namespace {

// A sign-in log knows the request by the number that we sent, when the broker names no other.
void fill_correlation(wire::broker_error& e, const std::string& sent)
{
    if (e.kind == DSREG_X_REFUSED && e.correlation.empty()) e.correlation = sent;
}

wire::broker_error no_account(bool none_at_all, const account_choice& whose)
{
    if (none_at_all) return of_text(DSREG_X_NOT_FOUND, "nobody is signed in to the broker");
    if (whose.tenant_id.empty())
        return of_text(DSREG_X_NOT_FOUND, "the broker knows no such account");
    const std::string text = "nobody of tenant " + whose.tenant_id + " is signed in to the broker";
    return of_text(DSREG_X_NOT_FOUND, text.c_str());
}

} // namespace

bool session_broker::ask_for_token(const owner& who, uint32_t kind, const account_choice& whose,
                                   const asking& how, std::string& ret_reply,
                                   std::string& ret_correlation, wire::broker_error& ret_error)
{
    ret_correlation = new_guid();
    std::string reply;
    if (!ask(who, "getAccounts", ret_correlation, accounts_request(), how.deadline, reply,
             ret_error)) {
        return false;
    }
    wire::broker_accounts list = read_accounts(reply, who.judged.vendor);
    if (list.error.kind != DSREG_X_NONE) {
        ret_error = std::move(list.error);
        return false;
    }
    boost::json::object account;
    if (!pick_account(reply, whose, account)) {
        ret_error = no_account(list.accounts.empty(), whose);
        return false;
    }
    const bool cookie = kind == DSREG_TOKEN_COOKIE;
    return ask(who, cookie ? "acquirePrtSsoCookie" : "acquireTokenSilently", ret_correlation,
               cookie ? cookie_request(account) : drs_token_request(account), how.deadline,
               ret_reply, ret_error);
}

wire::broker_token session_broker::token(const wire::broker_token_request& what, const asking& how)
{
    wire::broker_token result;
    owner who;
    const found f = find_owner(how, who, result.error);
    if (f == found::stopped) result.error = not_running();
    if (f != found::running) return result;

    std::string reply, correlation;
    if (!ask_for_token(who, what.kind, {what.home_account_id, ""}, how, reply, correlation,
                       result.error)) {
        return result;
    }
    result = what.kind == DSREG_TOKEN_COOKIE ? read_cookie(reply, who.judged.vendor)
                                             : read_token(reply, who.judged.vendor);
    wipe(reply);
    fill_correlation(result.error, correlation);
    return result;
}

wire::broker_error session_broker::drs_token(const std::string& tenant_id, const asking& how,
                                             std::string& ret_token, wire::broker_info& ret_who)
{
    wire::broker_info info;
    owner who;
    const found f = find_owner(how, who, info.error);
    if (f == found::stopped || f == found::not_started) describe_stopped(how, f, info);
    if (f == found::stopped && info.error.kind == DSREG_X_NONE) info.error = not_running();
    if (f == found::running) describe_owner(who, info);
    ret_who = std::move(info);
    if (f != found::running) return ret_who.error;

    wire::broker_error error;
    std::string reply, correlation;
    if (!ask_for_token(who, DSREG_TOKEN_DRS, {"", tenant_id}, how, reply, correlation, error))
        return error;
    error = take_token(reply, who.judged.vendor, ret_token);
    wipe(reply);
    fill_correlation(error, correlation);
    return error;
}

} // namespace dsreg::broker
