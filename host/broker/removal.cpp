// session_broker::remove_accounts.
#include "broker/replies.h"

#include "base/guid.h"
#include "broker/requests.h"
#include "broker/session.h"

#include <algorithm>

namespace dsreg::broker {
namespace {

// Every account as it came, in the order of read_accounts(), which found nothing wrong with them.
std::vector<boost::json::object> account_objects(const std::string& reply)
{
    std::vector<boost::json::object> all;
    document doc;
    const boost::json::array* list = nullptr;
    if (!doc.parse(reply).ok()) return all;
    if (!read_array(doc.root(), "accounts", list).ok() || !list) return all;
    for (const boost::json::value& item : *list) {
        if (item.is_object()) all.emplace_back(item.get_object(), boost::json::storage_ptr());
    }
    return all;
}

// The error in an answer to removeAccount, which says yes with an object without one.
wire::broker_error read_removal(const std::string& reply, uint32_t vendor)
{
    wire::broker_error error;
    document doc;
    if (const status end = doc.parse(reply); !end.ok()) return protocol_error(end);
    find_error(doc.root(), vendor, error);
    return error;
}

bool is_listed(const wire::broker_account& one, const wire::broker_accounts& list)
{
    return std::any_of(
        list.accounts.begin(), list.accounts.end(), [&one](const wire::broker_account& a) {
            return a.home_account_id == one.home_account_id && a.username == one.username;
        });
}

} // namespace

account_removals session_broker::remove_accounts(clock::time_point deadline)
{
    account_removals result;
    const asking how{deadline, true}; // accounts of one that sleeps are to go as well
    owner who;
    const found f = find_owner(how, who, result.error);
    result.nobody = f == found::stopped;
    result.not_started = f == found::not_started;
    if (f != found::running) return result;
    result.vendor = who.judged.vendor;
    std::string reply;
    if (!ask(who, "getAccounts", new_guid(), accounts_request(), deadline, reply, result.error)) {
        return result;
    }
    wire::broker_accounts before = read_accounts(reply, who.judged.vendor);
    result.error = std::move(before.error);
    if (result.error.kind != DSREG_X_NONE || before.accounts.empty()) return result;

    const std::vector<boost::json::object> raw = account_objects(reply);
    // A quarter of the time is for the question what came of it; the rest is shared alike.
    const auto calls_end = deadline - (deadline - clock::now()) / 4;
    for (std::size_t i = 0; i < before.accounts.size() && i < raw.size(); i++) {
        account_removal& one = result.accounts.emplace_back();
        one.account = std::move(before.accounts[i]);
        const auto left = static_cast<clock::rep>(before.accounts.size() - i);
        const auto until = clock::now() + (calls_end - clock::now()) / left;
        const std::string correlation = new_guid();
        if (ask(who, "removeAccount", correlation, removal_request(raw[i]), until, reply,
                one.error)) {
            one.error = read_removal(reply, who.judged.vendor);
        }
        if (one.error.correlation.empty()) one.error.correlation = correlation;
    }
    // What counts is whether it is listed still: brokers say yes and keep an account, too, and one
    // that answered too late may have removed it.
    wire::broker_accounts after = accounts(how);
    result.check = std::move(after.error);
    for (account_removal& one : result.accounts) {
        one.gone = result.check.kind == DSREG_X_NONE ? !is_listed(one.account, after)
                                                     : one.error.kind == DSREG_X_NONE;
    }
    return result;
}

} // namespace dsreg::broker
