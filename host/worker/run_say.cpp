// What a probe says in its run: facts, findings, its outcome; and how much of it.
#include "wire/fit.h"
#include "worker/run.h"

#include <algorithm>

namespace dsreg::worker {

using wire::frame_type;

bool allowance::take(std::size_t& count, std::size_t most, std::size_t bytes)
{
    if (count < most && bytes_ + bytes <= bytes_most) {
        count++;
        bytes_ += bytes;
        return true;
    }
    return ++refused_ > wire::frames_per_run;
}

bool allowance::log(std::size_t bytes)
{
    constexpr std::size_t least = 32; // so that many small lines stay below the cap on frames
    bytes = std::max(bytes, least);
    if (log_bytes_ + bytes > wire::log_bytes_per_run) return false;
    log_bytes_ += bytes;
    return true;
}

// ---- run_context -------------------------------------------------------------------------------

dsreg_status run_context::over_limit(const char* what)
{
    if (!limit_told_) {
        limit_told_ = true;
        send(frame_type::log,
             wire::encode(wire::log_line{4, std::string("limit: ") + what + "; not recorded"}));
    }
    return DSREG_E_LIMIT;
}

void run_context::refused(const char* what, std::string_view name, const char* why)
{
    constexpr std::size_t named_most = 8;
    name = name.substr(0, wire::name_max);
    const std::lock_guard lock(shared_);
    end_.dropped++;
    for (wire::refusal& before : end_.refusals)
        if (before.what == what && before.name == name && before.why == why) {
            before.count++;
            return;
        }
    if (end_.refusals.size() < named_most)
        end_.refusals.push_back({what, std::string(name), why, 1});
}

dsreg_status run_context::dropped(const char* what, const std::string& name, dsreg_status s)
{
    refused(what, name.empty() ? "without a name" : name,
            s == DSREG_E_LIMIT ? "it is larger than the contract allows, or one too many"
                               : "it is not whole");
    return s;
}

bool run_context::is_whole(const char* what, uint32_t size, uint32_t least)
{
    if (size >= least) return true;
    const std::string hint = std::string(what) + ": struct_size is " + std::to_string(size) +
                             ", and " + std::to_string(least) + " is the least: set it to sizeof";
    log(4, {hint.data(), hint.size()});
    return false;
}

dsreg_status run_context::read(const dsreg_fact* given, dsreg::fact& ret)
{
    if (foreign_thread("fact()") || given == nullptr ||
        !is_whole("fact()", given->struct_size, DSREG_FACT_SIZE_V1_0))
        return DSREG_E_INVALID;
    dsreg_status s = take(given->key, false, ret.key);
    if (s == DSREG_OK) s = take(given->instance, true, ret.instance);
    if (s == DSREG_OK) s = take(given->source, true, ret.source);
    if (s == DSREG_OK) s = take(given->value, ret.val);
    return s == DSREG_E_LIMIT ? over_limit("a text of more than 32 KiB") : s;
}

dsreg_status run_context::fact(const dsreg_fact* given)
{
    dsreg::fact f;
    if (const dsreg_status s = read(given, f); s != DSREG_OK) return dropped("fact", f.key, s);
    const std::string payload = wire::encode(f);
    if (!allowance_.fact(payload.size()))
        return dropped("fact", f.key, over_limit("too many facts in one run"));
    // Refused or not, the host hears of it: it is the one that judges and counts.
    if (!send(frame_type::fact, payload)) return DSREG_E_CANCELLED;
    const auto decl = std::find_if(decl_.outputs.begin(), decl_.outputs.end(),
                                   [&](const wire::fact_decl& d) { return d.key == f.key; });
    if (decl == decl_.outputs.end()) return DSREG_E_UNDECLARED;
    switch (wire::fit_of(*decl, f)) {
    case wire::fit::yes:
        return DSREG_OK;
    case wire::fit::too_large:
        return over_limit("a fact with a long instance or source");
    case wire::fit::not_as_declared:
        break;
    }
    return DSREG_E_INVALID;
}

// A worry that nobody hears of: what the probe concludes does not stand without it.
void run_context::miss_finding(const std::string& code, dsreg_status s)
{
    miss(s, "the probe's finding " + quoted(code) +
                " could not be taken: it is not whole, or larger than the contract allows");
}

dsreg_status run_context::lost(const std::string& code, dsreg_status s)
{
    miss_finding(code, s);
    return dropped("finding", code, s);
}

dsreg_status run_context::read(const dsreg_finding* given, dsreg::finding& ret)
{
    if (foreign_thread("finding()") || given == nullptr ||
        !is_whole("finding()", given->struct_size, DSREG_FINDING_SIZE_V1_0) ||
        (given->evidence == nullptr && given->evidence_count != 0))
        return DSREG_E_INVALID;
    if (given->evidence_count > wire::evidence_max)
        return over_limit("a finding with more than 32 pieces of evidence");
    dsreg_status s = take(given->code, false, ret.code);
    if (s == DSREG_OK) s = take(given->instance, true, ret.instance);
    if (s == DSREG_OK) s = take(given->message, ret.message);
    for (uint32_t i = 0; i < given->evidence_count && s == DSREG_OK; i++) {
        named_value& pair = ret.evidence.emplace_back();
        s = take(given->evidence[i].name, false, pair.first);
        if (s == DSREG_OK) s = take(given->evidence[i].value, pair.second);
    }
    return s == DSREG_E_LIMIT ? over_limit("a text of more than 32 KiB") : s;
}

dsreg_status run_context::finding(const dsreg_finding* given)
{
    dsreg::finding f;
    if (const dsreg_status s = read(given, f); s != DSREG_OK) return lost(f.code, s);
    const std::string payload = wire::encode(f);
    if (!allowance_.finding(payload.size()))
        return lost(f.code, over_limit("too many findings in one run"));
    if (!send(frame_type::finding, payload)) return DSREG_E_CANCELLED;
    const bool declared =
        std::any_of(decl_.findings.begin(), decl_.findings.end(),
                    [&](const wire::finding_decl& d) { return d.code == f.code; });
    if (!declared) return DSREG_E_UNDECLARED;
    if (wire::fit_of(f) == wire::fit::yes) return DSREG_OK;
    miss_finding(f.code, DSREG_E_LIMIT); // the host counts it
    return over_limit("a finding with a long instance or name");
}

dsreg_status run_context::conclude(const dsreg_result* given)
{
    if (foreign_thread("conclude()") || given == nullptr ||
        !is_whole("conclude()", given->struct_size, DSREG_RESULT_SIZE_V1_0))
        return DSREG_E_INVALID;
    wire::conclusion c{given->outcome, given->reason, given->outer, given->inner, {}, {}};
    dsreg_status s = take(given->about, true, c.about);
    if (s == DSREG_OK) s = take(given->text, c.text);
    if (s == DSREG_OK && c.about.size() > wire::about_max) s = DSREG_E_LIMIT;
    if (s == DSREG_E_LIMIT) return over_limit("an outcome with a long text or `about`");
    if (s != DSREG_OK) return s;
    if (!allowance_.conclusion()) return DSREG_E_LIMIT;
    if (!send(frame_type::conclude, wire::encode(c))) return DSREG_E_CANCELLED;
    const bool again = std::exchange(concluded_, true);
    const bool real = given->outcome >= DSREG_PASS && given->outcome <= DSREG_SKIP;
    return again || !real ? DSREG_E_INVALID : DSREG_OK;
}

} // namespace dsreg::worker
