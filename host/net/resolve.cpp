#include "net/resolve.h"

#include "net/dns_explain.h"
#include "net/machine_lookup.h"
#include "net/name.h"

#include <algorithm>
#include <netdb.h>

namespace dsreg::net {
namespace {
// A look-up that takes longer than this is worth asking about while it still runs.
constexpr std::chrono::milliseconds patience{1000};
// How long the explanation may take after the look-up itself has ended.
constexpr std::chrono::milliseconds explanation{1500};

resolution failed(failure why)
{
    return {{}, std::move(why)};
}

// A lab plays on the loopback interface only; an address elsewhere in its map is never used.
resolution lab_address(const wire::host_entry& entry, const std::string& host, uint16_t port)
{
    auto to = literal(entry.address, port);
    if (!to || !is_loopback(*to)) return failed(explain_lab(host, "nxdomain", ""));
    redirect(*to, entry.to_port);
    to->closed = entry.to_port == 0;
    return {{*to}, {}};
}
} // namespace

std::vector<std::string> resolver::servers() const
{
    if (!where_.lab) return system_dns_servers();
    if (where_.dns_server.empty()) return {};
    const std::string& text = where_.dns_server;
    const auto colon = text.rfind(':');
    const bool has_port = colon != std::string::npos && text.find(':') == colon;
    const bool bracketed = !text.empty() && text.front() == '[';
    const std::string host = has_port || bracketed ? text.substr(0, colon) : text;
    const auto server = literal(host, 0);
    if (!server || !is_loopback(*server)) return {};
    return {text};
}

resolution resolver::resolve(const std::string& host, uint16_t port, time_point until) const
{
    const auto numeric = literal(host, port);
    if (!numeric && !is_host_name(host))
        return failed(failure::of(DSREG_X_DNS, EAI_NONAME, quoted_name(host) + " is no host name"));
    if (where_.lab) return in_lab(host, port, until);
    if (numeric) return {{*numeric}, {}};
    return on_machine(host, port, until);
}

resolution resolver::resolve_proxy(const std::string& host, uint16_t port, time_point until) const
{
    const auto numeric = literal(host, port);
    if (where_.lab && numeric && is_loopback(*numeric)) return {{*numeric}, {}};
    return resolve(host, port, until);
}

resolution resolver::on_machine(const std::string& host, uint16_t port, time_point until) const
{
    if (clock::now() >= until) return failed(explain_silence(host, {}));
    const machine_lookup lookup(host, port);
    std::vector<dns_answer> answers;
    bool asked = false;
    if (!lookup.wait(std::min(until, clock::now() + patience)) && clock::now() < until) {
        answers =
            dns_query(servers(), host, dns_type_a, std::min(until, clock::now() + explanation));
        asked = true;
    }
    if (!lookup.wait(until)) return failed(explain_silence(host, answers));
    resolution found{lookup.addresses(), {}};
    if (lookup.code() == 0 && !found.addresses.empty()) return found;
    if (!asked)
        answers =
            dns_query(servers(), host, dns_type_a, std::min(until, clock::now() + explanation));
    const int code = lookup.code() != 0 ? lookup.code() : EAI_NONAME;
    return failed(explain_lookup(host, code, lookup.system_errno(), answers));
}

resolution resolver::in_lab(const std::string& host, uint16_t port, time_point until) const
{
    const std::string plain = plain_name(host);
    const wire::host_entry* same_name = nullptr;
    const wire::host_entry* exact = nullptr;
    for (const wire::host_entry& entry : where_.hosts) {
        if (plain_name(entry.name) != plain) continue;
        if (!same_name) same_name = &entry;
        if (!exact && entry.port == port) exact = &entry;
    }
    const wire::host_entry* entry = exact ? exact : same_name;
    const std::vector<std::string> asked = servers();
    if (entry && entry->fail.empty()) {
        resolution found = lab_address(*entry, host, port);
        // The name exists, but the lab says nothing of this port: nobody listens there.
        if (!exact)
            for (endpoint& e : found.addresses) e.closed = true;
        return found;
    }
    if (entry && entry->fail == "silent") {
        const auto answers = dns_query(asked, plain, dns_type_a, until);
        poll_until(nullptr, 0, until);
        return failed(explain_silence(host, answers));
    }
    const std::string fail = entry ? entry->fail : "nxdomain";
    // The map decides what happens; the lab's name server is asked so that the way is a real one.
    const auto answers =
        dns_query(asked, plain, dns_type_a, std::min(until, clock::now() + explanation));
    const failure by_map = explain_lab(host, fail, asked.empty() ? "" : asked.front());
    if (answers.empty()) return failed(by_map);
    return failed(explain_lookup(host, by_map.native, 0, answers));
}

} // namespace dsreg::net
