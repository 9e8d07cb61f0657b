#include "cli/recorder.h"

#include "report/words.h"

#include <dsreg/probe.h>

#include <algorithm>

namespace dsreg::cli {
namespace {

std::size_t size_of(const std::vector<fact>& facts)
{
    std::size_t n = 0;
    for (const fact& f : facts)
        n += sizeof f + f.key.size() + f.instance.size() + f.source.size() + f.val.text.size();
    return n;
}

std::size_t size_of(const wire::run_order& order)
{
    std::size_t n = 0;
    for (const wire::input& in : order.inputs) n += sizeof in + in.key.size() + size_of(in.facts);
    for (const named_value& s : order.settings)
        n += sizeof s + s.first.size() + s.second.text.size();
    return n;
}

template <class Decl, class Same>
const Decl* find_decl(const std::vector<Decl>& list, Same same)
{
    const auto it = std::find_if(list.begin(), list.end(), same);
    return it == list.end() ? nullptr : &*it;
}

// Calls `each` with every value of a document.
template <class F>
void visit_values(recording::document& d, F each)
{
    for (wire::input& in : d.inputs)
        for (fact& f : in.facts) each(f.key, f.val);
    for (named_value& s : d.settings) each(std::string(), s.second);
    for (fact& f : d.facts) each(f.key, f.val);
    for (recording::told_finding& f : d.findings)
        for (named_value& item : f.said.evidence) each(std::string(), item.second);
}

} // namespace

recording::document* recorder::document_of(const std::string& probe_id, std::size_t bytes)
{
    const auto it = documents_.find(probe_id);
    if (it == documents_.end()) return nullptr;
    if (bytes <= left_) {
        left_ -= bytes;
        return &it->second;
    }
    // Half of a recording plays another run than the one that was.
    left_out_.insert(probe_id);
    documents_.erase(it);
    return nullptr;
}

void recorder::ordered(const engine::probe_state& probe, const wire::run_order& order,
                       std::chrono::milliseconds budget, int64_t started)
{
    const std::string& id = probe.row.id;
    documents_[id];
    recording::document* d = document_of(id, sizeof *d + size_of(order));
    if (d == nullptr) return;
    d->probe = id;
    d->module = probe.row.module;
    d->started_ns = started;
    d->budget_ms = static_cast<uint32_t>(budget.count());
    d->services = order.services;
    d->inputs = order.inputs;
    d->settings = order.settings;
}

void recorder::called(const std::string& probe_id, const wire::call& asked, int32_t status,
                      const std::string& payload)
{
    recording::document* d =
        document_of(probe_id, sizeof(recording::call) + asked.payload.size() + payload.size());
    if (d == nullptr) return;
    d->calls.push_back({asked.service, asked.method, asked.flags, asked.timeout_ms, status,
                        asked.payload, status == DSREG_OK ? payload : std::string()});
}

void recorder::concluded(const std::string& probe_id, const wire::conclusion& said)
{
    recording::document* d = document_of(probe_id, said.text.size() + said.about.size());
    if (d != nullptr && d->concluded++ == 0) d->said = said;
}

void recorder::finished(const engine::probe_state& probe)
{
    for (const wire::fact_decl& f : probe.decl->outputs)
        if ((f.flags & DSREG_F_SECRET) != 0) secret_keys_.insert(f.key);
    std::size_t bytes = size_of(probe.facts);
    for (const finding& f : probe.findings) {
        bytes += sizeof f + f.message.size();
        for (const named_value& item : f.evidence) bytes += sizeof item + item.second.text.size();
    }
    recording::document* d = document_of(probe.row.id, bytes);
    if (d == nullptr) return;
    for (fact f : probe.facts) {
        const auto* decl = find_decl(probe.decl->outputs, [&](auto& x) { return x.key == f.key; });
        if (decl != nullptr) f.val.flags |= decl->flags;
        d->facts.push_back(std::move(f));
    }
    for (const finding& f : probe.findings) {
        const auto* decl =
            find_decl(probe.decl->findings, [&](auto& x) { return x.code == f.code; });
        d->findings.push_back({f, decl != nullptr ? decl->severity : 0});
    }
    d->verdict = report::outcome_word(probe.row.result);
    d->verdict_reason = probe.row.reason;
    d->verdict_text = probe.row.text;
}

recording::cleaner recorder::hide_secrets()
{
    std::vector<std::string> secrets;
    for (auto& [id, d] : documents_)
        visit_values(d, [&](const std::string& key, value& v) {
            if (!v.known()) return;
            if (secret_keys_.count(key) != 0) v.flags |= DSREG_F_SECRET;
            if ((v.flags & DSREG_F_SECRET) != 0) secrets.push_back(display(v));
        });
    return recording::cleaner(secrets);
}

} // namespace dsreg::cli
