// What the frames of a worker mean, and its end.
#include "engine/accept.h"
#include "engine/observer.h"
#include "engine/refusals.h"
#include "engine/runner.h"
#include "engine/worker_words.h"
#include "wire/fit.h"

#include <algorithm>

namespace dsreg::engine {
namespace {

using wire::frame_type;

constexpr std::size_t log_rows_max = 4096, log_bytes_max = 4 * 1024 * 1024; // of a whole run
constexpr std::size_t log_line_least = 32;          // what a line counts at least
constexpr uint32_t refusals_told = 16;              // of one run of a probe
constexpr std::size_t said_most = 64 * 1024 * 1024; // by one module in a whole run

} // namespace

void runner::note(const std::string& from, int32_t level, std::string_view text)
{
    const std::size_t take = std::min(text.size(), wire::text_max);
    if (log_.size() >= log_rows_max || logged_ + take > log_bytes_max) return;
    logged_ += take;
    log_.push_back({from, level, std::string(text.substr(0, take))});
}

void runner::on_message(worker& w, wire::message&& m)
{
    if (!w.verdict.empty()) return;
    // Of whichever run: a thread that a probe left behind may have made the call.
    if (m.type == frame_type::trapped) return condemn(w, "violation", describe_trap(m.payload));
    if (!w.entered && !w.loaded) return on_entered(w, m);
    if (!w.loaded) return on_hello(w, m);
    if (w.place == board::npos || m.run != w.run)
        return condemn(w, "violation", "spoke out of turn, or in another probe's name");
    said_[w.module] += m.payload.size();
    if (said_[w.module] > said_most)
        return condemn(w, "violation",
                       "its module sent more than " + std::to_string(said_most / 1024 / 1024) +
                           " MiB in one run of dsreg");
    switch (m.type) {
    case frame_type::fact:
        return on_fact(w, m.payload);
    case frame_type::finding:
        return on_finding(w, m.payload);
    case frame_type::log:
        return on_log(w, m.payload);
    case frame_type::conclude:
        return on_conclude(w, m.payload);
    case frame_type::call:
        return on_call(w, m);
    case frame_type::done:
        return on_done(w, m.payload);
    default:
        break;
    }
    condemn(w, "violation", "sent a frame of a kind that is not a probe's");
}

void runner::on_entered(worker& w, const wire::message& m)
{
    wire::worker_entered entered;
    if (m.type != frame_type::entered || !wire::decode(m.payload, entered))
        return condemn(w, "violation", "did not begin with its sandbox");
    w.entered = true;
    modules_[w.module].sandbox = weaker(modules_[w.module].sandbox, entered.sandbox);
    if (entered.build_id != wire::build_id())
        condemn(w, "internal", "dsreg was replaced while it ran");
}

void runner::on_hello(worker& w, const wire::message& m)
{
    wire::worker_hello hello;
    if (m.type != frame_type::hello || !wire::decode(m.payload, hello))
        return condemn(w, "violation", "did not begin with its descriptor");
    loop_.cancel(w.timer);
    w.loaded = true;
    if (!hello.rejected.empty())
        return condemn(w, "internal", "its module could not be loaded again: " + hello.why);
    dispatch();
}

void runner::on_fact(worker& w, const std::string& payload)
{
    fact f;
    if (!wire::decode(payload, f)) return condemn(w, "violation", "sent a fact that is none");
    probe_state& p = board_.at(w.place);
    const std::string key = f.key.substr(0, report::refusal_name_max);
    std::string why;
    if (accept_fact(*p.decl, std::move(f), p.facts, why)) return;
    refuse("fact", key, why, w.record);
    if (w.record.refused > refusals_told) return;
    note(p.row.id, 4, "refused the fact \"" + key + "\": " + why);
}

void runner::on_finding(worker& w, const std::string& payload)
{
    finding f;
    if (!wire::decode(payload, f)) return condemn(w, "violation", "sent a finding that is none");
    probe_state& p = board_.at(w.place);
    const std::string code = f.code.substr(0, report::refusal_name_max);
    const wire::finding_decl* decl = nullptr;
    std::string why;
    if (!accept_finding(*p.decl, std::move(f), p.findings, decl, why)) {
        refuse("finding", code, why, w.record);
        if (w.record.refused > refusals_told) return;
        return note(p.row.id, 4, "refused the finding \"" + code + "\": " + why);
    }
    if (decl->severity == DSREG_SEVERITY_ERROR) w.record.error_findings++;
}

void runner::on_log(worker& w, const std::string& payload)
{
    wire::log_line line;
    if (!wire::decode(payload, line))
        return condemn(w, "violation", "sent a log line that is none");
    if (line.level <= 3) w.record.last_words = line.text.substr(0, 512);
    w.log_bytes += std::max(line.text.size(), log_line_least);
    if (w.log_bytes <= wire::log_bytes_per_run)
        note(board_.at(w.place).row.id, line.level, line.text);
}

void runner::on_conclude(worker& w, const std::string& payload)
{
    wire::conclusion said;
    if (!wire::decode(payload, said) || said.text.size() > wire::text_max ||
        said.about.size() > wire::about_max)
        return condemn(w, "violation", "sent an outcome that is none");
    if (request_.watch != nullptr) request_.watch->concluded(board_.at(w.place).row.id, said);
    w.record.concludes++;
    if (w.record.concludes == 1) w.record.said = std::move(said);
}

void runner::on_call(worker& w, const wire::message& m)
{
    routed_call request;
    if (w.parked || !wire::decode(m.payload, request.asked))
        return condemn(w, "violation", "sent a call that is none, or two at once");
    // Whoever has read the whole answer has left nothing in the queue.
    if (w.process->queued_bytes() != 0)
        return condemn(w, "violation", "asked again before it had read the answer");
    const probe_state& p = board_.at(w.place);
    w.call_id = m.id;
    w.call_flags = request.asked.flags;
    if (request_.watch != nullptr) w.asked = request.asked;
    w.parked = true;
    const auto& services = p.decl->services;
    const bool declared =
        std::any_of(services.begin(), services.end(), [&](const std::string& entry) {
            return parse_wanted(entry).name == request.asked.service;
        });
    if (!declared || !is_offered(request.asked.service))
        return on_reply(w, {DSREG_E_UNDECLARED, {}, {}});
    request.probe_flags = p.row.flags;
    request.paths = &p.decl->paths;
    request.probe_deadline = w.deadline;
    w.has_reply = false;
    const uint32_t run = w.run;
    const uint64_t ticket =
        router_.call(request, [this, &w](const routed_reply& r) { on_reply(w, r); });
    // The answer may have come at once, from the cache, and the worker may be on its next call.
    if (w.run == run && w.parked && !w.has_reply) w.ticket = ticket;
    dispatch();
}

void runner::on_done(worker& w, const std::string& payload)
{
    wire::run_end end;
    if (!wire::decode(payload, end)) return condemn(w, "violation", "sent an end that is none");
    if (w.parked) return condemn(w, "violation", "ended inside a call");
    note_end(end, w.record);
    const std::size_t place = w.place;
    probe_state& p = board_.at(place);
    loop_.cancel(w.timer);
    judge_finished(w.record, p.row);
    judge_about(*p.decl, p.row); // the root cause is looked up from there
    if (w.process->flooded())
        judge_error("violation",
                    "wrote more than " + std::to_string(wire::output_bytes / 1024) +
                        " KiB to its output; the rest was dropped",
                    p.row);
    p.took_ns = since_start(clock::now()) - p.started_ns;
    w.last = std::exchange(w.place, board::npos);
    finish(place);
    dispatch();
}

void runner::on_end(worker& w, const child_end& end)
{
    loop_.cancel(w.timer);
    if (w.ticket != 0) router_.drop(w.ticket);
    answered_.erase(std::remove(answered_.begin(), answered_.end(), &w), answered_.end());
    const auto place_of = std::find_if(workers_.begin(), workers_.end(),
                                       [&](const auto& x) { return x.get() == &w; });
    if (place_of == workers_.end()) return; // retired
    graves_.push_back(std::move(w.process));
    const std::size_t module = w.module;
    const std::size_t place = w.place != board::npos ? w.place : w.last;
    const bool was_running = w.place != board::npos, was_loaded = w.loaded;
    const std::size_t before = w.last; // a thread that it left behind may be the one
    const std::string reason = w.verdict, text = w.verdict_text;
    const run_record record = std::move(w.record);
    workers_.erase(place_of);

    const bool fault = reason.empty() || reason == "violation" || !was_loaded;
    if (fault) {
        faults_[module]++;
        broken_why_[module] = reason.empty() ? "its worker was lost: " + describe(end) : text;
        if (place != board::npos) broken_by_[module] = place;
    }
    if (place != board::npos && (was_running || fault)) {
        report::probe_row& row = board_.at(place).row;
        if (reason.empty())
            judge_ended(end, row);
        else
            judge_error(reason.c_str(), text, row);
        if (!was_running) row.text += ", after it had concluded";
        // For the log alone: which probe had this worker before is chance.
        if (was_running && fault && before != board::npos)
            note(row.id, 4,
                 board_.at(before).row.id +
                     " ran in the same process before it; a thread that it left may have done it");
        row.refused = record.refused;
        row.refusals = record.refusals;
    }
    if (!was_loaded)
        note(modules_[module].loaded.row.path, 4, "loading it again: worker " + describe(end));
    if (was_running) {
        board_.at(place).took_ns = since_start(clock::now()) - board_.at(place).started_ns;
        finish(place);
    }
    if (faults_[module] >= faults_max && !stopping_) give_up(module);
    dispatch();
}

} // namespace dsreg::engine
