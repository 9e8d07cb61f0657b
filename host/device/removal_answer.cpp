// Answers: [MS-DVRJ] 3.1.5.1.2: 200, 401 (no certificate came, or it fits no device), 400.
#include "device/removal_answer.h"

#include "base/text.h"
#include "device/join_endpoint.h"
#include "device/registration_reply.h"

#include <ctime>
#include <dsreg/svc/device.h>

namespace dsreg::device {
namespace {

using wire::unregistered;

std::string utc(int64_t seconds)
{
    const auto when = static_cast<std::time_t>(seconds);
    std::tm parts{};
    char text[32] = "";
    if (::gmtime_r(&when, &parts) != nullptr)
        std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts);
    return text;
}

// What is wrong with the time of our certificate; "": nothing.
std::string untimely(const removal_moments& when)
{
    if (when.now > when.valid_to) return "has expired (" + utc(when.valid_to) + ")";
    if (when.now < when.valid_from) return "is not valid yet (before " + utc(when.valid_from) + ")";
    return "";
}

std::string refusal_text(const std::string& host, const wire::http_reply& reply,
                         const net::client_identity& as, const removal_moments& when)
{
    std::string text = host + " answered 401: ";
    const std::string time = untimely(when);
    const int64_t earlier = when.earlier;
    if (time.empty())
        text += "either this device is gone from the tenant already, or its certificate did not "
                "arrive, because TLS is inspected on the way to ";
    else
        text += "this device's certificate " + time +
                ", which the tenant refuses with the same answer as a device that is gone already, "
                "or a certificate that did not arrive, because TLS is inspected on the way to ";
    text += host;
    if (!as.was_asked_for) text += " (which did not even ask for the certificate";
    if (!as.was_asked_for && !reply.net.certs.empty())
        text += "; its own was issued by " + safe_text(cut_utf8(reply.net.certs[0].issuer, 256));
    if (!as.was_asked_for) text += ")";
    if (earlier != 0)
        text += ". A request of " + utc(earlier) +
                " went without an answer and may have reached the tenant";
    return text + ". Nothing was removed here. If the device is gone, sudo dsreg --cleanup removes "
                  "what is left of it";
}

std::string other_text(const std::string& host, const wire::http_reply& reply)
{
    std::string text = host + " answered HTTP " + std::to_string(reply.status);
    service_error said;
    if (!read_service_error(reply.body, said)) return text;
    if (!said.type.empty()) text += ", " + said.type;
    if (!said.message.empty()) text += ": " + said.message;
    if (!said.trace_id.empty()) text += " (trace id " + said.trace_id + ")";
    return text;
}

void end(unregistered how, uint32_t error, std::string text, removal_answer& ret)
{
    ret.end.end = static_cast<uint32_t>(how);
    ret.end.error = error;
    ret.end.text = std::move(text);
}

} // namespace

removal_answer judge_removal(const std::string& host, const wire::http_reply& reply,
                             const net::client_identity& as, const removal_moments& when)
{
    removal_answer a;
    a.end.host = host;
    a.end.http_status = reply.status;
    if (reply.error != DSREG_X_NONE) {
        a.open = as.was_connected;
        std::string text = failure_of(host, reply);
        if (a.open) text += "; the request may have reached the tenant: run it again";
        end(unregistered::unreachable, reply.error, std::move(text), a);
    } else if (reply.status == 401) {
        end(unregistered::refused, DSREG_X_REFUSED, refusal_text(host, reply, as, when), a);
    } else if (reply.status != 200) {
        a.open = reply.status < 400 || reply.status >= 500;
        end(unregistered::not_removed, DSREG_X_REFUSED, other_text(host, reply), a);
    } else if (!as.was_asked_for || !is_removal_reply(reply.body)) {
        a.open = true;
        end(unregistered::not_removed, DSREG_X_PROTOCOL,
            host + " answered 200, but " +
                (as.was_asked_for ? "not as the registration service does"
                                  : "without asking for the certificate of this device") +
                ": something on the way answers in its place. Nothing was removed here",
            a);
    } else {
        end(unregistered::done, DSREG_X_NONE, "", a);
    }
    return a;
}

} // namespace dsreg::device
