// time.skew: what keeps the clock, and how far it is from the sign-in service's.
#include "bundled.h"

#include <gtest/gtest.h>

namespace {

using testkit::dbus_answer;
using testkit::dbus_question;
using testkit::http_answer;
using testkit::outcome;
using testkit::world;
using codes = std::vector<std::string>;

const std::string sts = "login.microsoftonline.com";

const bundled_module& clock_module()
{
    static const bundled_module m(bundled("clock"));
    return m;
}

// The fake host's clock says 2026-09-21 14:13:20.
http_answer at(const std::string& date)
{
    http_answer a;
    a.fields = {{"date", date}};
    return a;
}

dbus_answer timedated(bool ntp, bool synchronized)
{
    dbus_answer a;
    a.flags = {{"0/NTP", ntp}, {"0/NTPSynchronized", synchronized}};
    return a;
}

dbus_answer nobody()
{
    dbus_answer a;
    a.error = DSREG_X_NOT_FOUND;
    a.name = "org.freedesktop.DBus.Error.NameHasNoOwner";
    return a;
}

world with(const http_answer& answer, const dbus_answer& time = timedated(true, true))
{
    world w;
    w.offered.http = [answer](const testkit::http_question&) { return answer; };
    w.offered.dbus = [time](const dbus_question& q) {
        EXPECT_EQ(q.bus, DSREG_BUS_SYSTEM);
        return q.destination == "org.freedesktop.timedate1" ? time : nobody();
    };
    w.give("net.endpoint-state", "ok", "graph.microsoft.com").give("net.endpoint-state", "ok", sts);
    return w;
}

outcome run(const world& w)
{
    return clock_module().run("time.skew", w);
}

TEST(plugin_clock, descriptor_keeps_the_rules)
{
    EXPECT_EQ(descriptor_faults(clock_module().get()), codes{});
    EXPECT_EQ(std::string(clock_module().get().id), "dsreg.clock");
}

TEST(plugin_clock, a_right_clock_passes_and_opens_the_gate)
{
    const outcome o = run(with(at("Mon, 21 Sep 2026 14:13:20 GMT")));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("time.offset"), "less than a minute");
    EXPECT_EQ(o.fact_of("time.ok"), "1");
    EXPECT_EQ(o.fact_of("time.skewed"), "0");
    EXPECT_EQ(o.fact_of("time.service"), "1");
    EXPECT_EQ(o.fact_of("time.synchronized"), "1");
    EXPECT_EQ(o.codes(), codes{});
    EXPECT_EQ(o.violations, codes{});
}

TEST(plugin_clock, ten_minutes_are_a_failure_on_either_side)
{
    const std::pair<const char*, const char*> table[] = {
        {"Mon, 21 Sep 2026 14:23:20 GMT", "about 10 minutes behind"},
        {"Mon, 21 Sep 2026 14:03:20 GMT", "about 10 minutes ahead"},
        {"Mon, 21 Sep 2026 11:13:20 GMT", "about 3 hours ahead"},
        {"Thu, 01 Oct 2026 14:13:20 GMT", "about 10 days behind"},
        {"Sun, 29 Feb 2032 14:13:20 GMT", "about 1987 days behind"}};
    for (const auto& [date, words] : table) {
        const outcome o = run(with(at(date), timedated(true, false)));
        EXPECT_EQ(o.result, DSREG_FAIL) << date;
        EXPECT_EQ(o.codes(), codes{"time.skew"}); // and no second finding about its cause
        EXPECT_EQ(o.outer, 0xcaa82f8fu);
        EXPECT_EQ(o.fact_of("time.offset"), words);
        EXPECT_FALSE(o.has_fact("time.ok"));
        EXPECT_EQ(o.fact_of("time.skewed"), "1");
        EXPECT_EQ(o.evidence("time.skew", "clock"), words);
        EXPECT_EQ(o.evidence("time.skew", "synchronized"), "NO");
        EXPECT_EQ(o.about, ""); // its own root cause
        EXPECT_EQ(o.violations, codes{});
    }
}

TEST(plugin_clock, the_sentence_is_english_on_either_side)
{
    const outcome behind = run(with(at("Mon, 21 Sep 2026 14:23:20 GMT")));
    EXPECT_EQ(behind.findings.at(0).message,
              "the clock is about 10 minutes behind the sign-in service's");
    const outcome ahead = run(with(at("Mon, 21 Sep 2026 14:08:30 GMT")));
    EXPECT_EQ(ahead.findings.at(0).message,
              "the clock is about 5 minutes ahead of the sign-in service's");
}

