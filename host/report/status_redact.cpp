// The rows of a status take the way of a report's facts, so that both withhold the same.
#include "report/redact.h"
#include "report/status.h"

#include <dsreg/probe.h>

namespace dsreg::report {
namespace {

// Every text in it, in one order: `see` a value, or a text beside the values.
template <class Status, class Value, class Text>
void visit(Status& r, Value see, Text tell)
{
    const auto row = [&](auto& s, uint32_t flags = 0) { see(s.val, flags); };
    const auto some = [&](auto& s, uint32_t flags = 0) {
        if (s) see(s->val, flags);
    };
    for (auto& a : r.accounts) {
        row(a.home_account_id, DSREG_F_PERSONAL);
        row(a.environment);
        row(a.tenant_id, DSREG_F_PERSONAL);
        some(a.username, DSREG_F_PERSONAL);
    }
    for (auto& d : r.devices) {
        row(d.registered);
        some(d.device_id, DSREG_F_PERSONAL);
        some(d.tenant_id, DSREG_F_PERSONAL);
        some(d.tenant_name, DSREG_F_PERSONAL);
        some(d.thumbprint, DSREG_F_PERSONAL);
    }
    row(r.token.present);
    some(r.token.session_key_protocol);
    row(r.broker.version);
    row(r.broker.service);
    row(r.broker.binary);
    some(r.broker.device_mode);
    if (!r.tenant_id.empty()) tell(r.tenant_id, DSREG_F_PERSONAL);
    if (r.error) {
        tell(r.error->sentence, 0);
        tell(r.error->text, DSREG_F_PERSONAL); // the broker's words may name a user
    }
    for (auto& note : r.notes) tell(note, 0);
}

} // namespace

status_report withheld(const status_report& original, const hash_key* key)
{
    if (key == nullptr) return original;
    status_report out = original;
    // The sentence repeats the broker's words, which stand below it anyway.
    if (out.error && !out.error->text.empty()) {
        const std::size_t at = out.error->sentence.find(out.error->text);
        if (at != std::string::npos) out.error->sentence.replace(at, out.error->text.size(), "...");
    }
    report carrier;
    carrier.host_name = out.host_name;
    carrier.user = out.user;
    const auto carry = [&](const value& v, uint32_t flags) {
        fact_row row;
        row.flags = flags;
        row.data.val = v;
        carrier.facts.push_back(std::move(row));
    };
    visit(out, carry,
          [&](const std::string& text, uint32_t flags) { carry(value::of_text(text), flags); });
    carrier = withheld(carrier, key);
    out.host_name = carrier.host_name;
    out.user = carrier.user;
    std::size_t next = 0;
    visit(
        out, [&](value& v, uint32_t) { v = carrier.facts[next++].data.val; },
        [&](std::string& text, uint32_t) { text = carrier.facts[next++].data.val.text; });
    return out;
}

} // namespace dsreg::report
