#include "journal.h"

#include <algorithm>

namespace dsreg::lab {
namespace {

struct line {
    int64_t time_s = 0, priority = 6;
    uint32_t uid = 0;
    int pid = 0;
    std::string identifier, unit, message;
};

// A value with control characters goes by its length, so that it can be anything.
std::string field(const std::string& name, const std::string& value)
{
    const bool plain = std::all_of(value.begin(), value.end(),
                                   [](char c) { return static_cast<unsigned char>(c) >= 0x20; });
    if (plain) return name + "=" + value + "\n";
    std::string out = name + "\n";
    for (unsigned at = 0; at < 64; at += 8)
        out += static_cast<char>((static_cast<uint64_t>(value.size()) >> at) & 0xff);
    return out + value + "\n";
}

line of_device_broker(const scenario& s)
{
    const bool himmelblau = s.broker.kind == "himmelblau";
    line l;
    l.identifier = himmelblau ? "himmelblaud" : "microsoft-identity-device-broker";
    l.unit = l.identifier + ".service";
    l.pid = 901;
    return l;
}

line of_user_broker(const scenario& s, uint32_t uid)
{
    line l;
    l.identifier =
        s.broker.kind == "himmelblau" ? "himmelblau_broker" : "microsoft-identity-broker";
    l.unit = "user@" + std::to_string(uid) + ".service";
    l.uid = uid;
    l.pid = 1502;
    return l;
}

// Only the reference broker logs its registration in a form that is public.
void usual_lines(const scenario& s, int64_t now, std::vector<line>& ret)
{
    line cron; // there is more in a journal than what brokers say
    cron.identifier = "CRON";
    cron.unit = "cron.service";
    cron.pid = 1777;
    cron.time_s = now - 2 * 3600;
    cron.message = "pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)";
    ret.push_back(cron);
    if (s.broker.kind == "none" || s.broker.kind == "proxy") return; // a container has its own
    line started = of_device_broker(s);
    started.time_s = now - 8 * 3600;
    started.message = "device broker started, version " + broker_version(s);
    ret.push_back(started);
    if (s.broker.kind != "reference" || !s.device.registered) return;
    line joined = of_device_broker(s);
    joined.time_s = now - s.device.registered_ago_s;
    joined.message = "registration attempt: {\"result\":\"succeeded\",\"phase\":\"join\","
                     "\"type\":\"sync\"}";
    ret.push_back(joined);
}

std::string entry(const line& l, int64_t boot_s, const std::string& hostname)
{
    const auto micro = [](int64_t s) { return std::to_string(s * 1'000'000); };
    return "__REALTIME_TIMESTAMP=" + micro(l.time_s) +
           "\n__MONOTONIC_TIMESTAMP=" + micro(l.time_s - boot_s) +
           "\n_BOOT_ID=8c4a1f6be20d4b7c9a35d1e86f7b0c24\n_MACHINE_ID=" + machine_id + "\n" +
           field("_HOSTNAME", hostname) +
           "_TRANSPORT=journal\nPRIORITY=" + std::to_string(l.priority) +
           "\n_UID=" + std::to_string(l.uid) + "\n_PID=" + std::to_string(l.pid) + "\n" +
           field("SYSLOG_IDENTIFIER", l.identifier) + field("_SYSTEMD_UNIT", l.unit) +
           field("MESSAGE", l.message) + "\n";
}

} // namespace

std::string journal_text(const scenario& s, uint32_t uid, int64_t now_s)
{
    std::vector<line> lines;
    usual_lines(s, now_s, lines);
    for (const log_play& play : s.machine.log) {
        line l = play.from == "user-broker" ? of_user_broker(s, uid) : of_device_broker(s);
        l.time_s = now_s - play.ago_s;
        l.priority = play.priority;
        if (play.uid >= 0) l.uid = static_cast<uint32_t>(play.uid);
        l.message = play.message;
        lines.push_back(std::move(l));
    }
    // journald writes in order, and readers rely on it.
    std::stable_sort(lines.begin(), lines.end(),
                     [](const line& a, const line& b) { return a.time_s < b.time_s; });
    std::string text;
    for (const line& l : lines) text += entry(l, lines.front().time_s - 60, s.machine.hostname);
    return text;
}

} // namespace dsreg::lab