TEST(plugin_clock, between_one_and_five_minutes_is_a_worry)
{
    for (const char* date : {"Mon, 21 Sep 2026 14:14:50 GMT", "Mon, 21 Sep 2026 14:08:30 GMT"}) {
        const outcome o = run(with(at(date)));
        EXPECT_EQ(o.result, DSREG_PASS) << date;
        EXPECT_EQ(o.codes(), codes{"time.drift"});
        EXPECT_EQ(o.fact_of("time.ok"), "1");
    }
}

// A few hundred milliseconds more or less must not change the words.
TEST(plugin_clock, words_are_steady_around_round_offsets)
{
    for (const char* date : {"Mon, 21 Sep 2026 14:14:47 GMT", "Mon, 21 Sep 2026 14:14:53 GMT"})
        EXPECT_EQ(run(with(at(date))).fact_of("time.offset"), "about 2 minutes behind") << date;
    for (const char* date : {"Mon, 21 Sep 2026 14:23:15 GMT", "Mon, 21 Sep 2026 14:23:25 GMT"})
        EXPECT_EQ(run(with(at(date))).fact_of("time.offset"), "about 10 minutes behind") << date;
}

TEST(plugin_clock, nothing_that_keeps_the_clock_is_a_worry)
{
    const outcome off = run(with(at("Mon, 21 Sep 2026 14:13:20 GMT"), timedated(false, false)));
    EXPECT_EQ(off.result, DSREG_PASS);
    EXPECT_EQ(off.codes(), codes{"time.not-synchronized"});
    EXPECT_EQ(off.evidence("time.not-synchronized", "time-service"), "NO");
    const outcome not_yet = run(with(at("Mon, 21 Sep 2026 14:13:20 GMT"), timedated(true, false)));
    EXPECT_EQ(not_yet.codes(), codes{"time.not-synchronized"});
    // A container: its machine keeps the clock.
    EXPECT_EQ(run(with(at("Mon, 21 Sep 2026 14:13:20 GMT"), timedated(false, true))).codes(),
              codes{});
}

TEST(plugin_clock, where_timedated_sleeps_the_services_are_asked)
{
    world w = with(at("Mon, 21 Sep 2026 14:13:20 GMT"));
    std::string active = "systemd_2dtimesyncd_2eservice";
    w.offered.dbus = [&](const dbus_question& q) {
        if (q.destination == "org.freedesktop.timedate1") return nobody();
        EXPECT_EQ(q.destination, "org.freedesktop.systemd1");
        dbus_answer a;
        const bool on = !active.empty() && q.path.find("/" + active) != std::string::npos;
        a.items = {{"0", on ? "active" : "inactive"}};
        return a;
    };
    uint32_t mark = DSREG_X_NONE;
    w.offered.fs = [&](const std::string&) {
        testkit::fs_answer a;
        a.error = mark;
        return a;
    };
    const outcome good = run(w);
    EXPECT_EQ(good.fact_of("time.service"), "1");
    EXPECT_EQ(good.fact_of("time.synchronized"), "1");
    EXPECT_EQ(good.codes(), codes{});
    mark = DSREG_X_NOT_FOUND;
    EXPECT_EQ(run(w).codes(), codes{"time.not-synchronized"});
    EXPECT_EQ(run(w).evidence("time.not-synchronized", "unit"), "systemd-timesyncd.service");
    mark = DSREG_X_ACCESS; // cannot be seen is not missing
    EXPECT_EQ(run(w).fact_of("time.synchronized"), "?no service says it");
    EXPECT_EQ(run(w).codes(), codes{});
    active = "chrony_2eservice"; // leaves no mark
    EXPECT_EQ(run(w).fact_of("time.service"), "1");
    EXPECT_EQ(run(w).fact_of("time.synchronized"), "?no service says it");
    active = ""; // others than those that are asked may keep it
    EXPECT_EQ(run(w).fact_of("time.service"), "?none of the known time services runs");
    EXPECT_EQ(run(w).codes(), codes{"time.no-known-service"});
    EXPECT_EQ(run(w).result, DSREG_PASS);
    EXPECT_EQ(run(w).violations, codes{});
}

TEST(plugin_clock, a_unit_that_could_not_be_asked_may_be_the_one_that_runs)
{
    world w = with(at("Mon, 21 Sep 2026 14:13:20 GMT"));
    w.offered.dbus = [&](const dbus_question& q) {
        if (q.destination == "org.freedesktop.timedate1") return nobody();
        dbus_answer a;
        a.items = {{"0", "inactive"}};
        if (q.path.find("/chrony_2eservice") != std::string::npos) a.error = DSREG_X_ACCESS;
        return a;
    };
    EXPECT_EQ(run(w).fact_of("time.service"), "?it could not be asked");
    EXPECT_EQ(run(w).codes(), codes{});
}

