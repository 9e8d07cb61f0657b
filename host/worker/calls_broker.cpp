#include "worker/calls.h"

namespace dsreg::worker {
namespace {

const dsreg_broker_error* give(arena& memory, const wire::broker_error& from)
{
    return &memory.keep(dsreg_broker_error{sizeof(dsreg_broker_error), from.kind, from.status,
                                           from.sub_status, from.aadsts, 0, from.tag.c_str(),
                                           from.suberror.c_str(), from.dbus_error.c_str(),
                                           from.correlation.c_str(), worker::give(from.text)});
}

dsreg_status broker_info(const dsreg_host* host, const dsreg_call* call,
                         const dsreg_broker_info** ret) noexcept
{
    return service_call(host, {DSREG_SVC_BROKER, call}, ret, [&](run_context& c) -> dsreg_status {
        wire::broker_info reply;
        const dsreg_status s =
            exchange(c, DSREG_SVC_BROKER, wire::broker_info_call, call, no_request{}, reply);
        if (s != DSREG_OK) return s;
        const wire::broker_info& kept = c.memory().keep(std::move(reply));
        dsreg_broker_info r{};
        r.struct_size = sizeof r;
        r.vendor = kept.vendor;
        r.java_era = kept.java_era ? 1 : 0;
        r.pid = kept.pid;
        r.version = kept.version.c_str();
        r.executable = kept.executable.c_str();
        r.error = give(c.memory(), kept.error);
        r.activatable = kept.activatable ? 1 : 0;
        r.replaced = kept.replaced ? 1 : 0;
        r.executable_time = kept.executable_time;
        r.version_source = kept.version_source.c_str();
        r.service_file = kept.service_file.c_str();
        *ret = &c.memory().keep(r);
        return DSREG_OK;
    });
}

dsreg_status broker_accounts(const dsreg_host* host, const dsreg_call* call,
                             const dsreg_broker_accounts** ret) noexcept
{
    return service_call(host, {DSREG_SVC_BROKER, call}, ret, [&](run_context& c) -> dsreg_status {
        wire::broker_accounts reply;
        const dsreg_status s =
            exchange(c, DSREG_SVC_BROKER, wire::broker_accounts_call, call, no_request{}, reply);
        if (s != DSREG_OK) return s;
        const wire::broker_accounts& kept = c.memory().keep(std::move(reply));
        auto** accounts = c.memory().array<const dsreg_account*>(kept.accounts.size());
        for (std::size_t i = 0; i < kept.accounts.size(); i++) {
            const wire::broker_account& a = kept.accounts[i];
            accounts[i] = &c.memory().keep(
                dsreg_account{sizeof(dsreg_account), 0, a.home_account_id.c_str(),
                              a.username.c_str(), a.tenant_id.c_str(), a.environment.c_str()});
        }
        *ret = &c.memory().keep(dsreg_broker_accounts{sizeof(dsreg_broker_accounts),
                                                      static_cast<uint32_t>(kept.accounts.size()),
                                                      accounts, give(c.memory(), kept.error)});
        return DSREG_OK;
    });
}

dsreg_status broker_token(const dsreg_host* host, const dsreg_call* call, uint32_t kind,
                          const dsreg_account* account, const dsreg_broker_token** ret) noexcept
{
    return service_call(host, {DSREG_SVC_BROKER, call}, ret, [&](run_context& c) -> dsreg_status {
        wire::broker_token_request request;
        request.kind = kind;
        dsreg_status s = DSREG_OK;
        if (account != nullptr) {
            if (account->struct_size < DSREG_ACCOUNT_SIZE_V1_0) return DSREG_E_INVALID;
            s = take(account->home_account_id, false, request.home_account_id);
        }
        wire::broker_token reply;
        if (s == DSREG_OK)
            s = exchange(c, DSREG_SVC_BROKER, wire::broker_token_call, call, request, reply);
        if (s != DSREG_OK) return s;
        const wire::broker_token& kept = c.memory().keep(std::move(reply));
        *ret = &c.memory().keep(dsreg_broker_token{
            sizeof(dsreg_broker_token), kept.granted ? 1u : 0u, kept.expires, kept.audience.c_str(),
            kept.tenant_id.c_str(), kept.device_id.c_str(), kept.amr.c_str(),
            give(c.memory(), kept.error)});
        return DSREG_OK;
    });
}

const dsreg_broker_attempt* give(arena& memory, const wire::broker_attempt& from)
{
    if (!from.there) return nullptr;
    return &memory.keep(dsreg_broker_attempt{
        sizeof(dsreg_broker_attempt), from.code, from.time, from.http_status,
        from.has_http_error ? 1u : 0u, from.http_error, 0, from.user.c_str(),
        from.credential.c_str(), from.correlation.c_str(), from.endpoint.c_str(),
        from.http_method.c_str(), from.server_error.c_str(), worker::give(from.server_text)});
}

const char* give(const wire::published_text& from)
{
    return from.known ? from.text.c_str() : nullptr;
}

dsreg_status broker_state(const dsreg_host* host, const dsreg_call* call,
                          const dsreg_account* account, const dsreg_broker_state** ret) noexcept
{
    return service_call(host, {DSREG_SVC_BROKER, call}, ret, [&](run_context& c) -> dsreg_status {
        wire::broker_state_request request;
        dsreg_status s = DSREG_OK;
        if (account != nullptr) {
            if (account->struct_size < DSREG_ACCOUNT_SIZE_V1_0) return DSREG_E_INVALID;
            s = take(account->home_account_id, false, request.home_account_id);
        }
        wire::broker_state reply;
        if (s == DSREG_OK)
            s = exchange(c, DSREG_SVC_BROKER, wire::broker_state_call, call, request, reply);
        if (s != DSREG_OK) return s;
        const wire::broker_state& kept = c.memory().keep(std::move(reply));
        dsreg_broker_state r{};
        r.struct_size = sizeof r;
        r.prt = kept.prt;
        r.prt_cached = kept.prt_cached;
        r.prt_refreshed = kept.prt_refreshed;
        r.prt_expires = kept.prt_expires;
        r.prt_source = kept.prt_source.c_str();
        r.prt_why = kept.prt_why.c_str();
        r.session_key_protocol = kept.session_key_protocol.c_str();
        r.prt_authority = kept.prt_authority.c_str();
        r.registered = kept.registered;
        r.device_id = kept.device_id.c_str();
        r.tenant_id = kept.tenant_id.c_str();
        r.tenant_domain = kept.tenant_domain.c_str();
        r.device_source = kept.device_source.c_str();
        r.device_mode = kept.device_mode.c_str();
        r.mdm_url = give(kept.mdm_url);
        r.mdm_terms_url = give(kept.mdm_terms_url);
        r.mdm_compliance_url = give(kept.mdm_compliance_url);
        r.acquire = give(c.memory(), kept.acquire);
        r.refresh = give(c.memory(), kept.refresh);
        r.error = give(c.memory(), kept.error);
        *ret = &c.memory().keep(r);
        return DSREG_OK;
    });
}

constexpr dsreg_svc_broker table{sizeof table, 0,           broker_info, broker_accounts,
                                 broker_token, broker_state};

} // namespace

const dsreg_svc_broker& broker_table() noexcept
{
    return table;
}

} // namespace dsreg::worker
