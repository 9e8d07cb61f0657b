#include "net/srv.h"

#include "net/name.h"

#include <algorithm>
#include <ares.h>
#include <tuple>

namespace dsreg::net {
namespace {
constexpr std::size_t records_max = 64;

std::vector<wire::net_srv_record> parse(const std::string& message)
{
    std::vector<wire::net_srv_record> records;
    ares_srv_reply* list = nullptr;
    const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
    if (ares_parse_srv_reply(bytes, static_cast<int>(message.size()), &list) != ARES_SUCCESS)
        return records;
    for (auto* r = list; r && records.size() < records_max; r = r->next)
        if (is_host_name(r->host))
            records.push_back({plain_name(r->host), r->port, r->priority, r->weight});
    ares_free_data(list);
    std::stable_sort(records.begin(), records.end(), [](const auto& a, const auto& b) {
        return std::make_tuple(a.priority, -int{a.weight}, a.host, a.port) <
               std::make_tuple(b.priority, -int{b.weight}, b.host, b.port);
    });
    return records;
}

// One server that knows is enough; else the first that says "no" counts more than a broken one.
wire::net_srv_reply judge(const std::vector<dns_answer>& answers)
{
    wire::net_srv_reply reply;
    reply.error = DSREG_X_DNS;
    for (const dns_answer& a : answers) {
        if (a.verdict == dns_verdict::answered) {
            reply.records = parse(a.message);
            reply.error = reply.records.empty() ? DSREG_X_PROTOCOL : DSREG_X_NONE;
            if (!reply.records.empty()) return reply;
        }
        if (a.verdict == dns_verdict::nxdomain || a.verdict == dns_verdict::no_data)
            reply.error = DSREG_X_NOT_FOUND;
    }
    return reply;
}
} // namespace

wire::net_srv_reply find_srv(const resolver& names, const std::string& name, time_point until,
                             bool& ret_cut)
{
    wire::net_srv_reply reply;
    reply.error = DSREG_X_NOT_FOUND;
    if (!is_host_name(name)) return reply;
    const std::vector<std::string> servers = names.servers();
    if (servers.empty()) return reply;
    reply = judge(dns_query(servers, plain_name(name), dns_type_srv, until));
    if (reply.error == DSREG_X_DNS && clock::now() >= until) {
        reply.error = DSREG_X_TIMEOUT;
        ret_cut = true;
    }
    return reply;
}

} // namespace dsreg::net
