#include "net/dns_explain.h"

#include "net/name.h"

#include <cstring>
#include <netdb.h>

namespace dsreg::net {
namespace {
const char* words(dns_verdict verdict)
{
    switch (verdict) {
    case dns_verdict::answered:
        return "found by ";
    case dns_verdict::no_data:
        return "no address at ";
    case dns_verdict::nxdomain:
        return "NXDOMAIN from ";
    case dns_verdict::servfail:
        return "SERVFAIL from ";
    case dns_verdict::refused:
        return "REFUSED by ";
    case dns_verdict::silent:
        return "no answer from ";
    case dns_verdict::unreachable:
        return "cannot reach ";
    case dns_verdict::other:
        return "useless answer from ";
    }
    return "";
}

// "NXDOMAIN from 10.0.0.2, no answer from 10.0.0.1"
std::string list(const std::vector<dns_answer>& answers)
{
    std::string text;
    for (const dns_answer& a : answers) {
        if (!text.empty()) text += ", ";
        text += words(a.verdict) + a.server;
    }
    return text;
}

bool all(const std::vector<dns_answer>& answers, dns_verdict verdict)
{
    for (const dns_answer& a : answers)
        if (a.verdict != verdict) return false;
    return !answers.empty();
}

std::string in_brackets(const std::string& text)
{
    return text.empty() ? "" : " (" + text + ")";
}

std::string said_by_system(int code, int system_errno)
{
    if (code == EAI_SYSTEM && system_errno != 0) return ::strerror(system_errno);
    return ::gai_strerror(code);
}
} // namespace

failure explain_lookup(const std::string& name, int code, int system_errno,
                       const std::vector<dns_answer>& answers)
{
    const std::string quoted = "name " + quoted_name(name);
    if (all(answers, dns_verdict::nxdomain))
        return failure::of(DSREG_X_DNS, code,
                           quoted + " does not exist" + in_brackets(list(answers)));
    if (all(answers, dns_verdict::no_data))
        return failure::of(DSREG_X_DNS, code,
                           quoted + " has no address" + in_brackets(list(answers)));
    if (all(answers, dns_verdict::unreachable))
        return failure::of(DSREG_X_DNS, code,
                           quoted + " could not be looked up: no network to any name server" +
                               in_brackets(list(answers)));
    if (answers.empty())
        return failure::of(DSREG_X_DNS, code,
                           quoted +
                               " could not be looked up: " + said_by_system(code, system_errno));
    if (all(answers, dns_verdict::answered))
        return failure::of(DSREG_X_DNS, code,
                           quoted + " is in DNS, but this machine does not find it: " +
                               said_by_system(code, system_errno) + in_brackets(list(answers)));
    return failure::of(DSREG_X_DNS, code,
                       quoted + " could not be looked up" + in_brackets(list(answers)));
}

failure explain_silence(const std::string& name, const std::vector<dns_answer>& answers)
{
    return failure::too_late(EAI_AGAIN, "name " + quoted_name(name) +
                                            " could not be looked up in time" +
                                            in_brackets(list(answers)));
}

failure explain_lab(const std::string& name, const std::string& fail, const std::string& server)
{
    dns_answer answer{server.empty() ? "the lab" : server, dns_verdict::nxdomain, ""};
    int code = EAI_NONAME;
    if (fail == "servfail" || fail == "refused") {
        answer.verdict = fail == "servfail" ? dns_verdict::servfail : dns_verdict::refused;
        code = EAI_AGAIN;
    }
    return explain_lookup(name, code, 0, {answer});
}

} // namespace dsreg::net
