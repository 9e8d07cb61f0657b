// The two services as the host calls them.
#pragma once
#include "services/service.h"

#include <chrono>
#include <dsreg/svc/http.h>
#include <dsreg/svc/net.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace dsreg::net_test {

using std::chrono::milliseconds;

inline wire::service_call call_of(uint16_t method, std::string payload, milliseconds budget,
                                  uint32_t flags = DSREG_P_NETWORK)
{
    wire::service_call call;
    call.method = method;
    call.probe_flags = flags;
    const auto deadline = services::clock::now() + budget;
    call.deadline = std::chrono::nanoseconds(deadline.time_since_epoch()).count();
    call.payload = std::move(payload);
    return call;
}

template <class T>
T decoded(const wire::service_reply& reply)
{
    T out;
    EXPECT_EQ(reply.status, DSREG_OK);
    EXPECT_TRUE(wire::decode(reply.payload, out));
    return out;
}

struct timed {
    milliseconds took{};
    bool cut_short = false;
};

// Also holds the promise that matters most: an answer before the deadline.
inline wire::service_reply ask(services::service& s, const wire::service_call& call,
                               timed* ret = nullptr)
{
    const auto begin = services::clock::now();
    wire::service_reply reply = s.handle(call);
    const auto end = services::clock::now();
    EXPECT_LT(end, services::deadline_of(call));
    if (ret) *ret = {std::chrono::duration_cast<milliseconds>(end - begin), reply.cut_short};
    return reply;
}

inline std::vector<wire::net_result> check(const wire::world& where,
                                           std::vector<wire::net_target> targets,
                                           milliseconds budget = milliseconds(5000),
                                           timed* ret = nullptr)
{
    const auto service = services::make_net(where);
    wire::net_check_request request{std::move(targets)};
    const auto call = call_of(wire::net_check, wire::encode(request), budget);
    auto results = decoded<wire::net_check_reply>(ask(*service, call, ret)).results;
    EXPECT_EQ(results.size(), request.targets.size());
    results.resize(request.targets.size());
    return results;
}

inline wire::net_result check_one(const wire::world& where, const std::string& host,
                                  uint16_t port = 443, uint16_t upto = DSREG_NET_TLS,
                                  milliseconds budget = milliseconds(5000), timed* ret = nullptr)
{
    return check(where, {{host, port, upto}}, budget, ret).at(0);
}

inline wire::http_reply get(const wire::world& where, const wire::http_request& request,
                            milliseconds budget = milliseconds(5000), timed* ret = nullptr,
                            uint32_t flags = DSREG_P_NETWORK)
{
    const auto service = services::make_http(where);
    const auto call = call_of(wire::http_perform,
                              wire::encode(wire::http_perform_request{{request}}), budget, flags);
    auto replies = decoded<wire::http_perform_reply>(ask(*service, call, ret)).replies;
    EXPECT_EQ(replies.size(), 1u);
    replies.resize(1);
    return replies[0];
}

inline wire::http_reply get(const wire::world& where, const std::string& url,
                            milliseconds budget = milliseconds(5000), timed* ret = nullptr)
{
    wire::http_request request;
    request.method = "GET";
    request.url = url;
    return get(where, request, budget, ret);
}

inline bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

// A lab where each name leads to a port.
inline wire::world lab(const std::vector<std::pair<std::string, uint16_t>>& hosts,
                       const std::string& ca_file = "")
{
    wire::world where;
    where.lab = true;
    where.scenario = "test";
    where.ca_file = ca_file;
    for (const auto& [name, port] : hosts)
        where.hosts.push_back({name, 443, "127.0.0.1", port, ""});
    return where;
}

} // namespace dsreg::net_test
