// drs.connectivity: every host that discovery named answers HTTP. Any answer will do, 404 included,
// but for that of a proxy and a server error.
#include "common/endpoint.h"
#include "common/input.h"
#include "common/names.h"
#include "common/transport.h"
#include "connectivity/bodies.h"

#include <algorithm>
#include <vector>

namespace connectivity {
namespace {

using common::trouble;

constexpr uint32_t code_discovery = 0x801c0021u;
constexpr std::size_t most_hosts = 16;
constexpr const char* urls[] = {"drs.join.url", "drs.key.url", "drs.webauthn.url",
                                "drs.manage.url"};

struct server {
    std::string name; // host, or host:port
    std::string url;
};

std::vector<server> discovered(dsreg::host host)
{
    std::vector<server> list;
    for (const char* key : urls) {
        const std::string_view url = common::input_text(host, key);
        if (url.empty()) continue;
        std::string name;
        unsigned port = 0;
        if (!common::split_https(url, name, port)) {
            common::evidence e;
            e.text("fact", key).text("url", url, DSREG_F_PERSONAL);
            e.report(host, "drs.endpoint-malformed", "an endpoint that is no https address", key);
            continue;
        }
        if (port != 443) name += ":" + std::to_string(port);
        const bool known =
            std::any_of(list.begin(), list.end(), [&](const server& s) { return s.name == name; });
        if (!known && list.size() < most_hosts) list.push_back({name, "https://" + name + "/"});
    }
    return list;
}

struct verdict {
    const char* code = nullptr; // nullptr: reachable
    const char* sentence = "";
    uint32_t inner = 0;
};

verdict judge(const dsreg_http_reply& reply)
{
    trouble t = common::classify(reply.error, *reply.net);
    if (t == trouble::none && reply.status == 407) t = trouble::proxy;
    const bool credentials = common::proxy_wants_credentials(reply.status, *reply.net);
    const uint32_t inner = common::code_of(t, credentials);
    switch (t) {
    case trouble::none:
        break;
    case trouble::dns:
        return {"drs.connect-dns", common::words_of(t), inner};
    case trouble::timeout:
        return {"drs.connect-timeout", common::words_of(t), inner};
    case trouble::tls:
        return {"drs.connect-tls", common::words_of(t), inner};
    case trouble::reset:
        return {"drs.connect-reset", common::words_of(t), inner};
    case trouble::proxy:
        return {"drs.connect-proxy", common::words_of(t, *reply.net), inner};
    case trouble::protocol:
        return {"drs.connect-http", common::words_of(t), inner};
    case trouble::refused:
        return {"drs.connect-refused", common::words_of(t), inner};
    }
    if (reply.status == 503) return {"drs.connect-http", "the service is busy (503)", 0x801c0025u};
    if (reply.status >= 500) return {"drs.connect-http", "a server error", 0x801c000cu};
    return {};
}

} // namespace

dsreg::result registration(dsreg::host host)
{
    const std::vector<server> servers = discovered(host);
    if (servers.empty())
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT, "discovery named no usable endpoint",
                                   "drs.join.url");
    std::vector<dsreg_http_request> requests;
    std::vector<const dsreg_http_request*> list;
    for (const server& s : servers)
        requests.push_back(
            {sizeof(dsreg_http_request), 0, "GET", s.url.c_str(), nullptr, {"", 0}, 64 * 1024, 0});
    for (const dsreg_http_request& r : requests) list.push_back(&r);
    const auto* http = host.service<dsreg_svc_http>(DSREG_SVC_HTTP);
    const dsreg_call call{sizeof call, 0, 5000, 0};
    const dsreg_http_reply* const* replies = nullptr;
    if (http->perform(host.raw(), &call, list.data(), static_cast<uint32_t>(list.size()),
                      &replies) != DSREG_OK)
        return dsreg::result::none();

    uint32_t inner = 0;
    bool failed = false, known = true; // known: net.endpoints failed at each of them, too
    for (std::size_t i = 0; i < servers.size(); i++) {
        const verdict v = judge(*replies[i]);
        if (v.code == nullptr) continue;
        common::evidence e;
        e.text("phase", "join").text("host", servers[i].name).text("url", servers[i].url);
        common::add_net(e, common::classify(replies[i]->error, *replies[i]->net), *replies[i]->net);
        common::add_http(e, *replies[i]);
        e.report(host, v.code, servers[i].name + ": " + v.sentence, servers[i].name.c_str());
        if (!failed) inner = v.inner;
        failed = true;
        // What an answer says is no trouble that net.endpoints could have met.
        known = known && replies[i]->error != DSREG_X_NONE &&
                common::is_known_trouble(host, servers[i].name);
    }
    if (failed) {
        const auto fail = dsreg::result::fail(code_discovery, inner);
        return known ? fail.because_of("net.endpoint-state") : fail;
    }
    host.fact("drs.reachable", dsreg::boolean(true), "network");
    return dsreg::result::pass();
}

} // namespace connectivity
