#include "drs-discovery/reply.h"

#include "common/endpoint.h"
#include "common/names.h"

namespace drs {
namespace {

constexpr uint32_t most_body = 256 * 1024;

bool looks_like_html(const dsreg_http_reply& reply)
{
    if (common::lowered(common::field(reply, "content-type")).find("html") != std::string::npos)
        return true;
    std::string_view body = dsreg::view(reply.body);
    while (!body.empty() && static_cast<unsigned char>(body.front()) <= 0x20) body.remove_prefix(1);
    const std::string start = common::lowered(body.substr(0, 14));
    return start.rfind("<!doctype html", 0) == 0 || start.rfind("<html", 0) == 0;
}

// Of a page that stands where a document should: it names the proxy or the hotel.
std::string_view title_of(std::string_view body)
{
    const std::string low = common::lowered(body.substr(0, 16384));
    const std::size_t tag = low.find("<title");
    if (tag == std::string::npos) return {};
    const std::size_t start = low.find('>', tag);
    const std::size_t end = low.find("</title", tag);
    if (start == std::string::npos || end == std::string::npos || end <= start) return {};
    std::string_view title = body.substr(start + 1, end - start - 1);
    while (!title.empty() && static_cast<unsigned char>(title.front()) <= 0x20)
        title.remove_prefix(1);
    return common::cut(title, 80);
}

answer of_trouble(common::trouble t)
{
    switch (t) {
    case common::trouble::none:
        return answer::document;
    case common::trouble::dns:
        return answer::dns;
    case common::trouble::timeout:
        return answer::timeout;
    case common::trouble::tls:
        return answer::tls;
    case common::trouble::reset:
        return answer::reset;
    case common::trouble::proxy:
        return answer::proxy;
    case common::trouble::protocol:
        return answer::protocol;
    case common::trouble::refused:
        break;
    }
    return answer::refused;
}

void judge(got& g)
{
    const dsreg_http_reply& reply = *g.reply;
    const common::trouble t = common::classify(reply.error, *reply.net);
    const bool credentials = common::proxy_wants_credentials(reply.status, *reply.net);
    if (t != common::trouble::none) {
        g.what = of_trouble(t);
        g.code = common::code_of(t, credentials);
        return;
    }
    g.what = answer::http;
    g.code = 0x801c000cu;
    if (reply.status == 407) {
        g.what = answer::proxy;
        g.code = common::code_of(common::trouble::proxy, true);
    } else if (reply.status == 503) {
        g.what = answer::unavailable;
        g.code = 0x801c0025u;
    } else if (reply.status == 200) {
        const bool html = looks_like_html(reply);
        g.what = html ? answer::portal : answer::document;
        g.code = html ? 0x8007000du : 0;
    }
}

} // namespace

dsreg_status get(dsreg::host host, const dsreg_svc_http& http, const std::string& url,
                 uint32_t timeout_ms, got& ret)
{
    const dsreg_http_field fields[] = {
        {dsreg::str("Accept"), dsreg::str("application/json")},
        {dsreg::str("ocp-adrs-client-name"), dsreg::str("dsreg")},
        {dsreg::str("ocp-adrs-client-version"), dsreg::str(host.raw()->version)},
    };
    const dsreg_http_request request{sizeof request, sizeof fields / sizeof *fields,
                                     "GET",          url.c_str(),
                                     fields,         {"", 0},
                                     most_body,      0};
    const dsreg_http_request* const requests[] = {&request};
    const dsreg_call call{sizeof call, 0, timeout_ms, 0};
    const dsreg_http_reply* const* replies = nullptr;
    const dsreg_status s = http.perform(host.raw(), &call, requests, 1, &replies);
    if (s != DSREG_OK) return s;
    ret = {};
    ret.reply = replies[0];
    judge(ret);
    return DSREG_OK;
}

bool is_known_trouble(dsreg::host host, const char* server, const got& g)
{
    return g.reply != nullptr && g.reply->error != DSREG_X_NONE &&
           common::is_known_trouble(host, server);
}

std::string words(const got& g)
{
    switch (g.what) {
    case answer::document:
        return "a document";
    case answer::http:
        return "HTTP status " + std::to_string(g.reply->status) + " instead of the document";
    case answer::unavailable:
        return "the service is busy (503)";
    case answer::portal:
        return "a web page instead of the document";
    case answer::protocol:
        return "the answer is no JSON document";
    case answer::proxy:
        return common::words_of(common::trouble::proxy, *g.reply->net);
    default:
        return common::words_of(common::classify(g.reply->error, *g.reply->net));
    }
}

void add_answer(common::evidence& e, const std::string& url, const got& g)
{
    std::string host;
    unsigned port = 0;
    if (common::split_https(url, host, port)) e.text("host", host);
    e.text("url", url, DSREG_F_PERSONAL); // it names the tenant
    common::add_net(e, common::classify(g.reply->error, *g.reply->net), *g.reply->net);
    common::add_http(e, *g.reply);
    if (g.what == answer::portal) e.text("page-title", title_of(g.body()));
}

} // namespace drs
