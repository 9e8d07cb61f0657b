// device.server-state: does the tenant still know this device, and let it in?
#include "common/clouds.h"
#include "common/evidence.h"
#include "common/registration.h"
#include "common/skewed_clock.h"
#include "common/transport.h"
#include "device-state/bodies.h"

namespace device_state {
namespace {

using common::trouble;

constexpr uint32_t most_hosts = 64;

constexpr uint32_t code_server = 0xcaa20008u; // ERROR_ADAL_SERVER_ERROR_RECEIVED
constexpr uint32_t code_busy = 0xcaa301f7u;   // ERROR_HTTP_STATUS_SERVICE_UNAVAIL
constexpr uint32_t code_key = 0x80090020u;    // NTE_FAIL

// The words of the Windows tool.
constexpr const char* good = "SUCCESS";
constexpr const char* gone = "FAILED. Device is either disabled or deleted";
constexpr const char* unsure = "FAILED. ERROR";

dsreg::result skip_about(const char* why, const char* about)
{
    return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT, why, about);
}

// The request is wrong because our clock is: InvalidJwtToken, an assertion outside of its time.
bool is_about_time(uint32_t aadsts)
{
    return aadsts == 50027 || aadsts == 500133;
}

// What the server says about a device whose certificate it took. nullptr: nothing.
const char* about_device(uint32_t aadsts)
{
    switch (aadsts) {
    case 221000: // DeviceOnlyTokensNotSupportedByResource
        return "the device proved itself, and the sign-in service gives no token to a device alone";
    case 135010: // KeyNotFound
        return "the device's object in the tenant does not have the key that signed";
    case 130006: // NgcTransportKeyNotFound
        return "the device's object in the tenant has no transport key";
    default:
        return nullptr;
    }
}

class test
{
public:
    test(dsreg::host host, const dsreg_device_verdict& v) : host_(host), v_(v) {}

    dsreg::result run(const dsreg_svc_device& device, const std::string& instance)
    {
        switch (v_.verdict) {
        case DSREG_DEVICE_OK:
            say(good);
            return dsreg::result::pass();
        case DSREG_DEVICE_DISABLED:
            say(gone);
            about().report(host_, "device.disabled", "the tenant has disabled this device");
            return dsreg::result::fail(); // Windows has no code for it: see the AADSTS number
        case DSREG_DEVICE_DELETED:
            say(gone);
            about().report(host_, "device.deleted", "the tenant does not know this device");
            return dsreg::result::fail();
        case DSREG_DEVICE_NO_ANSWER:
            break;
        default:
            return without_key();
        }
        if (v_.error == DSREG_X_ACCESS)
            return common::skip_denied(host_, device, instance, "only root can sign as the device");
        return inconclusive();
    }

private:
    void say(const char* status) const
    {
        host_.fact("device.auth-status", dsreg::text(status), "sign-in service");
    }

    std::string_view words() const { return dsreg::view(v_.text); }

    // The words about a name or a connection hold ports that differ from run to run; the test of
    // the hosts tells the rest.
    bool is_way_there() const
    {
        return v_.error == DSREG_X_DNS || v_.error == DSREG_X_CONNECT ||
               v_.error == DSREG_X_TIMEOUT || v_.error == DSREG_X_DISCONNECTED;
    }

    common::evidence about() const
    {
        common::evidence e;
        e.text("host", v_.host);
        if (v_.http_status != 0) e.number("http-status", v_.http_status);
        if (v_.aadsts != 0) e.text("aadsts", "AADSTS" + std::to_string(v_.aadsts));
        e.text("suberror", v_.suberror).text("request-id", v_.correlation);
        if (v_.attempts > 1) e.number("attempts", v_.attempts);
        if (!is_way_there()) e.text("error", common::steady(words()), DSREG_F_PERSONAL);
        return e;
    }

    dsreg::result not_known(common::evidence e, const char* sentence, uint32_t outer,
                            const char* cause) const
    {
        say(unsure);
        e.report(host_, "device.auth-check-inconclusive", sentence);
        const dsreg::result failed = dsreg::result::fail(outer);
        return cause == nullptr ? failed : failed.because_of(cause);
    }

    // The key went bad on the way; its own test says how, if it ran.
    dsreg::result without_key() const
    {
        if (common::input_number(host_, "key.usable", 1) == 0)
            return skip_about("there is no key to prove the device with", "key.usable");
        return not_known(about(), "the device could not sign its proof", code_key, "key.signs");
    }

    const char* clock_cause() const
    {
        return common::input_number(host_, "time.skewed", 0) != 0 ? "time.skewed" : nullptr;
    }

