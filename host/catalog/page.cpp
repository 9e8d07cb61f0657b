#include "catalog/page.h"

#include <boost/json.hpp>

#include <dsreg/probe.h>

#include <algorithm>

namespace dsreg::catalog {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& o, std::string_view name)
{
    const json::value* v = o.if_contains(name);
    const json::string* s = v != nullptr ? v->if_string() : nullptr;
    return s != nullptr ? std::string(*s) : std::string();
}

std::vector<std::string> texts_of(const json::object& o, std::string_view name)
{
    std::vector<std::string> texts;
    const json::value* v = o.if_contains(name);
    if (const json::array* a = v != nullptr ? v->if_array() : nullptr)
        for (const json::value& item : *a)
            if (const json::string* s = item.if_string()) texts.emplace_back(*s);
    return texts;
}

const char* risk_text(const page& p)
{
    if (p.command.empty()) return "";
    if (p.risk == "destructive") return "the command destroys data";
    if (p.risk == "sign-in") return "the user has to sign in again after the command";
    return "";
}

const char* severity_of(int32_t severity)
{
    return severity == DSREG_SEVERITY_ERROR     ? "error"
           : severity == DSREG_SEVERITY_WARNING ? "warning"
                                                : "info";
}

const char* risk_of(uint32_t risk)
{
    return risk == DSREG_RISK_DESTRUCTIVE ? "destructive"
           : risk == DSREG_RISK_SIGN_IN   ? "sign-in"
           : risk == DSREG_RISK_SAFE      ? "safe"
                                          : "";
}

} // namespace

bool is_finding_code(std::string_view word)
{
    const auto good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    };
    return word.size() <= 128 && word.find('.') != word.npos && word.front() != '.' &&
           std::all_of(word.begin(), word.end(), good);
}

status parse_page(const std::string& text, page& ret)
{
    boost::system::error_code ec;
    const json::value document = json::parse(text, ec);
    const json::object* o = document.if_object();
    if (ec || o == nullptr) return status(errc::protocol, "it is no JSON object");
    page p;
    p.code = text_of(*o, "code");
    p.severity = text_of(*o, "severity");
    p.title = text_of(*o, "title");
    p.meaning = text_of(*o, "meaning");
    p.impact = text_of(*o, "impact");
    p.remedy = text_of(*o, "remedy");
    p.command = text_of(*o, "command");
    p.risk = text_of(*o, "risk");
    p.verify = text_of(*o, "verify");
    p.phase = text_of(*o, "phase");
    p.url = text_of(*o, "url");
    p.probes = texts_of(*o, "probes");
    p.references = texts_of(*o, "references");
    if (p.code.empty() || p.title.empty() || p.meaning.empty())
        return status(errc::protocol, "code, title or meaning is missing");
    ret = std::move(p);
    return {};
}

page page_of(const wire::finding_decl& declared, std::string probe)
{
    page p;
    p.code = declared.code;
    p.severity = severity_of(declared.severity);
    p.title = declared.title;
    p.meaning = declared.meaning;
    p.remedy = declared.remedy;
    p.command = declared.command;
    p.risk = risk_of(declared.risk);
    p.url = declared.url;
    p.probes.push_back(std::move(probe));
    return p;
}

entry entry_of(const page& p)
{
    entry e;
    e.head = p.code + "  " + p.title;
    e.add("Severity", p.severity);
    e.add("Meaning", p.meaning);
    e.add("Impact", p.impact);
    if (!p.phase.empty())
        e.add("Phase", "a device registration breaks in its " + p.phase + " phase");
    e.add("Remedy", p.remedy);
    e.add_verbatim("Command", p.command);
    e.add("Risk", risk_text(p));
    e.add("Verify", p.verify);
    std::string probes;
    for (const std::string& probe : p.probes) probes += (probes.empty() ? "" : ", ") + probe;
    e.add("Found by", probes);
    e.add_verbatim("More", p.url);
    const char* label = "References";
    for (const std::string& url : p.references) {
        if (url == p.url) continue;
        e.add_verbatim(label, url);
        label = "";
    }
    return e;
}

} // namespace dsreg::catalog
