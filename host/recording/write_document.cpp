#include "recording/document.h"

#include "base/text.h"
#include "recording/leaves.h"
#include "recording/methods.h"
#include "recording/words.h"

#include <boost/json.hpp>

namespace dsreg::recording {
namespace json = boost::json;
namespace {

template <class T, class F>
json::array list_of(const std::vector<T>& items, F each)
{
    json::array out;
    out.reserve(items.size());
    for (const T& item : items) out.emplace_back(each(item));
    return out;
}

json::array facts_json(const std::vector<fact>& facts, const cleaner& clean)
{
    return list_of(facts, [&](const fact& f) { return fact_json(f, clean); });
}

json::array named_list(const std::vector<named_value>& items, const cleaner& clean)
{
    return list_of(items, [&](const named_value& v) { return named_json(v, clean); });
}

json::object order_json(const document& d, const cleaner& clean)
{
    json::object out;
    out["started_ns"] = d.started_ns;
    out["budget_ms"] = d.budget_ms;
    out["services"] = list_of(d.services, [](const std::string& s) { return text_json(s); });
    out["inputs"] = list_of(d.inputs, [&](const wire::input& in) {
        return json::object{{"key", text_json(in.key)},
                            {"state", word_json(state_words, in.state)},
                            {"facts", facts_json(in.facts, clean)}};
    });
    out["settings"] = named_list(d.settings, clean);
    return out;
}

json::object call_json(const call& c, const cleaner& clean)
{
    const method* known = find_method(c.service, c.method);
    json::value request, reply;
    json::object out;
    out["service"] = text_json(clean.text(c.service));
    out["method"] = known != nullptr ? json::value(json::string(known->name)) : c.method;
    out["flags"] = words_json(call_words, c.flags);
    out["timeout_ms"] = c.timeout_ms;
    if (known != nullptr && known->request.to_json(c.request, clean, request))
        out["request"] = std::move(request);
    out["status"] = word_json(status_words, c.status);
    if (known != nullptr && c.status == DSREG_OK && known->reply.to_json(c.reply, clean, reply))
        out["reply"] = std::move(reply);
    return out;
}

json::object finding_json(const told_finding& f, const cleaner& clean)
{
    json::object out;
    out["code"] = text_json(f.said.code);
    out["severity"] = word_json(severity_words, f.severity);
    if (!f.said.instance.empty()) out["instance"] = text_json(clean.text(f.said.instance));
    out["message"] = text_json(clean.text(f.said.message));
    out["evidence"] = named_list(f.said.evidence, clean);
    return out;
}

json::object outcome_json(const document& d, const cleaner& clean)
{
    json::object out;
    out["concluded"] = d.concluded;
    if (d.concluded != 0) {
        out["outcome"] = word_json(outcome_words, d.said.outcome);
        if (d.said.reason != 0) out["reason"] = word_json(skip_words, d.said.reason);
        if (d.said.outer != 0) out["outer"] = json::string(hex32(d.said.outer));
        if (d.said.inner != 0) out["inner"] = json::string(hex32(d.said.inner));
        if (!d.said.about.empty()) out["about"] = text_json(d.said.about);
        if (!d.said.text.empty()) out["text"] = text_json(clean.text(d.said.text));
    }
    out["facts"] = facts_json(d.facts, clean);
    out["findings"] =
        list_of(d.findings, [&](const told_finding& f) { return finding_json(f, clean); });
    out["verdict"] = json::object{{"outcome", json::string(d.verdict)},
                                  {"reason", text_json(d.verdict_reason)},
                                  {"text", text_json(clean.text(d.verdict_text))}};
    return out;
}

} // namespace

json::value to_json(const document& d, const cleaner& clean)
{
    json::object out;
    out["schema"] = "recording-1.schema.json";
    out["format"] = "1.0";
    out["probe"] = json::string(d.probe);
    out["module"] = json::string(d.module);
    out["order"] = order_json(d, clean);
    out["calls"] = list_of(d.calls, [&](const call& c) { return call_json(c, clean); });
    out["outcome"] = outcome_json(d, clean);
    return out;
}

} // namespace dsreg::recording
