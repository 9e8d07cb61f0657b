// time.skew: does anything keep the clock right, and how far is it from the sign-in service's?
//
// The measure is the Date field of an answer, one second fine, against the middle of the exchange:
// no more than what is judged by minutes needs.
#include "clock/bodies.h"
#include "clock/date.h"
#include "clock/sync.h"
#include "common/clouds.h"
#include "common/endpoint.h"
#include "common/transport.h"

#include <dsreg/svc/http.h>

namespace timing {
namespace {

constexpr int64_t second = 1'000'000'000;
constexpr uint32_t most_hosts = 64;
constexpr int64_t drift_from = 60, skew_from = 300; // s
// "The TLS certificate could not be validated; check the client time skew", and "certificate date
// not valid" (ERROR_ADAL_INTERNET_SECURE_FAILURE, _SEC_CERT_DATE_INVALID).
constexpr uint32_t code_skew = 0xcaa82f8fu, code_dates = 0xcaa82f05u;

constexpr const char* none_known = "none of the known time services runs";

const char* word(known k)
{
    return k == known::yes ? "YES" : k == known::no ? "NO" : "";
}

// What a cache in between kept it for; servers of tokens are not cached, so this is a safeguard.
int64_t age_of(const dsreg_http_reply& reply)
{
    const std::string_view text = common::field(reply, "age");
    int64_t seconds = 0;
    if (text.empty() || text.size() > 6) return 0;
    for (const char c : text) {
        if (!common::is_digit(c)) return 0;
        seconds = seconds * 10 + (c - '0');
    }
    return seconds;
}

class test
{
public:
    explicit test(dsreg::host host) : host_(host), server_(common::chosen_cloud(host).sts) {}

    dsreg::result run()
    {
        if (!ask_sync(host_, sync_)) return dsreg::result::none();
        report(sync_.service, "time.service",
               sync_.none_known ? none_known : "it could not be asked");
        report(sync_.synchronized, "time.synchronized", "no service says it");
        const std::string_view state = common::endpoint_state(host_, server_);
        // "tls" may be the clock's doing; the others are the network's.
        if (!state.empty() && state != "ok" && state != "tls") return no_answer();

        const std::string url =
            std::string("https://") + server_ + "/common/.well-known/openid-configuration";
        const dsreg_http_request request{sizeof request, 0,       "GET",     url.c_str(),
                                         nullptr,        {"", 0}, 64 * 1024, 0};
        const dsreg_http_request* const list[] = {&request};
        const dsreg_call call{sizeof call, DSREG_CALL_FRESH, 4500, 0};
        const auto* http = host_.service<dsreg_svc_http>(DSREG_SVC_HTTP);
        const dsreg_http_reply* const* replies = nullptr;
        const int64_t before = host_.now();
        if (http->perform(host_.raw(), &call, list, 1, &replies) != DSREG_OK)
            return dsreg::result::none();
        const int64_t after = host_.now();
        const dsreg_http_reply& reply = *replies[0];
        if (reply.error == DSREG_X_TLS) return judge_certificate(*reply.net, after);
        int64_t date = 0;
        const bool dated = reply.error == DSREG_X_NONE && reply.status != 407 &&
                           parse_http_date(common::field(reply, "date"), date);
        if (!dated) return no_answer();
        // The server's second has begun and not ended.
        const int64_t there = (date + age_of(reply)) * second + second / 2;
        return judge((before + (after - before) / 2 - there) / second);
    }

private:
    void report(known k, const char* key, const char* why)
    {
        host_.fact(key, k == known::unknown ? dsreg::unknown(why) : dsreg::boolean(k == known::yes),
                   sync_.source);
    }

    common::evidence start() const
    {
        common::evidence e;
        e.text("host", server_).text("time-service", word(sync_.service));
        e.text("synchronized", word(sync_.synchronized)).text("unit", sync_.name);
        return e;
    }

    void warn_if_alone()
    {
        // Somebody outside (a container's machine) may keep the clock without a service in here.
        if (sync_.synchronized == known::yes) return;
        if (sync_.synchronized == known::unknown) {
            if (sync_.none_known) start().report(host_, "time.no-known-service", none_known);
            return;
        }
        start().report(host_, "time.not-synchronized",
                       sync_.service == known::yes
                           ? "a time service is on and has not synchronized the clock"
                       : sync_.none_known ? "none of the known time services runs, and the clock "
                                            "is not synchronized"
                                          : "the clock is not synchronized");
    }

    dsreg::result no_answer()
    {
        host_.fact("time.offset", dsreg::unknown("the sign-in service gave no time"), "network");
        warn_if_alone();
        return dsreg::result::skip(DSREG_SKIP_MISSING_INPUT,
                                   "no answer of the sign-in service to compare the clock with",
                                   "net.endpoint-state");
    }

    dsreg::result judge(int64_t seconds)
    {
        const int64_t off = seconds < 0 ? -seconds : seconds;
        const char* side = seconds < 0 ? " behind" : " ahead";
        const std::string words = amount(off) + (off < drift_from ? "" : side);
        const std::string sentence =
            "the clock is " + words + (seconds < 0 ? "" : " of") + " the sign-in service's";
        host_.fact("time.offset", dsreg::text(words), "sign-in service");
        host_.fact("time.skewed", dsreg::boolean(off > skew_from), "sign-in service");
        if (off > skew_from) {
            start().text("clock", words).report(host_, "time.skew", sentence);
            return dsreg::result::fail(code_skew);
        }
        host_.fact("time.ok", dsreg::boolean(true), "sign-in service");
        if (off > drift_from)
            start().text("clock", words).report(host_, "time.drift", sentence);
        else
            warn_if_alone();
        return dsreg::result::pass();
    }

    bool another_is_fine() const
    {
        for (uint32_t i = 0; i < most_hosts; i++) {
            const dsreg_fact* fact = nullptr;
            if (host_.input("net.endpoint-state", fact, i) != DSREG_IN_PRESENT) return false;
            const bool other =
                fact->instance != nullptr && std::string_view(fact->instance) != server_;
            if (other && fact->value.type == DSREG_T_STR && dsreg::view(fact->value.u.s) == "ok")
                return true;
        }
        return false;
    }

    // No session, hence no Date; but a certificate of a known authority says when it is good.
    dsreg::result judge_certificate(const dsreg_net_result& net, int64_t now)
    {
        // Where another certificate is valid at this time, the dates are this server's own.
        if (!common::only_dates_wrong(net) || another_is_fine()) return no_answer();
        const dsreg_net_cert& leaf = *net.certs[0];
        const bool early = now < leaf.not_before;
        const int64_t off = (early ? leaf.not_before - now : now - leaf.not_after) / second;
        const std::string words = lower_bound(off) + (early ? " behind" : " ahead");
        host_.fact("time.offset", dsreg::text(words), "certificate");
        host_.fact("time.skewed", dsreg::boolean(true), "certificate");
        common::evidence e = start();
        e.text("clock", words).time("certificate-from", leaf.not_before);
        e.time("certificate-until", leaf.not_after);
        e.report(host_, "time.skew",
                 std::string("the clock is ") + words + ": the sign-in service's certificate is " +
                     (early ? "not yet valid here" : "not valid any more here"));
        const auto fail = dsreg::result::fail(code_skew, code_dates);
        const bool known = common::is_known_trouble(host_, server_);
        return known ? fail.because_of("net.endpoint-state") : fail;
    }

    dsreg::host host_;
    const char* server_;
    sync_state sync_;
};

} // namespace

dsreg::result skew(dsreg::host host)
{
    return test(host).run();
}

} // namespace timing
