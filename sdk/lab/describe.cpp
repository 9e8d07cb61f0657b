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
    }
    out.row("Tenant",
            s.tenant.domain + " (" + s.tenant.name + "), " + s.tenant.id + ", " + s.tenant.realm);
    out.row("Device", s.machine.hostname + ", " + s.device_id);
    for (const auto& [name, unit] : units(s)) {
        out.row("Unit", name + ", " + unit.load + ", " + unit.active + " (" + unit.sub + ")");
    }
    out.row("Hosts", std::to_string(host_names(s).size()) +
                         " of the public, US government and China clouds");
    host_rows(out, s);
    return out.text;
}

} // namespace dsreg::lab