TEST(plugin_clock, a_hung_system_bus_is_asked_once_and_the_clock_is_compared)
{
    for (const std::string hangs : {"org.freedesktop.timedate1", "org.freedesktop.systemd1"}) {
        world w = with(at("Mon, 21 Sep 2026 14:13:20 GMT"));
        int asked = 0;
        w.offered.dbus = [&](const dbus_question& q) {
            if (q.destination != hangs) return nobody();
            asked++;
            dbus_answer a;
            a.error = DSREG_X_TIMEOUT;
            return a;
        };
        const outcome o = run(w);
        EXPECT_EQ(asked, 1) << hangs;
        EXPECT_EQ(o.result, DSREG_PASS);
        EXPECT_EQ(o.fact_of("time.service"), "?it could not be asked");
        EXPECT_EQ(o.codes(), codes{});
    }
}

TEST(plugin_clock, without_a_system_bus_only_the_offset_is_known)
{
    world w = with(at("Mon, 21 Sep 2026 14:13:20 GMT"));
    dbus_answer none;
    none.error = DSREG_X_CONNECT;
    w.offered.dbus = [none](const dbus_question&) { return none; };
    const outcome o = run(w);
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("time.service"), "?it could not be asked");
    EXPECT_EQ(o.codes(), codes{});
    w.offered.dbus = nullptr;
    EXPECT_EQ(run(w).result, DSREG_PASS);
}

TEST(plugin_clock, garbage_from_timedated_is_no_answer)
{
    dbus_answer a;
    a.items = {{"0/NTP", "yes"}, {"0/NTPSynchronized", ""}};
    const outcome o = run(with(at("Mon, 21 Sep 2026 14:13:20 GMT"), a));
    EXPECT_EQ(o.result, DSREG_PASS);
    EXPECT_EQ(o.fact_of("time.synchronized"), "?no service says it");
}

TEST(plugin_clock, a_host_that_the_network_hides_is_not_asked)
{
    for (const char* state : {"dns", "refused", "timeout", "proxy", "reset"}) {
        world w = with({});
        w.inputs.clear();
        w.give("net.endpoint-state", state, sts);
        w.offered.http = [](const testkit::http_question&) -> http_answer {
            throw std::logic_error("asked");
        };
        const outcome o = run(w);
        EXPECT_EQ(o.result, DSREG_SKIP) << state;
        EXPECT_EQ(o.reason, DSREG_SKIP_MISSING_INPUT);
        EXPECT_EQ(o.about, "net.endpoint-state");
        EXPECT_EQ(o.fact_of("time.offset"), "?the sign-in service gave no time");
        EXPECT_EQ(o.fact_of("time.synchronized"), "1");
        EXPECT_FALSE(o.has_fact("time.ok"));
        EXPECT_EQ(o.violations, codes{});
    }
}

TEST(plugin_clock, an_answer_without_a_date_says_nothing)
{
    http_answer cut;
    cut.net.error = DSREG_X_DISCONNECTED;
    http_answer by_proxy = at("Mon, 21 Sep 2026 14:23:20 GMT");
    by_proxy.status = 407; // the proxy's own clock
    for (const http_answer& a : {cut, by_proxy, http_answer{}}) {
        const outcome o = run(with(a, timedated(false, false)));
        EXPECT_EQ(o.result, DSREG_SKIP);
        EXPECT_EQ(o.codes(), codes{"time.not-synchronized"}); // that much is known
        EXPECT_EQ(o.violations, codes{});
    }
}

TEST(plugin_clock, dates_that_are_none_are_refused)
{
    for (const char* date : {"", "now", "2026-09-21T14:13:20Z", "Mon, 21 Sep 2026 14:13:20 CET",
                             "Mon, 21 Sep 26 14:13:20 GMT", "Mon, 00 Sep 2026 14:13:20 GMT",
                             "Mon, 21 ePo 2026 14:13:20 GMT", "xxx, 21 Sep 2026 14:13:20 GMT",
                             "Mon, 21 Sep 2026 24:13:20 GMT", "Mon, 21 Sep 2026 14:-3:20 GMT",
                             "Mon, 21 Sep 2026 14:13:20 GMT ", "Monday, 21-Sep-26 14:13:20 GMT",
                             // Beyond what an int64 of nanoseconds holds, and before any server.
                             "Fri, 31 Dec 9999 23:59:59 GMT", "Wed, 21 Sep 2611 14:13:20 GMT",
                             "Thu, 01 Jan 2201 00:00:00 GMT", "Wed, 31 Dec 2014 23:59:59 GMT",
                             "Thu, 01 Jan 1970 00:00:00 GMT"}) {
        const outcome o = run(with(at(date)));
        EXPECT_EQ(o.result, DSREG_SKIP) << date;
        EXPECT_EQ(o.violations, codes{});
    }
}

