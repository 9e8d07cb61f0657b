// session_broker::overview: no call is made twice.
#include "broker/overview.h"

#include "base/text.h"
#include "broker/session.h"

#include <algorithm>

namespace dsreg::broker {
namespace {

// The first account of the tenant, else the first; those without an id cannot be asked about.
std::string choose(const wire::broker_accounts& list, const std::string& tenant_id)
{
    std::string first;
    for (const wire::broker_account& a : list.accounts) {
        if (a.home_account_id.empty()) continue;
        if (first.empty()) first = a.home_account_id;
        if (!tenant_id.empty() && lower_case(a.tenant_id) == tenant_id) return a.home_account_id;
    }
    return first;
}

} // namespace

overview session_broker::overview(const std::string& tenant_id, const asking& how,
                                  clock::duration each)
{
    broker::overview all;
    const auto next = [&] {
        return asking{std::min(how.deadline, clock::now() + each), how.may_start};
    };
    owner who;
    // A broker that has to start first takes its time.
    const found f = find_owner(how, who, all.info.error);
    if (f == found::stopped || f == found::not_started) describe_stopped(next(), f, all.info);
    if (f != found::running) return all;
    describe_owner(who, all.info);
    ask_version(who, next().deadline, all.info);
    const uint32_t end = all.info.error.kind;
    if (end != DSREG_X_NONE && end != DSREG_X_REFUSED) return all;
    all.accounts_asked = true;
    all.accounts = ask_accounts(who, next().deadline);
    if (all.accounts.error.kind != DSREG_X_NONE) return all;
    all.account = choose(all.accounts, tenant_id);
    all.state_asked = true;
    all.state = ask_state(who, all.accounts, all.account, next());
    return all;
}

} // namespace dsreg::broker
