// dsreg.device/1.
#include "answers.h"
#include "device/cloud.h"
#include "services/rules.h"
#include "wire/device.h"

namespace dsreg::testkit {
namespace {

wire::device_certificate certificate_of(const device_certificate& c)
{
    wire::device_certificate out;
    out.there = true;
    out.key_bits = c.key_bits;
    out.not_before = c.not_before;
    out.not_after = c.not_after;
    out.client_auth = c.client_auth;
    out.enterprise = c.enterprise;
    out.join_type = c.join_type;
    out.thumbprint = c.thumbprint;
    out.subject = c.subject.empty() ? c.device_id : c.subject;
    out.issuer = c.issuer;
    out.issuer_unit = "82dbaca4-3e81-46ca-9c73-0950c1eaca97";
    out.device_id = c.device_id;
    out.tenant_id = c.tenant_id;
    out.region = "EU";
    out.key_type = c.key_type;
    return out;
}

wire::device_record record_of(const device_record& d)
{
    wire::device_record out;
    out.hardware = d.hardware;
    out.instance = d.instance;
    out.tenant_id = d.tenant_id;
    out.device_id = d.device_id;
    out.source = d.source;
    out.path = d.path;
    out.key_container = d.key_container;
    out.key_provider = d.key_provider;
    if (d.certificate) out.certificate = certificate_of(*d.certificate);
    return out;
}

reply list(const question& q)
{
    if (!q.where.offered.device) return refused(DSREG_E_SERVICE, "the test has no device");
    bool late = false;
    const device_answer a = timed(q, late, [&] { return q.where.offered.device(); });
    if (a.status != DSREG_OK) return refused(a.status);
    wire::device_list out;
    if (late) {
        out.error = DSREG_X_TIMEOUT;
        out.text = too_late;
        return answered(out, true);
    }
    out.error = a.error;
    out.text = a.text;
    for (const device_record& r : a.records) out.records.push_back(record_of(r));
    for (const device_file& f : a.files)
        out.files.push_back(
            {f.kind, f.state, f.exposed, f.uid, f.gid, f.mode, 1024, f.path, f.instance, f.text});
    return answered(out);
}

} // namespace

reply ask_device(const question& q)
{
    if (q.asked.method == wire::device_list_call) return list(q);
    wire::device_request request;
    if (!wire::decode(q.asked.payload, request)) return refused(DSREG_E_INVALID);
    device_question asked{"", request.instance, ""};
    switch (q.asked.method) {
    case wire::device_key_match_call:
        asked.test = "key-match";
        break;
    case wire::device_sign_test_call:
        asked.test = "sign";
        break;
    case wire::device_server_test_call:
        asked.test = "server";
        asked.cloud = request.cloud;
        if (const int32_t bad = dsreg::services::check_flags(
                q.decl.flags, dsreg::services::device_server_test_flags);
            bad != DSREG_OK)
            return refused(bad, "it demands DSREG_P_NETWORK and DSREG_P_ACTIVE");
        if (device::find_cloud(request.cloud) == nullptr)
            return refused(DSREG_E_INVALID, "there is no cloud " + request.cloud);
        break;
    default:
        return refused(DSREG_E_INVALID);
    }
    if (!q.where.offered.device_test)
        return refused(DSREG_E_SERVICE, "nobody expected the " + asked.test + " test");
    bool late = false;
    const device_verdict v = timed(q, late, [&] { return q.where.offered.device_test(asked); });
    if (v.status != DSREG_OK) return refused(v.status);
    wire::device_verdict out;
    out.attempts = v.attempts;
    out.host = v.host;
    if (late) {
        out.verdict = DSREG_DEVICE_NO_ANSWER;
        out.error = DSREG_X_TIMEOUT;
        out.text = too_late;
        return answered(out, true);
    }
    out.verdict = v.verdict;
    out.error = v.error;
    out.aadsts = v.aadsts;
    out.http_status = v.http_status;
    out.correlation = v.correlation;
    out.suberror = v.suberror;
    out.text = v.text;
    return answered(out);
}

} // namespace dsreg::testkit
