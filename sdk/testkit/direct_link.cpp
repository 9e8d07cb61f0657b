#include "direct_link.h"

#include "base/text.h"
#include "convert.h"
#include "engine/accept.h"
#include "engine/call_time.h"

#include <dsreg/testkit/recording.hpp>

namespace dsreg::testkit {
namespace {

using wire::frame_type;

std::string words_of(dsreg_status status)
{
    switch (status) {
    case DSREG_E_INVALID:
        return "a wrong argument";
    case DSREG_E_UNDECLARED:
        return "it is not declared";
    case DSREG_E_LIMIT:
        return "over a limit";
    default:
        return "it cannot be answered";
    }
}

} // namespace

std::string refusal(const std::string& service, const std::string& method, dsreg_status status,
                    const std::string& detail)
{
    return service + " " + method + " was refused: " + words_of(status) +
           (detail.empty() ? "" : " (" + detail + ")");
}

bool is_refusal(dsreg_status status)
{
    return status == DSREG_E_INVALID || status == DSREG_E_UNDECLARED || status == DSREG_E_LIMIT;
}

direct_link::direct_link(const world& where, const wire::probe_decl& decl)
    : world_(where), decl_(decl), clock_(where.time), began_(clock_->now())
{}

void direct_link::start_run(uint32_t, int64_t deadline)
{
    deadline_ = deadline;
}

int64_t direct_link::remaining() const noexcept
{
    return dead_ ? 0 : deadline_ - clock_->look();
}

void direct_link::breach(std::string sentence)
{
    if (world_.on_violation) world_.on_violation(sentence);
    const std::lock_guard lock(noting_);
    out_.violations.push_back(std::move(sentence));
}

void direct_link::violate(const char* what)
{
    if (violation_.empty()) violation_ = std::string("its worker ") + what;
    dead_ = true;
}

bool direct_link::send(frame_type type, uint32_t, std::string_view payload)
{
    if (dead_) return false;
    {
        const std::lock_guard lock(noting_);
        const std::size_t parts = payload.size() / wire::payload_max + 1;
        frames_ += parts;
        bytes_ += payload.size() + parts * wire::header_size;
        if (frames_ > wire::frames_per_run) violate("sent more frames than a run may");
        if (bytes_ > wire::bytes_per_run) violate("sent more bytes than a run may");
    }
    if (dead_) return false;
    switch (type) {
    case frame_type::fact:
        on_fact(payload);
        break;
    case frame_type::finding:
        on_finding(payload);
        break;
    case frame_type::log:
        on_log(payload);
        break;
    case frame_type::conclude:
        on_conclude(payload);
        break;
    case frame_type::call:
        if (!wire::decode(payload, asked_)) violate("sent a call that is none");
        break;
    default:
        violate("sent a frame of a kind that is not a probe's");
    }
    return !dead_;
}

// ---- facts, findings, words -------------------------------------------------------------------

void direct_link::check_text(const std::string& where, const std::string& text)
{
    if (valid_utf8(text) != text) breach(where + " holds a text that is not UTF-8");
}

void direct_link::on_fact(std::string_view payload)
{
    dsreg::fact f;
    if (!wire::decode(payload, f)) return violate("sent a fact that is none");
    const std::string key = f.key;
    if (f.source.empty()) breach("fact without a source: " + key);
    check_text(key, f.val.text);
    check_text(key, f.instance + f.source);
    std::string why;
    if (engine::accept_fact(decl_, std::move(f), facts_, why)) return;
    record_.refused++;
    breach("fact " + key + ": " + why);
}

void direct_link::on_finding(std::string_view payload)
{
    dsreg::finding f;
    if (!wire::decode(payload, f)) return violate("sent a finding that is none");
    const std::string code = f.code;
    check_text(code, f.message);
    if (f.message.empty()) breach(code + " has no sentence");
    std::map<std::string, int> seen;
    for (const named_value& pair : f.evidence) {
        check_text(code + "/" + pair.first, pair.second.text);
        if (seen[pair.first]++ == 1) breach(code + " has evidence twice: " + pair.first);
    }
    const wire::finding_decl* decl = nullptr;
    std::string why;
    if (engine::accept_finding(decl_, std::move(f), findings_, decl, why)) {
        if (decl->severity == DSREG_SEVERITY_ERROR) record_.error_findings++;
        return;
    }
    record_.refused++;
    breach("finding " + code + ": " + why);
}

void direct_link::on_log(std::string_view payload)
{
    wire::log_line line;
    if (!wire::decode(payload, line)) return violate("sent a log line that is none");
    const std::lock_guard lock(noting_);
    if (line.level <= 3) record_.last_words = line.text.substr(0, 512);
    out_.log.push_back({line.level, std::move(line.text)});
}

void direct_link::on_conclude(std::string_view payload)
{
    wire::conclusion said;
    if (!wire::decode(payload, said)) return violate("sent an outcome that is none");
    check_text("the outcome", said.text);
    record_.concludes++;
    if (record_.concludes == 1) record_.said = std::move(said);
}

// ---- calls ------------------------------------------------------------------------------------

bool direct_link::wait_reply(uint32_t, wire::worker_reply& ret)
{
    if (dead_) return false;
    reply got;
    try {
        got = answer(asked_);
    } catch (...) { // of the test: no business of the probe's
        if (!thrown_) thrown_ = std::current_exception();
        dead_ = true;
        return false;
    }
    const std::string method = method_name(asked_.service, asked_.method);
    if (!got.detail.empty() || is_refusal(got.status))
        breach(refusal(asked_.service, method, got.status, got.detail));
    out_.calls.push_back({asked_.service, method, got.status, asked_.flags, asked_.timeout_ms});
    ret.status = got.status;
    ret.deadline = deadline_;
    ret.payload = std::move(got.payload);
    return true;
}

reply direct_link::answer(const wire::call& asked)
{
    std::string replayed;
    std::size_t before = 0;
    if (world_.replay) {
        replayed = recording::question(asked.service, asked.method, asked.payload);
        before = asked_before_[replayed]++;
    }
    const auto broken = world_.broken.find(asked.service);
    if (broken != world_.broken.end() && broken->second != DSREG_OK)
        return {broken->second, {}, false, {}};
    const recording::answer* known = nullptr;
    if (world_.replay) known = world_.replay->find(decl_.id, replayed, before);
    if (known != nullptr) return {known->status, known->payload, false, {}};
    const std::string shown(cut_utf8(replayed, 300));
    if (world_.replay && before > 0 && world_.replay->find(decl_.id, replayed) != nullptr)
        return refused(DSREG_E_SERVICE, "it was recorded less often than it is asked: " + shown);
    reply out = ask_once(asked);
    if (!world_.replay || out.status == DSREG_OK || out.detail.empty()) return out;
    const bool unknown = out.status == DSREG_E_SERVICE; // to the script, too
    out.detail = (unknown ? "" : out.detail + "; ") + "it was not recorded: " + shown;
    return out;
}

reply direct_link::ask_once(const wire::call& asked)
{
    const std::string key = std::to_string(asked.timeout_ms) + ":" + asked.service + ":" +
                            std::to_string(asked.method) + ":" + asked.payload;
    const bool fresh = (asked.flags & DSREG_CALL_FRESH) != 0;
    if (const auto known = cache_.find(key); known != cache_.end() && !fresh) return known->second;
    reply out = ask_script(asked);
    if (out.status == DSREG_OK && out.payload.size() > wire::reply_max)
        return refused(DSREG_E_LIMIT, "the test's answer is larger than one may be");
    if (out.status == DSREG_OK && !out.late) cache_.insert_or_assign(key, out);
    return out;
}

reply direct_link::ask_script(const wire::call& asked)
{
    const std::chrono::nanoseconds left(std::max<int64_t>(deadline_ - clock_->now(), 0));
    const question q{world_, decl_, asked, engine::call_budget(left, asked.timeout_ms).count()};
    if (asked.service == DSREG_SVC_DBUS) return ask_dbus(q);
    if (asked.service == DSREG_SVC_NET) return ask_net(q);
    if (asked.service == DSREG_SVC_HTTP) return ask_http(q);
    if (asked.service == DSREG_SVC_BROKER) return ask_broker(q);
    if (asked.service == DSREG_SVC_DEVICE) return ask_device(q);
    if (asked.service == DSREG_SVC_FS) return ask_fs(q);
    if (asked.service == DSREG_SVC_JOURNAL) return ask_journal(q);
    return refused(DSREG_E_UNDECLARED);
}

// ---- the end ----------------------------------------------------------------------------------

// What dsreg holds against an outcome is a breach of the contract, and so is what it lets pass.
void direct_link::check_outcome(const report::probe_row& row)
{
    const wire::conclusion& said = record_.said;
    if (record_.concludes == 0) return;
    const bool against = row.result == report::outcome::error && row.reason == "internal";
    // A question that got no answer was told as a breach when it was refused.
    if (against && (record_.missed == DSREG_OK || out_.violations.empty())) breach(row.text);
    if (said.outcome != DSREG_SKIP) return;
    if (said.text.empty()) breach("SKIP without a sentence");
    if (said.reason == DSREG_SKIP_MISSING_INPUT && said.about.empty())
        breach("SKIP about no input");
}

outcome direct_link::judged(const wire::run_end& end)
{
    if (thrown_) std::rethrow_exception(thrown_);
    engine::note_end(end, record_);
    report::probe_row row;
    engine::judge_finished(record_, row);
    engine::judge_about(decl_, row);
    check_outcome(row);
    const int64_t budget = std::max<int64_t>(deadline_ - began_, 0);
    const int64_t grace = std::max<int64_t>(50'000'000, budget / 10);
    if (clock_->now() - began_ > budget + grace)
        engine::judge_error(
            "timeout",
            "was killed after its budget of " + std::to_string(budget / 1'000'000) + " ms", row);
    if (!violation_.empty()) engine::judge_error("violation", violation_, row);

    outcome out = std::move(out_);
    out.missed = record_.missed;
    out.missed_why = record_.missed_why;
    out.concluded = record_.concludes;
    const bool stands = row.result != report::outcome::error;
    show(record_.said, stands ? "" : row.reason, stands ? "" : row.text, out);
    if (world_.replay) out.unasked = world_.replay->unasked(decl_.id, asked_before_);
    for (const dsreg::fact& f : facts_) {
        out.facts.push_back(from_wire(f));
        for (const wire::fact_decl& d : decl_.outputs)
            if (d.key == f.key) out.facts.back().val.flags |= d.flags;
    }
    for (const dsreg::finding& f : findings_) {
        finding& kept = out.findings.emplace_back();
        kept.code = f.code;
        kept.instance = f.instance;
        kept.message = f.message;
        for (const wire::finding_decl& d : decl_.findings)
            if (d.code == f.code) kept.severity = d.severity;
        for (const named_value& pair : f.evidence)
            kept.evidence.emplace(pair.first, from_wire(pair.second));
    }
    return out;
}

} // namespace dsreg::testkit
