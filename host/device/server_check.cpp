#include "device/server_check.h"

#include "base/text.h"
#include "device/secret_bytes.h"
#include "device/token_reply.h"
#include "net/http_transfer.h"

#include <dsreg/svc/device.h>

namespace dsreg::device {
namespace {

using namespace std::chrono_literals;

constexpr uint32_t answer_max = 64 * 1024;
constexpr std::size_t certificate_max = 16 * 1024; // so that a request stays a small one
constexpr std::chrono::minutes fresh{10};
// Certificates begin before they are issued: Microsoft Learn's sample of a registration at 21:32:50
// has one that is valid from 21:02:50 on.
constexpr std::chrono::minutes predated{30};

wire::device_verdict transport_failure(const wire::http_reply& reply)
{
    wire::device_verdict v = no_answer(reply.error, safe_text(cut_utf8(reply.error_text, 1024)));
    v.http_status = reply.status;
    return v;
}

} // namespace

server_check::server_check(const wire::world& where, std::chrono::milliseconds pause)
    : where_(where), net_(where_), pause_(pause)
{}

server_check::~server_check()
{
    const std::lock_guard lock(mutex_);
    over_ = true;
    ended_.notify_all();
}

bool server_check::wait(net::time_point until) const
{
    std::unique_lock lock(mutex_);
    return !ended_.wait_until(lock, until, [this] { return over_; });
}

bool server_check::is_fresh(const wire::device_certificate& c) const
{
    const int64_t now = wire::wall_clock(where_);
    const int64_t limit = std::chrono::nanoseconds(fresh).count();
    const int64_t early = std::chrono::nanoseconds(predated).count();
    return c.not_before > now - limit - early && c.not_before < now + limit;
}

wire::http_reply server_check::post(const cloud& at, const std::string& tenant, std::string body,
                                    net::time_point until, bool& ret_cut) const
{
    wire::http_request request;
    request.method = "POST";
    request.url = std::string("https://") + at.host + "/" + tenant + "/oauth2/token";
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                       {"Accept", "application/json"}};
    request.body = std::move(body);
    request.max_body = answer_max;
    net::http_plan plan;
    wire::http_reply reply;
    const bool fine =
        net::plan_request(request, DSREG_P_NETWORK | DSREG_P_ACTIVE, plan) == DSREG_OK &&
        net::http_ready();
    if (fine) {
        reply = net::exchange(net_, request, plan, until, ret_cut);
    } else {
        reply.error = DSREG_X_PROTOCOL;
        reply.error_text = "the request cannot be sent";
    }
    wipe(request.body);
    return reply;
}

wire::device_verdict server_check::round(const opened_record& device, const cloud& at,
                                         net::time_point until, bool& ret_cut) const
{
    wire::http_reply reply = post(at, "common", "grant_type=srv_challenge", until, ret_cut);
    if (reply.error != DSREG_X_NONE) return transport_failure(reply);
    wire::device_verdict verdict;
    const std::string nonce = read_nonce(reply.status, reply.body, verdict);
    if (nonce.empty()) return verdict;

    std::string request =
        make_token_request(device.key.get(), device.record.certificate.der, at, nonce);
    if (request.empty()) {
        verdict.verdict = DSREG_DEVICE_SIGN_FAILED;
        verdict.text = "the private key cannot sign a request";
        return verdict;
    }
    std::string body = "windows_api_version=2.2&grant_type=urn:ietf:params:oauth:grant-type:"
                       "jwt-bearer&request=" +
                       request;
    wipe(request);
    reply = post(at, device.record.tenant_id, std::move(body), until, ret_cut);
    if (reply.error != DSREG_X_NONE) return transport_failure(reply);
    verdict = read_token_reply(reply.status, reply.body);
    wipe(reply.body); // the token
    return verdict;
}

wire::device_verdict server_check::ask(const opened_record& device, const cloud& at,
                                       net::time_point until, bool& ret_cut) const
{
    wire::device_verdict v;
    std::string guid;
    const wire::device_certificate& c = device.record.certificate;
    if (!parse_guid(device.record.tenant_id, guid)) {
        v = no_answer(DSREG_X_NOT_FOUND, "the certificate does not say which tenant it is of");
    } else if (c.der.size() > certificate_max) {
        v = no_answer(DSREG_X_TOO_LARGE, "the certificate is too large to be sent");
    } else {
        v = round(device, at, until, ret_cut);
        v.attempts = 1;
        if (v.aadsts == aadsts_not_authenticated && v.verdict == DSREG_DEVICE_DELETED &&
            is_fresh(c)) {
            const net::time_point again = net::clock::now() + pause_;
            if (again + round_time < until && wait(again)) {
                v = round(device, at, until, ret_cut);
                v.attempts = 2;
            } else {
                ret_cut = true;
                v.verdict = DSREG_DEVICE_NO_ANSWER;
                v.error = DSREG_X_TIMEOUT;
                v.text = "the device was registered minutes ago and the tenant does not know it "
                         "everywhere yet: ask again";
            }
        }
    }
    v.host = at.host;
    return v;
}

} // namespace dsreg::device
