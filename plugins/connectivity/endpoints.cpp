// net.endpoints: every host of the cloud, side by side: name, connection, TLS.
#include "common/transport.h"
#include "connectivity/bodies.h"
#include "connectivity/hosts.h"
#include "connectivity/route.h"

#include <algorithm>

namespace connectivity {
namespace {

using common::trouble;

constexpr std::size_t most_extra = 16;

// The hosts to which the device proves itself: a box in between breaks that, whatever it is for.
bool proves_itself(const common::cloud& cloud, const std::string& host)
{
    return host == device_login(cloud) || host == cloud.registration;
}

// "the proxy (environment variable HTTPS_PROXY)".
std::string the_proxy(const dsreg_net_result& r)
{
    const std::string_view from = r.proxy_source;
    return from.empty() ? "the proxy" : "the proxy (" + std::string(from) + ")";
}

const char* host_code(trouble t, const dsreg_net_result& r)
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
        return common::unusable_proxy(r) ? "net.proxy-unsupported" : "net.proxy";
    default:
        return "net.host-refused";
    }
}

void add_extra(dsreg::host host, std::vector<target>& list)
{
    std::string_view rest = host.setting_text("extra-hosts").value_or("");
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
                value = std::string("unreachable: ") + common::words_of(t, *results_[i]);
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

    bool wants_credentials(std::size_t i) const
    {
        return common::proxy_wants_credentials(0, *results_[i]);
    }

    uint32_t code(std::size_t i) const { return common::code_of(at(i), wants_credentials(i)); }

    template <class F>
    bool all(F&& what) const
    {
        return std::all_of(results_, results_ + list_.size(),
                           [&](const dsreg_net_result* r) { return what(*r); });
    }

    dsreg::result fail_as_one()
    {
        const trouble t = at(0);
        const bool no_route = t != trouble::tls && t != trouble::proxy && has_no_route(host_);
        const char* finding = "net.no-network";
        std::string sentence = "no host can be reached";
        if (no_route) {
            sentence = "the machine has no route to any network";
        } else if (t == trouble::dns) {
            finding = "net.dns-broken";
            sentence = "not one of the needed host names can be resolved";
        } else if (t == trouble::tls) {
            const bool clock = all(common::only_dates_wrong);
            finding = clock ? "net.tls-clock" : "net.tls-broken";
            sentence = "TLS fails with every host";
            if (clock)
                sentence = "every host's certificate is genuine, and none is valid at this "
                           "machine's time";
            else if (all(common::unknown_issuer))
                sentence += ": each certificate comes from an authority that is not known here";
        } else if (t == trouble::proxy && common::unusable_proxy(*results_[0])) {
            finding = "net.proxy-unsupported";
            sentence = the_proxy(*results_[0]) + " is of a kind that dsreg cannot use";
        } else if (t == trouble::proxy) {
            finding = "net.proxy";
            sentence = the_proxy(*results_[0]) +
                       (wants_credentials(0) ? " asks for a sign-in and" : "") +
                       " lets no host through";
        }
        common::evidence e;
        e.text("cloud", cloud_.name).number("hosts", static_cast<int64_t>(list_.size()));
        e.text("host", name(0));
        common::add_net(e, t, *results_[0]);
        e.report(host_, finding, sentence);
        return dsreg::result::fail(code(0));
    }

    void tell(std::size_t i, trouble t)
    {
        const dsreg_net_result& r = *results_[i];
        const std::string instance = name(i);
        const char* finding = list_[i].needed ? host_code(t, r) : "net.optional-host";
        std::string sentence = instance + ": " + common::words_of(t, r);
        if (t == trouble::proxy && !common::unusable_proxy(r))
            sentence = instance + ": " + the_proxy(r) +
                       (wants_credentials(i) ? " asks for a sign-in and" : "") +
                       " does not let it through";
        if (common::unknown_issuer(r) && proves_itself(cloud_, list_[i].host)) {
            finding = "net.tls-inspected";
            sentence =
                instance + ": the certificate comes from an authority that is not known here";
        }
        common::evidence e;
        e.text("host", instance).text("use", list_[i].use).text("cloud", cloud_.name);
        common::add_net(e, t, r);
        e.report(host_, finding, sentence, instance.c_str());
    }

    dsreg::result judge_each()
    {
        uint32_t first = 0;
        bool failed = false;
        for (std::size_t i = 0; i < list_.size(); i++) {
            const trouble t = at(i);
            if (t == trouble::none) continue;
            tell(i, t);
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
