// net.endpoints: every host of the cloud, side by side: name, connection, TLS.
#include "common/transport.h"
#include "connectivity/bodies.h"
#include "connectivity/hosts.h"

#include <dsreg/svc/fs.h>

#include <algorithm>

namespace connectivity {
namespace {

using common::trouble;

constexpr std::size_t most_extra = 16;

const char* host_code(trouble t)
{
    switch (t) {
    case trouble::dns:
        return "net.host-dns";
    case trouble::timeout:
        return "net.host-timeout";
    case trouble::tls:
        return "net.host-tls";
    case trouble::reset:
    case trouble::protocol:
        return "net.host-reset";
    case trouble::proxy:
        return "net.proxy";
    default:
        return "net.host-refused";
    }
}

void add_extra(dsreg::host host, std::vector<target>& list)
{
    const dsreg_value* value = nullptr;
    if (host.raw()->setting(host.raw(), "extra-hosts", &value) != DSREG_OK || value == nullptr ||
        value->type != DSREG_T_STR)
        return;
    std::string_view rest = dsreg::view(value->u.s);
    std::size_t taken = 0, bad = 0;
    std::string first_bad;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        const std::string_view entry = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (entry.empty()) continue;
        target extra;
        const bool good = taken < most_extra && parse_extra(entry, extra);
        if (!good) {
            if (bad++ == 0) first_bad = entry;
            continue;
        }
        taken++;
        const auto same = [&](const target& t) {
            return t.host == extra.host && t.port == extra.port;
        };
        if (std::none_of(list.begin(), list.end(), same)) list.push_back(extra);
    }
    if (bad == 0) return;
    common::evidence e;
    e.text("entry", first_bad).number("left-out", static_cast<int64_t>(bad));
    e.number("most", most_extra);
    e.report(host, "net.extra-host-malformed",
             "extra-hosts holds entries that are no host or are too many; they were left out");
}

// True: the kernel says that there is no route to anywhere. It reads a file, so a lab says nothing.
bool has_no_route(dsreg::host host)
{
    const auto* fs = host.service<dsreg_svc_fs>(DSREG_SVC_FS);
    if (fs == nullptr) return false;
    const dsreg_call call{sizeof call, DSREG_CALL_OPTIONAL, 500, 0};
    const dsreg_fs_reply* reply = nullptr;
    if (fs->read(host.raw(), &call, "/proc/net/route", 0, &reply) != DSREG_OK) return false;
    if (reply->error != DSREG_X_NONE) return false;
    const std::string_view v4 = dsreg::view(reply->bytes);
    const std::size_t lines = static_cast<std::size_t>(std::count(v4.begin(), v4.end(), '\n'));
    if (lines > 1) return false; // the first one is the heading
    if (fs->read(host.raw(), &call, "/proc/net/ipv6_route", 0, &reply) != DSREG_OK) return false;
    if (reply->error == DSREG_X_NOT_FOUND) return true;
    if (reply->error != DSREG_X_NONE) return false;
    std::string_view v6 = dsreg::view(reply->bytes);
    while (!v6.empty()) { // the device stands last; every machine has routes over lo
        const std::size_t end = v6.find('\n');
        const std::string_view line = v6.substr(0, end);
        v6.remove_prefix(end == std::string_view::npos ? v6.size() : end + 1);
        const std::size_t last = line.find_last_not_of(' ');
        if (last == std::string_view::npos) continue;
        const std::string_view device = line.substr(0, last + 1);
        if (device.substr(device.rfind(' ') + 1) != "lo") return false;
    }
    return true;
}

class test
{
public:
    explicit test(dsreg::host host)
        : host_(host), cloud_(common::chosen_cloud(host)), list_(hosts_of(cloud_))
    {
        add_extra(host, list_);
    }

