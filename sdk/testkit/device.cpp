#include "fake.h"

namespace dsreg::testkit {
namespace {

const dsreg_device_certificate* keep_certificate(keeper& keep, const device_certificate& c)
{
    auto& r = keep.make<dsreg_device_certificate>();
    r = {};
    r.struct_size = sizeof r;
    r.key_bits = c.key_bits;
    r.not_before = c.not_before;
    r.not_after = c.not_after;
    r.client_auth = c.client_auth ? 1 : 0;
    r.enterprise = c.enterprise ? 1 : 0;
    r.join_type = c.join_type;
    r.thumbprint = keep.text(c.thumbprint);
    r.subject = keep.text(c.subject.empty() ? c.device_id : c.subject);
    r.issuer = keep.text(c.issuer);
    r.issuer_unit = "82dbaca4-3e81-46ca-9c73-0950c1eaca97";
    r.device_id = keep.text(c.device_id);
    r.tenant_id = keep.text(c.tenant_id);
    r.user_id = "";
    r.region = "EU";
    r.key_type = keep.text(c.key_type);
    r.der = {"", 0};
    return &r;
}

const dsreg_device_record* keep_record(keeper& keep, const device_record& d)
{
    auto& r = keep.make<dsreg_device_record>();
    r = {sizeof r,
         d.hardware,
         keep.text(d.instance),
         keep.text(d.tenant_id),
         keep.text(d.device_id),
         keep.text(d.source),
         keep.text(d.path),
         keep.text(d.key_container),
         keep.text(d.key_provider),
         d.certificate ? keep_certificate(keep, *d.certificate) : nullptr};
    return &r;
}

const dsreg_device_file* keep_file(keeper& keep, const device_file& f)
{
    auto& r = keep.make<dsreg_device_file>();
    r = {sizeof r, f.kind, f.state,           f.exposed ? 1u : 0u,   f.uid,           f.gid, f.mode,
         0,        1024,   keep.text(f.path), keep.text(f.instance), keep.str(f.text)};
    return &r;
}

dsreg_status device_list(const dsreg_host* host, const dsreg_call* call,
                         const dsreg_device_list** ret)
{
    run_context& run = context(host);
    check_call(run, call);
    const device_answer a = run.offered().device();
    if (a.status != DSREG_OK) return a.status;
    keeper& keep = run.keep();
    auto& records = keep.make<std::vector<const dsreg_device_record*>>();
    for (const device_record& r : a.records) records.push_back(keep_record(keep, r));
    auto& files = keep.make<std::vector<const dsreg_device_file*>>();
    for (const device_file& f : a.files) files.push_back(keep_file(keep, f));
    auto& list = keep.make<dsreg_device_list>();
    list = {sizeof list,
            a.error,
            static_cast<uint32_t>(records.size()),
            static_cast<uint32_t>(files.size()),
            records.data(),
            files.data(),
            keep.str(a.text)};
    *ret = &list;
    return DSREG_OK;
}

dsreg_status ask(const dsreg_host* host, const device_question& q, const dsreg_device_verdict** ret)
{
    run_context& run = context(host);
    if (!run.offered().device_test) {
        run.violation("device: nobody expected the " + q.test + " test");
        return DSREG_E_SERVICE;
    }
    const device_verdict v = run.offered().device_test(q);
    if (v.status != DSREG_OK) return v.status;
    keeper& keep = run.keep();
    auto& r = keep.make<dsreg_device_verdict>();
    r = {sizeof r,
         v.verdict,
         v.error,
         v.aadsts,
         v.http_status,
         v.attempts,
         keep.text(v.correlation),
         keep.text(v.host),
         keep.text(v.suberror),
         keep.str(v.text)};
    *ret = &r;
    return DSREG_OK;
}

dsreg_status key_match(const dsreg_host* host, const dsreg_call* call, const char* instance,
                       const dsreg_device_verdict** ret)
{
    check_call(context(host), call);
    return ask(host, {"key-match", instance, ""}, ret);
}

dsreg_status sign_test(const dsreg_host* host, const dsreg_call* call, const char* instance,
                       const dsreg_device_verdict** ret)
{
    check_call(context(host), call);
    return ask(host, {"sign", instance, ""}, ret);
}

dsreg_status server_test(const dsreg_host* host, const dsreg_call* call, const char* instance,
                         const char* cloud, const dsreg_device_verdict** ret)
{
    run_context& run = context(host);
    check_call(run, call, 20'000);
    const uint32_t needed = DSREG_P_NETWORK | DSREG_P_ACTIVE;
    if ((run.probe_flags() & needed) != needed)
        run.violation("device: the server test demands NETWORK and ACTIVE");
    return ask(host, {"server", instance, cloud}, ret);
}

} // namespace

const dsreg_svc_device device_table{sizeof device_table, 0,         device_list,
                                    key_match,           sign_test, server_test};

} // namespace dsreg::testkit