TEST(plugin_clock, any_status_of_the_server_has_its_date)
{
    for (const int32_t status : {200, 400, 404, 429, 503}) {
        http_answer a = at("Mon, 21 Sep 2026 14:23:20 GMT");
        a.status = status;
        EXPECT_EQ(run(with(a)).codes(), codes{"time.skew"}) << status;
    }
}

TEST(plugin_clock, the_age_of_a_kept_answer_counts)
{
    http_answer a = at("Mon, 21 Sep 2026 14:03:20 GMT");
    a.fields.push_back({"age", "600"});
    EXPECT_EQ(run(with(a)).codes(), codes{});
    a.fields.back().second = "-600";
    EXPECT_EQ(run(with(a)).codes(), codes{"time.skew"});
}

http_answer dated_certificate(int32_t native, bool trusted, int64_t from, int64_t to)
{
    http_answer a;
    a.net.error = DSREG_X_TLS;
    a.net.native = native;
    a.net.certs = {{"CN=" + sts, "CN=A Public CA", "00", trusted, from, to}};
    return a;
}

constexpr int64_t now = 1'790'000'000'000'000'000, day = 86'400'000'000'000;

TEST(plugin_clock, a_genuine_certificate_out_of_its_dates_tells_on_the_clock)
{
    world w = with(dated_certificate(9, true, now + 40 * day, now + 400 * day));
    w.inputs.clear();
    w.give("net.endpoint-state", "tls", sts);
    const outcome early = run(w);
    EXPECT_EQ(early.result, DSREG_FAIL);
    EXPECT_EQ(early.codes(), codes{"time.skew"});
    EXPECT_EQ(early.outer, 0xcaa82f8fu);
    EXPECT_EQ(early.inner, 0xcaa82f05u);
    EXPECT_EQ(early.about, "net.endpoint-state"); // that probe met the same, and said it first
    EXPECT_EQ(early.fact_of("time.offset"), "at least 40 days behind");
    EXPECT_EQ(early.fact_of("time.skewed"), "1");
    EXPECT_EQ(early.violations, codes{});
    w.offered.http = [](const testkit::http_question&) {
        return dated_certificate(10, true, now - 90 * day, now - 3 * day);
    };
    EXPECT_EQ(run(w).fact_of("time.offset"), "at least 3 days ahead");
}

TEST(plugin_clock, a_certificate_that_net_endpoints_did_not_meet_is_its_own_root_cause)
{
    world w = with(dated_certificate(9, true, now + 40 * day, now + 400 * day));
    w.inputs.clear();
    w.give("net.endpoint-state", "ok", sts)
        .give("net.endpoint-state", "dns", "graph.microsoft.com");
    const outcome o = run(w);
    EXPECT_EQ(o.codes(), codes{"time.skew"});
    EXPECT_EQ(o.about, "");
}

TEST(plugin_clock, one_certificate_out_of_its_dates_among_good_ones_is_the_servers_fault)
{
    world w = with(dated_certificate(10, true, now - 90 * day, now - 3 * day));
    w.inputs.clear();
    w.give("net.endpoint-state", "tls", sts)
        .give("net.endpoint-state", "ok", "graph.microsoft.com");
    const outcome o = run(w);
    EXPECT_EQ(o.result, DSREG_SKIP);
    EXPECT_EQ(o.about, "net.endpoint-state");
    EXPECT_EQ(o.codes(), codes{});
    EXPECT_FALSE(o.has_fact("time.skewed"));
}

TEST(plugin_clock, another_fault_of_tls_is_not_the_clocks)
{
    for (const http_answer& a : {dated_certificate(10, false, now - 90 * day, now - day),
                                 dated_certificate(20, true, now - day, now + day)}) {
        const outcome o = run(with(a));
        EXPECT_EQ(o.result, DSREG_SKIP);
        EXPECT_EQ(o.about, "net.endpoint-state");
    }
}

TEST(plugin_clock, the_cloud_decides_whom_to_ask)
{
    world w = with(at("Mon, 21 Sep 2026 14:13:20 GMT"));
    w.give("run.cloud", "usgov");
    std::string asked;
    w.offered.http = [&](const testkit::http_question& q) {
        asked = q.url;
        return at("Mon, 21 Sep 2026 14:13:20 GMT");
    };
    EXPECT_EQ(run(w).result, DSREG_PASS);
    EXPECT_EQ(asked, "https://login.microsoftonline.us/common/.well-known/openid-configuration");
}

TEST(plugin_clock, a_service_error_concludes_nothing)
{
    http_answer a;
    a.carried = DSREG_E_SERVICE;
    EXPECT_EQ(run(with(a)).concluded, 0);
}

} // namespace
