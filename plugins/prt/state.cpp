// prt.state: is there a primary refresh token, and is it kept fresh?
#include "common/account.h"
#include "common/broker_words.h"
#include "common/names.h"
#include "prt/bodies.h"
#include "prt/facts.h"

#include <algorithm>

namespace prt {
namespace {

constexpr int64_t second = 1'000'000'000, minute = 60 * second, hour = 60 * minute;
// Renewed every four hours while the device is in use (Microsoft Learn, "Understanding Primary
// Refresh Token", Linux), with half an hour for the round that is due.
constexpr int64_t renewal = 4 * hour + 30 * minute;
constexpr int64_t tolerated_skew = 5 * minute;

constexpr const char* no_adfs = "only AD FS gives one, and no Linux broker keeps it";

struct source {
    const dsreg_broker_state& state;
    const char* name; // of the facts
};

void time_fact(dsreg::host host, const char* key, int64_t ns, const source& s)
{
    if (ns != 0)
        host.fact(key, dsreg::number(ns, DSREG_T_TIME), s.name);
    else
        host.fact(key, dsreg::unknown("the broker does not publish it"), s.name);
}

void report_enterprise(dsreg::host host)
{
    for (const dsreg_fact_decl* f :
         {&f_enterprise, &f_enterprise_updated, &f_enterprise_expires, &f_enterprise_authority})
        host.fact(f->key, dsreg::not_applicable(no_adfs), "constant");
}

// What is shown as AzureAdPrtAuthority also without a token.
void report_authority(dsreg::host host, const common::signed_in& who, const source& s)
{
    if (*s.state.prt_authority != '\0') {
        host.fact("prt.authority", dsreg::text(s.state.prt_authority), s.name);
        return;
    }
    const std::string tenant =
        who.tenant.empty() ? common::lowered(common::input_text(host, "run.tenant")) : who.tenant;
    if (!common::is_guid(tenant) && !common::is_domain(tenant)) return;
    const common::cloud& cloud = who.environment.empty()
                                     ? common::chosen_cloud(host)
                                     : common::cloud_of_environment(who.environment);
    host.fact("prt.authority", dsreg::text("https://" + std::string(cloud.sts) + "/" + tenant),
              "derived");
}

void report_token(dsreg::host host, const source& s)
{
    const dsreg_broker_state& state = s.state;
    switch (state.prt) {
    case DSREG_KNOWN_YES:
        host.fact("prt.present", dsreg::boolean(true), s.name);
        break;
    case DSREG_KNOWN_NO:
        host.fact("prt.present", dsreg::boolean(false), s.name);
        return;
    default:
        host.fact("prt.present",
                  dsreg::unknown(*state.prt_why != '\0' ? state.prt_why
                                                        : "the broker does not publish it"),
                  s.name);
        return;
    }
    // The vendor's tool knows one time only: when the token was put into the cache.
    time_fact(host, "prt.updated",
              state.prt_refreshed != 0 ? state.prt_refreshed : state.prt_cached, s);
    time_fact(host, "prt.expires", state.prt_expires, s);
    time_fact(host, "prt.cached", state.prt_cached, s);
    if (*state.session_key_protocol != '\0')
        host.fact("prt.session-key-protocol", dsreg::text(state.session_key_protocol), s.name);
    else
        host.fact("prt.session-key-protocol", dsreg::unknown("the broker does not publish it"),
                  s.name);
}

common::evidence evidence_of(const source& s)
{
    common::evidence e;
    e.text("source", s.name);
    if (s.state.prt_cached != 0) e.time("cached", s.state.prt_cached);
    if (s.state.prt_refreshed != 0) e.time("refreshed", s.state.prt_refreshed);
    if (s.state.prt_expires != 0) e.time("expires", s.state.prt_expires);
    return e;
}

// A failure of the token itself follows from the attempt that failed, if one is known.
dsreg::result fail(dsreg::host host, const source& s, const char* code, const char* text)
{
    evidence_of(s).report(host, code, text);
    return dsreg::result::fail().because_of("prt.trouble");
}

dsreg::result judge_present(dsreg::host host, const source& s)
{
    const dsreg_broker_state& state = s.state;
    const int64_t now = host.now();
    const int64_t newest = std::max(state.prt_cached, state.prt_refreshed);
    if (newest > now + tolerated_skew)
        evidence_of(s).report(host, "prt.from-future",
                              "the primary refresh token is newer than this machine's clock");
    if (state.prt_expires != 0 && state.prt_expires <= now)
        return fail(host, s, "prt.expired", "the primary refresh token has expired");
    // Only a renewal that is published can be late: the time of the cache may be an older one.
    if (state.prt_refreshed != 0 && now - state.prt_refreshed > renewal)
        evidence_of(s).report(host, "prt.stale",
                              "the primary refresh token was not renewed for over four hours");
    return dsreg::result::pass();
}

// The question was not answered. No token was asked for, so nothing is said of single sign-on.
dsreg::result judge_error(dsreg::host host, const dsreg_broker_state& state)
{
    const dsreg_broker_error& error = *state.error;
    common::evidence e;
    e.text("bus-name", "com.microsoft.identity.broker1");
    common::add_error(e, error);
    const auto no_answer = [&](const char* sentence, uint32_t code) {
        e.report(host, "prt.no-answer", sentence);
        return dsreg::result::fail(code);
    };
    switch (error.kind) {
    case DSREG_X_REFUSED:
        e.report(host, "prt.state-refused",
                 "the broker answers the question for the token with an error of its own");
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT,
                                   "the broker refuses the question for the token",
                                   "broker.version");
    case DSREG_X_PROTOCOL:
    case DSREG_X_TOO_LARGE:
        e.report(host, "prt.garbage", "what the broker says of the token cannot be read");
        return dsreg::result::fail(0x8007000du);
    case DSREG_X_TIMEOUT:
        return no_answer("the broker does not answer the question for the token", 0x80072ee2u);
    case DSREG_X_DISCONNECTED:
        return no_answer("the broker left the session bus at the question for the token",
                         0x80072efeu);
    case DSREG_X_NOT_FOUND: // it does not run, or does not know the account
        return no_answer(*state.prt_why != '\0' ? state.prt_why : "the broker is not running",
                         0x80072efeu);
    case DSREG_X_ACCESS:
        return no_answer("the session bus does not let this user ask the broker", 0x80070005u);
    default:
        return no_answer("the session bus, on which the broker is asked, was not reached",
                         0x80072efdu);
    }
}

} // namespace

