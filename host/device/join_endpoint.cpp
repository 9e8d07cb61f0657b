#include "device/join_endpoint.h"

#include "base/guid.h"
#include "base/text.h"
#include "device/cloud.h"
#include "device/registration_reply.h"
#include "net/http_transfer.h"
#include "wire/frame.h"

#include <algorithm>
#include <dsreg/svc/device.h>

namespace dsreg::device {
namespace {

// For one cloud, so that a silent one leaves time for the others.
constexpr std::chrono::seconds patience(8);
constexpr uint32_t answer_max = 64 * 1024;

void fail(uint32_t error, std::string text, join_endpoint& ret)
{
    ret.error = error;
    ret.text = std::move(text);
}

wire::http_reply get(const net::network& net, const std::string& url, net::time_point until)
{
    wire::http_request request;
    request.method = "GET";
    request.url = url;
    request.headers = registration_fields(new_guid());
    request.max_body = answer_max;
    net::http_plan plan;
    wire::http_reply reply;
    bool cut = false;
    if (net::plan_request(request, DSREG_P_NETWORK, plan) == DSREG_OK && net::http_ready())
        return net::exchange(net, request, plan, until, cut);
    reply.error = DSREG_X_PROTOCOL;
    reply.error_text = "the request cannot be sent";
    return reply;
}

void read_refusal(const wire::http_reply& reply, join_endpoint& ret)
{
    service_error said;
    std::string text = ret.host + " answered HTTP " + std::to_string(reply.status);
    if (read_service_error(reply.body, said) && !said.message.empty()) text += ": " + said.message;
    fail(DSREG_X_REFUSED, std::move(text), ret);
}

join_endpoint ask(const net::network& net, const std::string& tenant_id, const cloud& at,
                  net::time_point until)
{
    join_endpoint found;
    found.host = at.registration;
    const wire::http_reply reply =
        get(net, "https://" + found.host + "/" + tenant_id + "/Discover?api-version=1.9", until);
    found.http_status = reply.status;
    if (reply.error != DSREG_X_NONE) {
        fail(reply.error, failure_of(found.host, reply), found);
    } else if (reply.status != 200) {
        read_refusal(reply, found);
    } else {
        discovery_reply got;
        const status read = read_discovery(reply.body, got);
        if (!read) {
            fail(DSREG_X_PROTOCOL, found.host + ": " + read.text(), found);
        } else if (!got.tenant_id.empty() && got.tenant_id != tenant_id) {
            fail(DSREG_X_PROTOCOL, found.host + " answered about another tenant", found);
        } else {
            found.url = std::move(got.join_endpoint);
            found.host = std::move(got.join_host);
        }
    }
    return found;
}

} // namespace

std::string failure_of(const std::string& host, const wire::http_reply& reply)
{
    const std::string text = safe_text(cut_utf8(reply.error_text, 1024));
    return text.find(host) != text.npos ? text : host + ": " + text;
}

std::vector<wire::http_field> registration_fields(const std::string& id)
{
    return {{"Accept", "application/json"},
            {"ocp-adrs-client-name", "dsreg"},
            {"ocp-adrs-client-version", wire::version()},
            {"client-request-id", id},
            {"return-client-request-id", "true"}};
}

join_endpoint find_join_endpoint(const net::network& net, const std::string& tenant_id,
                                 const std::string& cloud, net::time_point until)
{
    join_endpoint first;
    for (const device::cloud& at : all_clouds()) {
        if (!cloud.empty() && cloud != at.name) continue;
        join_endpoint found =
            ask(net, tenant_id, at, std::min(until, net::clock::now() + patience));
        if (!found.url.empty()) return found;
        if (first.host.empty()) first = std::move(found);
    }
    if (first.host.empty()) fail(DSREG_X_NOT_FOUND, "there is no such cloud", first);
    return first;
}

} // namespace dsreg::device
