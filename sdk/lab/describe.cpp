#include "describe.h"

#include "base/text.h"
#include "device_root.h"

#include <cstdio>

namespace dsreg::lab {
namespace {

struct sheet {
    std::string text;
    void row(const std::string& label, const std::string& value)
    {
        text += label + std::string(label.size() < 10 ? 10 - label.size() : 0, ' ') + ": " +
                safe_text(value) + "\n";
    }
};

std::string broker_words(const scenario& s)
{
    const std::string version = " " + broker_version(s);
    if (s.broker.kind == "none") return "none is installed";
    if (s.broker.kind == "java") return "Microsoft's, Java era," + version;
    if (s.broker.kind == "cpp") return "Microsoft's, C++ era," + version;
    if (s.broker.kind == "himmelblau") return "Himmelblau" + version;
    if (s.broker.kind == "proxy") return "intuneme, before a container with Microsoft's" + version;
    return "the reference broker, speaking as Microsoft's" + version;
}

std::string fault_words(const broker_play& b)
{
    std::string words;
    if (b.fault == "slow") words = "answers after " + std::to_string(b.delay_ms) + " ms";
    if (b.fault == "crash") words = "dies inside the call";
    if (b.fault == "garbage") words = "answers what is not JSON";
    if (b.fault == "error") {
        words = "answers with an error, status " + std::to_string(b.error.status);
        if (!b.error.context.empty()) words += ": " + b.error.context;
    }
    if (words.empty()) return words;
    std::string which;
    for (const std::string& m : b.methods) which += (which.empty() ? "" : ", ") + m;
    return (which.empty() ? "every call: " : which + ": ") + words;
}

std::string duration(int64_t seconds)
{
    const int64_t size = seconds < 0 ? -seconds : seconds;
    if (size >= 2 * 86'400) return std::to_string(size / 86'400) + " days";
    if (size >= 2 * 3600) return std::to_string(size / 3600) + " hours";
    return std::to_string(size) + " s";
}

void append(std::string& words, const std::string& more)
{
    words += (words.empty() ? "" : ", ") + more;
}

std::string device_words(const device_play& d)
{
    if (!d.registered) return "not registered";
    std::string words = d.join + " " + duration(d.registered_ago_s) + " ago";
    if (d.certificate != "good") append(words, "certificate: " + d.certificate);
    if (d.key != "good") append(words, "key: " + d.key);
    if (d.transport_key != "good") append(words, "transport key: " + d.transport_key);
    if (d.format != "pem") append(words, d.format);
    if (!d.intune) append(words, "no registration.toml");
    if (!d.intune_id.empty()) append(words, "device id in registration.toml: " + d.intune_id);
    if (d.state != "enabled") append(words, "in the tenant: " + d.state);
    return words;
}

std::string prt_words(const prt_play& p)
{
    if (!p.present) return "none";
    return "cached " + duration(p.cached_ago_s) + " ago, renewed " + duration(p.refreshed_ago_s) +
           " ago, " + (p.expires_in_s < 0 ? "expired " : "expires in ") + duration(p.expires_in_s) +
           (p.expires_in_s < 0 ? " ago" : "") + ", session key " + p.session_key;
}

std::string attempt_words(const attempt_play& a)
{
    std::string words = "failed " + duration(a.ago_s) + " ago";
    for (const std::string* one : {&a.code, &a.server_error, &a.server_text})
        if (!one->empty()) append(words, *one);
    return words;
}

// What only the reference broker publishes.
void reference_rows(sheet& out, const broker_play& b)
{
    out.row("PRT", prt_words(b.prt));
    if (b.acquire.there) out.row("Acquire", attempt_words(b.acquire));
    if (b.refresh.there) out.row("Refresh", attempt_words(b.refresh));
    out.row("MDM", !b.mdm.known        ? "not known to the broker"
                   : b.mdm.url.empty() ? "none"
                                       : b.mdm.url);
    if (b.device_mode != "Exclusive") out.row("Mode", b.device_mode);
}

void machine_rows(sheet& out, const machine_play& m)
{
    if (!m.elevated) out.row("Rights", "dsreg runs without root's");
    if (!m.time_synchronized) out.row("Time", "not synchronized");
    if (m.clock_offset_s != 0) {
        out.row("Clock",
                duration(m.clock_offset_s) + (m.clock_offset_s > 0 ? " ahead" : " behind"));
    }
    if (m.remote_session) out.row("Session", "remote");
    if (!m.session_bus) out.row("Bus", "the user has no session bus");
    if (m.authd) out.row("authd", "its Entra broker is on the system bus");
    if (m.secrets.collection != "login") out.row("Keyring", m.secrets.collection);
    if (m.device_service) out.row("Service", "org.dsreg.DeviceBroker1 answers for the device");
    if (!m.device_broker) out.row("Device bus", "nobody owns the device broker's name");
    if (!m.device_era.empty()) out.row("Device era", m.device_era);
    if (!m.vendor_dsreg.empty()) out.row("dsreg", "the vendor's is installed");
    if (m.journal != "good") out.row("Journal", m.journal);
    for (const log_play& l : m.log) {
        out.row("Log", l.from + " " + duration(l.ago_s) + " ago, " + l.message.substr(0, 60));
    }
}

void host_rows(sheet& out, const scenario& s)
{
    for (const host_play& h : s.hosts) {
        std::string words;
        if (h.dns != "answer") words = "name server: " + h.dns;
        if (h.connect != "answer") words = "connection: " + h.connect;
        if (h.certificate != "lab")
            words +=
                (words.empty() ? "" : ", ") + std::string("certificate of an inspecting proxy");
        out.row("Host", h.name + ", " + (words.empty() ? "exists" : words));
    }
    for (const http_play& p : s.http) {
        const std::string body = p.body.substr(0, 60);
        out.row("HTTP", p.host + p.path + ", " +
                            (p.hang ? "no answer"
                                    : std::to_string(p.status) + " " + p.type +
                                          (body.empty() ? "" : " \"" + body + "\"")));
    }
}

} // namespace

std::string describe(const scenario& s)
{
    sheet out;
    out.text = safe_text(s.name) + ": " + safe_text(s.description) + "\n\n";
    out.row("Broker", broker_words(s));
    if (s.broker.kind != "none") {
        out.row("Program", broker_program(s.broker.kind));
        if (const std::string fault = fault_words(s.broker); !fault.empty())
            out.row("Fault", fault);
        for (const account& a : s.broker.accounts) out.row("Account", a.username);
        if (s.broker.kind == "reference") reference_rows(out, s.broker);
    }
    out.row("Tenant", s.tenant.domain + " (" + s.tenant.name + "), " + s.tenant.id + ", " +
                          s.tenant.realm + ", " + s.tenant.cloud + " cloud");
    out.row("Device", s.machine.hostname + ", " + s.device.id + ", " + device_words(s.device));
    for (const other_device& o : s.other_devices)
        out.row("Device", o.id + " of the tenant " + o.tenant_id);
    machine_rows(out, s.machine);
    if (s.proxy.mode != "none") out.row("Proxy", s.proxy.mode);
    for (const auto& [name, unit] : units(s)) {
        out.row("Unit", name + ", " + unit.load + ", " + unit.active + " (" + unit.sub + ")");
    }
    out.row("Hosts", std::to_string(host_names(s).size()) +
                         " of the public, US government and China clouds");
    host_rows(out, s);
    return out.text;
}

} // namespace dsreg::lab