dsreg::result state(dsreg::host host)
{
    report_enterprise(host);
    const uint32_t accounts = common::input_state(host, "user.account-count");
    if (common::input_state(host, "broker.version") == DSREG_IN_SILENT) {
        host.fact("prt.present", dsreg::unknown("the broker gives no usable answer"), "broker");
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT, "the broker gives no usable answer",
                                   "broker.version");
    }
    const auto* service = host.service<dsreg_svc_broker>(DSREG_SVC_BROKER);
    const common::signed_in who = common::chosen_account(host);
    const dsreg_account account = common::as_account(who);
    const dsreg_call call{sizeof call, 0, 4000, 0};
    const dsreg_broker_state* answer = nullptr;
    if (service->state(host.raw(), &call, who.id.empty() ? nullptr : &account, &answer) != DSREG_OK)
        return dsreg::result::none();

    const source s{*answer, *answer->prt_source != '\0' ? answer->prt_source : "broker"};
    report_token(host, s);
    report_authority(host, who, s);
    if (answer->prt == DSREG_KNOWN_YES) return judge_present(host, s);
    const bool absent = answer->prt == DSREG_KNOWN_NO;
    const bool failed = answer->error->kind != DSREG_X_NONE;
    // That nobody is signed in, or that the accounts cannot be had, is the failure of another
    // probe. One that broke has found out neither: then what the broker says of the token counts.
    const bool told = accounts == DSREG_IN_SILENT || accounts == DSREG_IN_SKIPPED;
    const bool nobody = absent && (told || std::string_view(s.name) == "accounts");
    if (accounts != DSREG_IN_PRESENT && (nobody || (failed && !absent)))
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT,
                                   nobody ? "nobody is signed in"
                                          : "the broker's accounts are not known",
                                   "user.account-count");
    if (absent)
        return fail(host, s, "prt.absent", "there is no primary refresh token for the user");
    if (failed) return judge_error(host, *answer);
    return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE, "the broker does not publish it");
}

} // namespace prt
