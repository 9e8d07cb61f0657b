// dsreg.net/1 and dsreg.http/1.
#include "answers.h"
#include "base/text.h"
#include "net/fit.h"
#include "net/http_rules.h"
#include "net/name.h"
#include "services/rules.h"

namespace dsreg::testkit {
namespace {

wire::net_result result_of(const net_answer& a)
{
    wire::net_result r;
    r.error = a.error;
    r.native = a.native;
    r.address = a.address;
    r.proxy = a.proxy;
    r.proxy_source = a.proxy_source;
    r.tls_version = a.tls_version;
    r.error_text = a.text;
    for (const certificate& c : a.certs)
        r.certs.push_back({a.error == DSREG_X_NONE || c.trusted, c.subject, c.issuer, c.sha256,
                           c.not_before, c.not_after, std::string()});
    r.resolve_ns = 1'234'567; // the look-up has its time even when it was in vain
    if (a.resolved) {
        r.connect_ns = 2'345'678;
        r.tls_ns = 3'456'789;
    }
    return r;
}

wire::net_result late_result()
{
    wire::net_result r;
    r.error = DSREG_X_TIMEOUT;
    r.error_text = too_late;
    return r;
}

reply check(const question& q)
{
    wire::net_check_request request;
    if (!wire::decode(q.asked.payload, request)) return refused(DSREG_E_INVALID);
    if (const int32_t bad = dsreg::services::check_targets(request.targets); bad != DSREG_OK)
        return refused(bad, "a target without a port or a phase, or too many targets");
    if (q.where.offered.net_status != DSREG_OK) return refused(q.where.offered.net_status);
    if (!q.where.offered.net) return refused(DSREG_E_SERVICE, "the test answers no check");
    wire::net_check_reply out;
    bool any_late = false;
    {
        side_by_side all(q);
        for (const wire::net_target& t : request.targets) {
            bool late = false;
            const net_answer a = all.one(late, [&] { return q.where.offered.net(t.host, t.port); });
            out.results.push_back(late ? late_result() : result_of(a));
            any_late = any_late || late;
        }
    }
    net::fit(out);
    return answered(out, any_late);
}

reply srv(const question& q)
{
    wire::net_srv_request request;
    if (!wire::decode(q.asked.payload, request)) return refused(DSREG_E_INVALID);
    if (!q.where.offered.srv) return refused(DSREG_E_SERVICE, "the test knows no SRV records");
    bool late = false;
    const srv_answer a = timed(q, late, [&] { return q.where.offered.srv(request.name); });
    if (a.status != DSREG_OK) return refused(a.status);
    wire::net_srv_reply out;
    out.error = late ? DSREG_X_TIMEOUT : a.error;
    for (const srv_record& r : a.records)
        if (!late) out.records.push_back({r.host, r.port, r.priority, r.weight});
    return answered(out, late);
}

// The product asks its HTTP library; here the few rules that a probe can break by mistake.
bool is_url(const std::string& url)
{
    const bool tls = url.rfind("https://", 0) == 0;
    if (!tls && url.rfind("http://", 0) != 0) return false;
    for (const char c : url)
        if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) return false;
    std::string host = url.substr(url.find("//") + 2);
    host = host.substr(0, host.find_first_of("/?#"));
    if (host.find('@') != std::string::npos) return false; // no credential in a URL
    const std::size_t colon = host.rfind(':');
    std::string port = tls ? "443" : "80";
    if (colon != std::string::npos && host.find(']', colon) == std::string::npos) {
        port = host.substr(colon + 1);
        host = host.substr(0, colon);
    }
    if (port.empty() || port.size() > 5 || port.find_first_not_of("0123456789") != port.npos)
        return false;
    if (!tls && port != "80") return false;
    const bool literal = host.size() > 2 && host.front() == '[' && host.back() == ']';
    return literal || net::is_host_name(host);
}

wire::http_reply reply_of(const http_answer& a, uint32_t max_body)
{
    wire::http_reply r;
    r.net = result_of(a.net);
    r.error = a.net.error;
    r.error_text = a.net.text;
    if (a.net.error != DSREG_X_NONE) return r;
    r.status = a.status;
    for (const auto& [name, value] : a.fields) r.headers.emplace_back(lower_case(name), value);
    if (a.body.size() <= (max_body != 0 ? max_body : net::body_default)) {
        r.body = a.body;
    } else {
        r.error = DSREG_X_TOO_LARGE;
        r.error_text = "the answer is larger than the probe takes";
    }
    return r;
}

} // namespace

reply ask_net(const question& q)
{
    if (const int32_t bad = dsreg::services::check_flags(q.decl.flags, DSREG_P_NETWORK);
        bad != DSREG_OK)
        return refused(bad, "it demands DSREG_P_NETWORK");
    if (q.asked.method == wire::net_check) return check(q);
    return q.asked.method == wire::net_srv ? srv(q) : refused(DSREG_E_INVALID);
}

reply ask_http(const question& q)
{
    if (const int32_t bad = dsreg::services::check_flags(q.decl.flags, DSREG_P_NETWORK);
        bad != DSREG_OK)
        return refused(bad, "it demands DSREG_P_NETWORK");
    wire::http_perform_request request;
    if (q.asked.method != wire::http_perform || !wire::decode(q.asked.payload, request))
        return refused(DSREG_E_INVALID);
    for (const wire::http_request& one : request.requests) {
        if (const int32_t bad = net::check_request(one, q.decl.flags); bad != DSREG_OK)
            return refused(bad, one.method + " " + one.url);
    }
    if (!q.where.offered.http) return refused(DSREG_E_SERVICE, "the test answers no HTTP");
    wire::http_perform_reply out;
    bool any_late = false;
    {
        side_by_side all(q);
        for (const wire::http_request& one : request.requests) {
            if (!is_url(one.url)) { // it may have been read somewhere: no fault of the module's
                wire::http_reply& r = out.replies.emplace_back();
                r.error = r.net.error = DSREG_X_PROTOCOL;
                r.error_text = r.net.error_text = "it is no URL that can be asked";
                continue;
            }
            bool late = false;
            const http_question asked{one.method, one.url, one.headers, one.max_body, one.body};
            const http_answer a = all.one(late, [&] { return q.where.offered.http(asked); });
            if (a.carried != DSREG_OK) return refused(a.carried);
            wire::http_reply r = reply_of(a, one.max_body);
            if (late) {
                r = {};
                r.error = DSREG_X_TIMEOUT;
                r.error_text = too_late;
                r.net = late_result();
            }
            out.replies.push_back(std::move(r));
            any_late = any_late || late;
        }
    }
    net::fit(out);
    return answered(out, any_late);
}

} // namespace dsreg::testkit