    // The service's document about itself could not be had from the same host.
    const char* service_cause() const
    {
        const bool same = std::string_view(v_.host) == common::chosen_cloud(host_).sts;
        const bool failed = common::input_state(host_, "sts.issuer") == DSREG_IN_SILENT;
        return same && failed ? "sts.issuer" : nullptr;
    }

    // A proof that is out of its time, or of another device than the others name.
    const char* proof_cause() const
    {
        if (const char* clock = clock_cause(); clock != nullptr) return clock;
        return common::input_number(host_, "device.agrees", 1) == 0 ? "device.agrees" : nullptr;
    }

    // The test of the hosts found the same.
    const char* network_cause() const
    {
        for (uint32_t i = 0; i < most_hosts; i++) {
            const dsreg_fact* fact = nullptr;
            if (host_.input("net.endpoint-state", fact, i) != DSREG_IN_PRESENT) break;
            if (fact->instance != nullptr && std::string_view(fact->instance) == v_.host &&
                dsreg::view(fact->value.u.s) != "ok")
                return "net.endpoint-state";
        }
        return nullptr;
    }

    dsreg::result inconclusive() const
    {
        if (v_.error == DSREG_X_NOT_FOUND || v_.error == DSREG_X_TOO_LARGE)
            return not_known(about(), "nobody can be asked about a device with this certificate", 0,
                             nullptr);
        const bool answered = v_.error == DSREG_X_NONE || v_.error == DSREG_X_REFUSED;
        common::evidence e = about();
        if (!answered) {
            const trouble t = common::classify(v_.error);
            const bool wants_credentials =
                v_.http_status == 407 || words().find("HTTP 407") != std::string_view::npos;
            e.text("failed", common::key_of(t));
            const char* cause = t == trouble::tls ? clock_cause() : nullptr;
            if (cause == nullptr) cause = network_cause();
            return not_known(e, "the sign-in service could not be asked about this device",
                             common::code_of(t, wants_credentials),
                             cause != nullptr ? cause : service_cause());
        }
        const char* cause = is_about_time(v_.aadsts) ? proof_cause() : nullptr;
        const char* own = about_device(v_.aadsts);
        return not_known(
            e, own != nullptr ? own : "the sign-in service's answer says nothing about this device",
            v_.http_status == 503 ? code_busy : code_server,
            cause != nullptr ? cause : service_cause());
    }

    dsreg::host host_;
    const dsreg_device_verdict& v_;
};

// What is known to be in the way is one failure, told where it was found.
bool is_in_the_way(dsreg::host host, dsreg::result& ret)
{
    const uint32_t tenant = common::input_state(host, "tenant.id");
    if (tenant == DSREG_IN_SILENT || tenant == DSREG_IN_BROKEN) {
        ret = skip_about(tenant == DSREG_IN_BROKEN
                             ? "which tenant this device is of could not be found out"
                             : "this machine is no registered device",
                         "tenant.id");
        return true;
    }
    const uint32_t key = common::input_state(host, "key.usable");
    if (key == DSREG_IN_UNKNOWN || common::input_number(host, "key.usable", 1) == 0) {
        ret = skip_about("there is no key to prove the device with", "key.usable");
        return true;
    }
    const dsreg_fact* end = nullptr;
    if (host.input("cert.not-after", end) == DSREG_IN_PRESENT && end->value.u.i < host.now()) {
        ret = common::clock_explains(host, true, end->value.u.i)
                  ? skip_about("the clock is wrong, and by another the certificate may be in time",
                               "time.skewed")
                  : skip_about("the device's certificate has expired", "cert.not-after");
        return true;
    }
    if (common::input_number(host, "cert.in-time", 1) == 0) {
        ret = skip_about("the device's certificate is not valid yet", "cert.in-time");
        return true;
    }
    return false;
}

} // namespace

dsreg::result server_state(dsreg::host host)
{
    const auto* device = host.service<dsreg_svc_device>(DSREG_SVC_DEVICE);
    dsreg::result instead = dsreg::result::none();
    std::string instance;
    if (is_in_the_way(host, instead)) return instead;
    if (!common::chosen_instance(host, *device, instance, instead)) {
        if (common::says_kept_away(instead))
            host.fact("device.auth-status", dsreg::unknown(common::kept_to_itself), "broker");
        return instead;
    }
    const dsreg_call call{sizeof call, 0, 16'000, 0};
    const dsreg_device_verdict* verdict = nullptr;
    if (device->server_test(host.raw(), &call, instance.c_str(), common::chosen_cloud(host).name,
                            &verdict) != DSREG_OK)
        return dsreg::result::none();
    return test(host, *verdict).run(*device, instance);
}

} // namespace device_state
