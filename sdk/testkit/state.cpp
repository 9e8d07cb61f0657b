#include "fake.h"

namespace dsreg::testkit {
namespace {

const dsreg_broker_attempt* keep_attempt(keeper& keep, const std::optional<broker_attempt>& given)
{
    if (!given) return nullptr;
    auto& r = keep.make<dsreg_broker_attempt>();
    r = {sizeof r,
         given->code,
         given->time,
         given->http_status,
         given->http_error ? 1u : 0u,
         given->http_error.value_or(0),
         0,
         keep.text(given->user),
         keep.text(given->credential),
         keep.text(given->correlation),
         keep.text(given->endpoint),
         keep.text(given->http_method),
         keep.text(given->server_error),
         keep.str(given->server_text)};
    return &r;
}

const char* keep_published(keeper& keep, const std::optional<std::string>& given)
{
    return given ? keep.text(*given) : nullptr;
}

std::string id_of(const dsreg_account* account)
{
    return account == nullptr ? std::string() : account->home_account_id;
}

} // namespace

dsreg_status broker_token_call(const dsreg_host* host, const dsreg_call* call, uint32_t kind,
                               const dsreg_account* account, const dsreg_broker_token** ret)
{
    run_context& run = context(host);
    check_call(run, call);
    if ((run.probe_flags() & DSREG_P_ACTIVE) == 0)
        run.violation("broker: a token without DSREG_P_ACTIVE");
    if (!run.offered().token) {
        run.violation("broker: nobody expected the question for a token");
        return DSREG_E_SERVICE;
    }
    const token_answer a = run.offered().token(kind, id_of(account));
    if (a.status != DSREG_OK) return a.status;
    keeper& keep = run.keep();
    auto& r = keep.make<dsreg_broker_token>();
    r = {sizeof r,
         a.granted ? 1u : 0u,
         a.expires,
         keep.text(a.audience),
         keep.text(a.tenant_id),
         keep.text(a.device_id),
         keep.text(a.amr),
         keep_error(run, a.error)};
    *ret = &r;
    return DSREG_OK;
}

dsreg_status broker_state_call(const dsreg_host* host, const dsreg_call* call,
                               const dsreg_account* account, const dsreg_broker_state** ret)
{
    run_context& run = context(host);
    check_call(run, call);
    if (!run.offered().state) {
        run.violation("broker: nobody expected the question for its state");
        return DSREG_E_SERVICE;
    }
    if (run.offered().on_state) run.offered().on_state(id_of(account));
    const broker_state s = run.offered().state();
    if (s.status != DSREG_OK) return s.status;
    keeper& keep = run.keep();
    auto& r = keep.make<dsreg_broker_state>();
    r = {};
    r.struct_size = sizeof r;
    r.prt = s.prt;
    r.prt_cached = s.prt_cached;
    r.prt_refreshed = s.prt_refreshed;
    r.prt_expires = s.prt_expires;
    r.prt_source = keep.text(s.prt_source);
    r.prt_why = keep.text(s.prt_why);
    r.session_key_protocol = keep.text(s.session_key_protocol);
    r.prt_authority = keep.text(s.prt_authority);
    r.registered = s.registered;
    r.device_id = keep.text(s.device_id);
    r.tenant_id = keep.text(s.tenant_id);
    r.tenant_domain = keep.text(s.tenant_domain);
    r.device_source = keep.text(s.device_source);
    r.device_mode = keep.text(s.device_mode);
    r.mdm_url = keep_published(keep, s.mdm_url);
    r.mdm_terms_url = keep_published(keep, s.mdm_terms_url);
    r.mdm_compliance_url = keep_published(keep, s.mdm_compliance_url);
    r.acquire = keep_attempt(keep, s.acquire);
    r.refresh = keep_attempt(keep, s.refresh);
    r.error = keep_error(run, s.error);
    *ret = &r;
    return DSREG_OK;
}

} // namespace dsreg::testkit
