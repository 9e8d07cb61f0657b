// device.registered: is this machine registered, how, and as what?
#include "common/evidence.h"
#include "common/time_text.h"
#include "device-state/bodies.h"
#include "device-state/domain.h"
#include "device-state/join_state.h"
#include "device-state/parts.h"
#include "device-state/sources.h"

namespace device_state {
namespace {

constexpr uint32_t most_accounts = 64;

class test
{
public:
    test(dsreg::host host, const sources& all)
        : host_(host), all_(all), registered_(is_registered(host, all)),
          joined_(is_joined(host, all, registered_)),
          enterprise_(is_enterprise(host, all, registered_)),
          workplace_(is_workplace(all, registered_, joined_)), domain_(find_domain(host))
    {}

    dsreg::result run()
    {
        report_state();
        report_vdi(host_);
        report_name(host_);
        if (registered_.is != answer::no) {
            report_id("device.id", device_id(all_));
            report_id("tenant.id", tenant_id(host_, all_));
            report_management(host_, all_.state);
        }
        if (workplace_.is == answer::yes) report_work();
        return conclude();
    }

private:
    void say(const char* key, const said& s) const
    {
        host_.fact(key, value_of(s), s.source.c_str());
    }

    void report_state()
    {
        say("device.joined", joined_);
        say("device.enterprise-joined", enterprise_);
        say("device.domain-joined", domain_.joined);
        if (!domain_.name.empty())
            host_.fact("device.domain", dsreg::text(domain_.name), domain_.source.c_str());
        else if (domain_.joined.is == answer::yes)
            host_.fact("device.domain", dsreg::unknown("nothing names the domain"),
                       domain_.joined.source.c_str());
        say("user.workplace-joined", workplace_);
        const answer joined = says_both(all_) ? answer::yes : joined_.is;
        state_ = judge_join(joined, enterprise_.is, domain_.joined.is, workplace_.is);
        host_.fact("device.join-state",
                   *state_.text == '\0' ? dsreg::unknown("not all of its parts are known")
                                        : dsreg::text(state_.text),
                   "derived");
    }

    void report_id(const char* key, const named& id) const
    {
        if (id.text.empty())
            host_.fact(
                key,
                dsreg::unknown(registered_.why.empty() ? "no source names it" : registered_.why),
                "none");
        else
            host_.fact(key, dsreg::text(id.text), id.source.c_str());
    }

    // The same data that a joined device shows as its details.
    void report_work() const
    {
        const auto known = [&](const char* key, std::string_view text, const char* source) {
            host_.fact(key,
                       text.empty() ? dsreg::unknown("only the device's certificate or key says it")
                                    : dsreg::text(text),
                       source);
        };
        const named device = device_id(all_), tenant = tenant_id(host_, all_);
        known("work.device-id", device.text,
              device.source.empty() ? "none" : device.source.c_str());
        known("work.tenant-id", tenant.text,
              tenant.source.empty() ? "none" : tenant.source.c_str());
        const dsreg_device_certificate* c = all_.certificate();
        known("work.thumbprint", c == nullptr ? "" : c->thumbprint, "certificate");
        known("work.validity",
              c == nullptr ? std::string() : common::validity_text(c->not_before, c->not_after),
              "certificate");
        const dsreg_device_record* r = all_.chosen.record;
        known("work.key-container", r == nullptr ? "" : r->key_container, "key");
        known("work.key-provider", r == nullptr ? "" : r->key_provider, "key");
        const bool key =
            r != nullptr && r->hardware != DSREG_KEY_PLACE_UNKNOWN && *r->key_provider != '\0';
        host_.fact("work.tpm",
                   key ? dsreg::boolean(common::in_tpm(*r))
                       : dsreg::unknown("only the device's key says it"),
                   "key");
        const char* domain = all_.state == nullptr ? "" : all_.state->tenant_domain;
        host_.fact("work.tenant-name",
                   *domain == '\0' ? dsreg::unknown("the broker does not publish it")
                                   : dsreg::text(domain),
                   "broker");
    }