    dsreg::result run(const dsreg_svc_net& net)
    {
        std::vector<dsreg_net_target> targets;
        for (const target& t : list_)
            targets.push_back({t.host.c_str(), static_cast<uint16_t>(t.port), DSREG_NET_TLS, 0});
        const dsreg_call call{sizeof call, 0, 5000, 0};
        if (net.check(host_.raw(), &call, targets.data(), static_cast<uint32_t>(targets.size()),
                      &results_) != DSREG_OK)
            return dsreg::result::none();
        report_facts();
        if (all_alike()) return fail_as_one();
        return judge_each();
    }

private:
    trouble at(std::size_t i) const { return common::classify(results_[i]->error, *results_[i]); }
    std::string name(std::size_t i) const
    {
        const target& t = list_[i];
        return t.port == 443 ? t.host : t.host + ":" + std::to_string(t.port);
    }

    void report_facts() const
    {
        for (std::size_t i = 0; i < list_.size(); i++) {
            const trouble t = at(i);
            std::string value = "reachable";
            if (t != trouble::none)
                value = std::string("unreachable: ") + common::words_of(t);
            else if (*results_[i]->tls_version != '\0')
                value += std::string(" (") + results_[i]->tls_version + ")";
            const std::string instance = name(i);
            host_.fact("net.endpoint", dsreg::text(value), "network", instance.c_str());
            host_.fact("net.endpoint-state", dsreg::text(common::key_of(t)), "network",
                       instance.c_str());
            if (*results_[i]->proxy != '\0')
                host_.fact("net.endpoint-proxy", dsreg::text(results_[i]->proxy),
                           *results_[i]->proxy_source != '\0' ? results_[i]->proxy_source
                                                              : "network",
                           instance.c_str());
        }
    }

    bool all_alike() const
    {
        for (std::size_t i = 0; i < list_.size(); i++)
            if (at(i) == trouble::none || at(i) != at(0)) return false;
        return true;
    }

    uint32_t code(std::size_t i) const
    {
        return common::code_of(at(i), common::proxy_wants_credentials(0, *results_[i]));
    }

    dsreg::result fail_as_one()
    {
        const trouble t = at(0);
        const bool no_route = t != trouble::tls && t != trouble::proxy && has_no_route(host_);
        const char* finding = "net.no-network";
        const char* sentence = "no host can be reached";
        if (no_route) {
            sentence = "the machine has no route to any network";
        } else if (t == trouble::dns) {
            finding = "net.dns-broken";
            sentence = "not one of the needed host names can be resolved";
        } else if (t == trouble::tls) {
            finding = "net.tls-broken";
            sentence = "TLS fails with every host";
        } else if (t == trouble::proxy) {
            finding = "net.proxy";
            sentence = "the proxy lets no host through";
        }
        common::evidence e;
        e.text("cloud", cloud_.name).number("hosts", static_cast<int64_t>(list_.size()));
        e.text("host", name(0));
        common::add_net(e, t, *results_[0]);
        e.report(host_, finding, sentence);
        return dsreg::result::fail(code(0));
    }

    dsreg::result judge_each()
    {
        uint32_t first = 0;
        bool failed = false;
        for (std::size_t i = 0; i < list_.size(); i++) {
            const trouble t = at(i);
            if (t == trouble::none) continue;
            const std::string instance = name(i);
            common::evidence e;
            e.text("host", instance).text("use", list_[i].use).text("cloud", cloud_.name);
            common::add_net(e, t, *results_[i]);
            e.report(host_, list_[i].needed ? host_code(t) : "net.optional-host",
                     instance + ": " + common::words_of(t), instance.c_str());
            if (list_[i].needed && !failed) first = code(i);
            failed = failed || list_[i].needed;
        }
        return failed ? dsreg::result::fail(first) : dsreg::result::pass();
    }

    dsreg::host host_;
    const common::cloud& cloud_;
    std::vector<target> list_;
    const dsreg_net_result* const* results_ = nullptr;
};

} // namespace

dsreg::result endpoints(dsreg::host host)
{
    const auto* net = host.service<dsreg_svc_net>(DSREG_SVC_NET);
    return test(host).run(*net);
}

} // namespace connectivity
