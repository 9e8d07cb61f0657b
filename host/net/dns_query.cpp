#include "net/dns_query.h"

#include <algorithm>
#include <ares.h>
#include <memory>

namespace dsreg::net {
namespace {
constexpr std::size_t servers_max = 3;
constexpr int try_ms = 700;
constexpr int tries = 2;

struct channel_end {
    void operator()(ares_channel c) const { ares_destroy(c); }
};
using channel = std::unique_ptr<ares_channeldata, channel_end>;

bool ready()
{
    static const bool is_ready = ares_library_init(ARES_LIB_INIT_ALL) == ARES_SUCCESS;
    return is_ready;
}

channel make_channel()
{
    ares_options options{};
    options.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_NOCHECKRESP;
    options.timeout = try_ms;
    options.tries = tries;
    ares_channel raw = nullptr;
    const int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES;
    if (!ready() || ares_init_options(&raw, &options, mask) != ARES_SUCCESS) return nullptr;
    return channel(raw);
}

dns_verdict verdict_of(int status)
{
    switch (status) {
    case ARES_SUCCESS:
        return dns_verdict::answered;
    case ARES_ENODATA:
        return dns_verdict::no_data;
    case ARES_ENOTFOUND:
        return dns_verdict::nxdomain;
    case ARES_ESERVFAIL:
        return dns_verdict::servfail;
    case ARES_EREFUSED:
        return dns_verdict::refused;
    case ARES_ETIMEOUT:
    case ARES_ECANCELLED:
    case ARES_EDESTRUCTION:
        return dns_verdict::silent;
    case ARES_ECONNREFUSED:
        return dns_verdict::unreachable;
    default:
        return dns_verdict::other;
    }
}

struct question {
    channel via;
    dns_answer answer;
    bool open = false;
};

void on_answer(void* arg, int status, int, unsigned char* bytes, int size)
{
    auto& q = *static_cast<question*>(arg);
    q.open = false;
    q.answer.verdict = verdict_of(status);
    if (status == ARES_SUCCESS && bytes)
        q.answer.message.assign(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
}

void add_sockets(ares_channel c, std::vector<pollfd>& ret)
{
    ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
    const int bits = ares_getsock(c, sockets, ARES_GETSOCK_MAXNUM);
    for (int i = 0; i < ARES_GETSOCK_MAXNUM; i++) {
        short events = 0;
        if (ARES_GETSOCK_READABLE(bits, i)) events |= POLLIN;
        if (ARES_GETSOCK_WRITABLE(bits, i)) events |= POLLOUT;
        if (events) ret.push_back({sockets[i], events, 0});
    }
}

// One turn: waits for the sockets of all open questions, or for the next retry.
void turn(std::vector<question>& questions, time_point until)
{
    std::vector<pollfd> fds;
    std::vector<ares_channel> owners;
    for (question& q : questions) {
        if (!q.open) continue;
        timeval left{};
        if (ares_timeout(q.via.get(), nullptr, &left))
            until = std::min(until, clock::now() + std::chrono::seconds(left.tv_sec) +
                                        std::chrono::microseconds(left.tv_usec));
        add_sockets(q.via.get(), fds);
        owners.resize(fds.size(), q.via.get());
    }
    poll_until(fds.data(), fds.size(), until);
    for (std::size_t i = 0; i < fds.size(); i++) {
        const bool in = (fds[i].revents & (POLLIN | POLLERR | POLLHUP)) != 0;
        const bool out = (fds[i].revents & (POLLOUT | POLLERR)) != 0;
        if (in || out)
            ares_process_fd(owners[i], in ? fds[i].fd : ARES_SOCKET_BAD,
                            out ? fds[i].fd : ARES_SOCKET_BAD);
    }
    for (question& q : questions)
        if (q.open) ares_process_fd(q.via.get(), ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}
} // namespace

std::vector<std::string> system_dns_servers()
{
    std::vector<std::string> servers;
    const channel c = make_channel();
    ares_addr_port_node* list = nullptr;
    if (!c || ares_get_servers_ports(c.get(), &list) != ARES_SUCCESS) return servers;
    for (auto* node = list; node && servers.size() < servers_max; node = node->next) {
        char text[64];
        ares_inet_ntop(node->family, &node->addr, text, sizeof text);
        const bool plain = node->udp_port == 0 || node->udp_port == 53;
        const bool v6 = std::string_view(text).find(':') != std::string_view::npos;
        std::string server = v6 && !plain ? "[" + std::string(text) + "]" : text;
        if (!plain) server += ":" + std::to_string(node->udp_port);
        servers.push_back(std::move(server));
    }
    ares_free_data(list);
    return servers;
}

std::vector<dns_answer> dns_query(const std::vector<std::string>& servers, std::string_view name,
                                  int type, time_point until)
{
    const std::string asked(name);
    std::vector<question> questions(std::min(servers.size(), servers_max));
    for (std::size_t i = 0; i < questions.size(); i++) {
        question& q = questions[i];
        q.answer.server = servers[i];
        q.via = make_channel();
        if (!q.via || ares_set_servers_ports_csv(q.via.get(), servers[i].c_str()) != ARES_SUCCESS) {
            q.answer.verdict = dns_verdict::unreachable;
            continue;
        }
        q.open = true;
        ares_query(q.via.get(), asked.c_str(), 1 /* IN */, type, on_answer, &q);
    }
    const auto any_open = [&] {
        for (const question& q : questions)
            if (q.open) return true;
        return false;
    };
    while (any_open() && clock::now() < until) turn(questions, until);

    std::vector<dns_answer> answers;
    for (question& q : questions) {
        if (q.open) ares_cancel(q.via.get()); // ends in on_answer: silent
        answers.push_back(std::move(q.answer));
    }
    return answers;
}

} // namespace dsreg::net