    dsreg::result conclude()
    {
        if (*state_.finding != '\0') {
            common::evidence e;
            add_certificates(e);
            e.text("domain-joined", domain_.joined.is == answer::yes  ? "YES"
                                    : domain_.joined.is == answer::no ? "NO"
                                                                      : "UNKNOWN");
            e.report(host_, state_.finding, "what this machine holds contradicts itself");
            return dsreg::result::fail();
        }
        if (registered_.is == answer::yes) {
            if (all_.chosen.how == common::standing::denied && all_.only_noted())
                return dsreg::result::skip(DSREG_SKIP_NEEDS_ROOT,
                                           "a note names the device; only root can read its "
                                           "certificate");
            return dsreg::result::pass();
        }
        if (registered_.is == answer::no) return not_registered();
        switch (all_.chosen.how) {
        case common::standing::denied:
            return dsreg::result::skip(DSREG_SKIP_NEEDS_ROOT,
                                       "the device's files belong to root, and nothing else says "
                                       "whether the device is registered");
        case common::standing::none:
            if (all_.list == nullptr) break;
            if (!knows_broker(host_))
                return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT,
                                           "there is no certificate, and which broker might keep "
                                           "the registration elsewhere is not known",
                                           "broker.vendor");
            return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE,
                                       is_authds(host_)
                                           ? "authd may keep a registration of its own, in files "
                                             "that are not looked at"
                                           : "this broker does not publish its registration");
        default:
            break;
        }
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT,
                                   "the device's certificate could not be read", "cert.device-id");
    }

    uint32_t count(uint32_t kind) const
    {
        uint32_t n = 0;
        for (uint32_t i = 0; all_.list != nullptr && i < all_.list->file_count; i++)
            n += all_.list->files[i]->kind == kind ? 1 : 0;
        return n;
    }
    void add_certificates(common::evidence& e) const
    {
        e.number("certificates", count(DSREG_FILE_CERTIFICATE));
        e.number("device-keys", count(DSREG_FILE_KEY));
        e.number("transport-keys", count(DSREG_FILE_TRANSPORT));
    }

    dsreg::result not_registered() const
    {
        uint32_t accounts = 0;
        while (accounts < most_accounts &&
               !common::input_text(host_, "user.tenant", accounts).empty())
            accounts++;
        common::evidence e;
        e.text("said-by", registered_.source).number("accounts", accounts);
        add_certificates(e);
        if (all_.state != nullptr && all_.state->prt != DSREG_KNOWN_NOT)
            e.text("primary-refresh-token", all_.state->prt == DSREG_KNOWN_YES ? "YES" : "NO");
        if (all_.chosen.elsewhere)
            e.text("tenant", common::input_text(host_, "run.tenant"), DSREG_F_PERSONAL);
        e.report(host_, "device.not-registered",
                 all_.chosen.elsewhere
                     ? "this machine is registered, but not in the tenant that was asked for"
                     : "this machine has no registration in Microsoft Entra ID");
        const dsreg::result failed = dsreg::result::fail();
        return common::input_number(host_, "join.failed", 0) != 0 ? failed.because_of("join.failed")
                                                                  : failed;
    }

    dsreg::host host_;
    const sources& all_;
    said registered_, joined_, enterprise_, workplace_;
    membership domain_;
    join_state state_;
};

} // namespace

dsreg::result registered(dsreg::host host)
{
    sources all;
    // Where the test of the certificates broke, another question to their service breaks, too.
    if (common::input_state(host, "cert.device-id") != DSREG_IN_BROKEN) {
        const auto* device = host.service<dsreg_svc_device>(DSREG_SVC_DEVICE);
        if (device->list(host.raw(), &common::list_call, &all.list) != DSREG_OK)
            return dsreg::result::none();
        all.chosen = common::choose_registration(host, *all.list);
    }
    all.state = ask_broker(host);
    return test(host, all).run();
}

} // namespace device_state
