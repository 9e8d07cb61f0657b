#include "engine/runner.h"

#include "base/text.h"
#include "engine/observer.h"

#include <algorithm>
#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

namespace dsreg::engine {
namespace {

using namespace std::chrono_literals;
using report::outcome;

constexpr std::size_t workers_max = 256, workers_per_module = 64;
// A second worker for a module is worth its start only when the first one is not about to end.
constexpr auto patience = 3ms;
constexpr auto default_budget = 10'000ms;

// Two a core: between two short probes a worker waits for our next frame, and with one a core that
// wait was a third of the time of a thousand of them (measured on two cores).
unsigned default_width()
{
    const long cores = ::sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 1 ? 2u : 2 * static_cast<unsigned>(std::min(cores, 64L));
}

} // namespace

runner::runner(loop& on, const request& r, const loader_options& worker_options,
               std::vector<ready_module>& modules, board& b, call_router& router,
               std::vector<report::log_row>& log)
    : loop_(on), request_(r), worker_options_(worker_options), modules_(modules), board_(b),
      router_(router), log_(log), ready_(modules.size()), said_(modules.size(), 0),
      faults_(modules.size(), 0), broken_by_(modules.size(), board::npos),
      broken_why_(modules.size()), width_(r.jobs != 0 ? r.jobs : default_width())
{
    for (std::size_t m = 0; m < modules.size(); m++)
        if (modules[m].worker && modules[m].worker->alive()) {
            worker* w = add_worker(m, std::move(modules[m].worker));
            w->loaded = true;
        }
}

runner::~runner()
{
    // All at once: each destructor waits for its own child, and they end side by side.
    for (const auto& w : workers_) {
        w->process->hand_over({[](wire::message&&) {}, [](const std::string&) {},
                               [](const child_end&) {}, [](std::string_view) {}});
        w->process->kill();
    }
    for (const auto& w : workers_) loop_.cancel(w->timer);
    for (loop::timer_id* t : {&whole_, &later_, &progress_}) loop_.cancel(*t);
    if (interrupt_ != 0) loop_.forget(interrupt_);
}

// ---- probes -------------------------------------------------------------------------------------

void runner::begin()
{
    left_ = board_.size();
    std::vector<std::size_t> decided, free;
    for (std::size_t place = 0; place < board_.size(); place++) {
        if (board_.at(place).at == stage::finished)
            decided.push_back(place);
        else if (board_.at(place).waits_for == 0)
            free.push_back(place);
    }
    for (const std::size_t place : decided) finish(place);
    for (const std::size_t place : free) settle(place);
}

bool runner::run(clock::time_point started)
{
    started_ = started;
    begin();
    whole_ = loop_.at(started + request_.timeout, [this] {
        whole_ = 0;
        stop("timeout", "not-run",
             "the whole run's deadline of " + std::to_string(request_.timeout.count() / 1000) +
                 " s passed");
    });
    const auto interrupted = [this] {
        complete_ = false;
        stop("interrupted", "interrupted", "the run was interrupted");
    };
    if (request_.interrupt_fd >= 0)
        interrupt_ = loop_.watch(request_.interrupt_fd, EPOLLIN, [this, interrupted](uint32_t) {
            loop_.forget(std::exchange(interrupt_, 0));
            interrupted();
        });
    pollfd now{request_.interrupt_fd, POLLIN, 0}; // it may have come while modules were loaded
    if (request_.interrupt_fd >= 0 && ::poll(&now, 1, 0) == 1) interrupted();
    report_progress();
    dispatch();
    while (left_ > 0) {
        loop_.step();
        graves_.clear();
        retired_.clear();
        router_.bury();
        dispatch();
    }
    return complete_;
}

void runner::settle(std::size_t place)
{
    probe_state& p = board_.at(place);
    if (p.at != stage::waiting || stopping_) return; // stop() decides for all that have not run
    if (board_.missing_input(*p.decl, p.row)) return finish(place);
    if (faults_[p.ref.module] >= faults_max) return skip_unstable(place);
    make_ready(place);
}

void runner::make_ready(std::size_t place)
{
    probe_state& p = board_.at(place);
    p.at = stage::ready;
    ready_[p.ref.module].push_back(place);
    ready_modules_.insert(p.ref.module);
}

void runner::finish(std::size_t place)
{
    probe_state& p = board_.at(place);
    p.at = stage::finished;
    board_.attribute(place);
    left_--;
    const std::vector<std::size_t> dependents = p.dependents;
    for (const std::size_t d : dependents)
        if (--board_.at(d).waits_for == 0) settle(d);
}

void runner::skip_unstable(std::size_t place)
{
    probe_state& p = board_.at(place);
    const std::size_t after = broken_by_[p.ref.module];
    if (after == board::npos) { // no probe's row tells of it, so this one has to
        judge_error("internal", broken_why_[p.ref.module], p.row);
        return finish(place);
    }
    p.row.result = outcome::skip;
    p.row.reason = "unstable-module";
    p.row.text = "its module broke twice in this run";
    p.row.root_cause = board_.at(after).row.id;
    finish(place);
}

void runner::give_up(std::size_t module)
{
    ready_[module].clear();
    ready_modules_.erase(module);
    for (std::size_t place = 0; place < board_.size(); place++) {
        const probe_state& p = board_.at(place);
        if (p.ref.module == module && (p.at == stage::waiting || p.at == stage::ready))
            skip_unstable(place);
    }
}

void runner::stop(const char* running_reason, const char* waiting_reason, const std::string& text)
{
    if (stopping_) return;
    stopping_ = true;
    ready_modules_.clear();
    std::vector<worker*> busy; // in-process, condemn() ends the worker at once
    for (const auto& w : workers_)
        if (w->place != board::npos) busy.push_back(w.get());
    for (worker* w : busy) condemn(*w, running_reason, text);
    for (std::size_t place = 0; place < board_.size(); place++) {
        probe_state& p = board_.at(place);
        if (p.at == stage::running || p.at == stage::finished) continue;
        judge_error(waiting_reason, text, p.row);
        finish(place);
    }
}

std::chrono::milliseconds runner::budget_of(const wire::probe_decl& d) const
{
    std::chrono::milliseconds budget =
        d.timeout_ms != 0 ? std::chrono::milliseconds(d.timeout_ms) : default_budget;
    for (const probe_timeout& t : request_.timeouts)
        if (glob_match(t.probe, d.id)) budget = t.budget;
    for (const probe_timeout& t : request_.timeouts)
        if (t.probe == d.id) budget = t.budget;
    return std::clamp<std::chrono::milliseconds>(budget, 1ms, 60'000ms);
}

std::vector<named_value> runner::settings_of(const wire::probe_decl& d) const
{
    std::vector<named_value> out;
    for (const setting& s : request_.settings)
        if (s.probe == d.id) out.emplace_back(s.name, s.val);
    return out;
}

void runner::report_progress()
{
    if (!request_.on_progress) return;
    progress p;
    p.done = board_.size() - left_;
    const auto now = clock::now();
    for (const auto& w : workers_) {
        if (w->place == board::npos) continue;
        p.running++;
        const auto ran = std::chrono::duration_cast<std::chrono::milliseconds>(now - w->began);
        if (ran < p.slowest_for) continue;
        p.slowest_for = ran;
        p.slowest = board_.at(w->place).row.id;
    }
    p.waiting = left_ - std::min(left_, p.running);
    request_.on_progress(p);
    progress_ = loop_.at(now + 100ms, [this] { report_progress(); });
}

// ---- workers ------------------------------------------------------------------------------------

runner::worker* runner::add_worker(std::size_t module, std::unique_ptr<child> process)
{
    worker* w = workers_.emplace_back(std::make_unique<worker>()).get();
    w->module = module;
    w->process = std::move(process);
    w->process->hand_over(handlers_for(*w));
    return w;
}

child::handlers runner::handlers_for(worker& w)
{
    return {[this, &w](wire::message&& m) { on_message(w, std::move(m)); },
            [this, &w](const std::string& what) { condemn(w, "violation", "its worker " + what); },
            [this, &w](const child_end& end) { on_end(w, end); },
            [this, &w](std::string_view text) {
                const std::size_t place = w.place != board::npos ? w.place : w.last;
                note(place != board::npos ? board_.at(place).row.id
                                          : modules_[w.module].loaded.row.path,
                     7, text);
            }};
}

std::size_t runner::running() const
{
    return static_cast<std::size_t>(std::count_if(
        workers_.begin(), workers_.end(), [](const auto& w) { return w->busy() && !w->parked; }));
}

runner::worker* runner::idle_worker(std::size_t module)
{
    for (const auto& w : workers_)
        if (w->module == module && !w->busy() && w->verdict.empty()) return w.get();
    return nullptr;
}

bool runner::may_add(std::size_t module)
{
    std::size_t there = 0;
    const auto now = clock::now();
    for (const auto& w : workers_) {
        if (w->module != module) continue;
        there++;
        if (!w->loaded) return false;
        if (w->parked || now - w->began >= patience) continue;
        if (later_ == 0)
            later_ = loop_.at(w->began + patience, [this] {
                later_ = 0;
                dispatch();
            });
        return false;
    }
    return there < (request_.in_process ? 1 : workers_per_module);
}

void runner::make_room()
{
    if (workers_.size() < workers_max) return;
    const auto idle = std::find_if(workers_.begin(), workers_.end(), [this](const auto& w) {
        return !w->busy() && ready_[w->module].empty();
    });
    if (idle == workers_.end()) return;
    retired_.push_back(std::move(*idle)); // whole: its handlers may still be called in this step
    workers_.erase(idle);
}

bool runner::start_worker_for(std::size_t module)
{
    make_room();
    worker* w = add_worker(module, std::make_unique<child>(loop_, child::handlers{}));
    w->began = clock::now();
    w->process->allow(1024, wire::bytes_per_run);
    const ready_module& m = modules_[module];
    const status started =
        start_worker(*w->process, worker_options_, m.file.get(), m.loaded.row.path);
    if (!started.ok()) {
        // Nothing can be started: every probe of the module ends here, and says why.
        workers_.pop_back();
        ready_modules_.erase(module); // first: finish() may make others of this module ready
        for (const std::size_t place : std::exchange(ready_[module], {})) {
            judge_error("internal", started.text(), board_.at(place).row);
            finish(place);
        }
        return true;
    }
    w->timer = loop_.at(clock::now() + 2000ms, [this, w] {
        w->timer = 0;
        condemn(*w, "timeout", "its module was not loaded again within 2 s");
    });
    return true;
}

void runner::dispatch()
{
    if (dispatching_) return;
    dispatching_ = true;
    while (!stopping_ && dispatch_one()) {
    }
    dispatching_ = false;
}

bool runner::dispatch_one()
{
    if (running() >= width_) return false;
    if (!answered_.empty()) {
        worker* w = answered_.front();
        answered_.pop_front();
        resume(*w);
        return true;
    }
    for (const std::size_t module : ready_modules_) {
        worker* w = idle_worker(module);
        if (w == nullptr) continue;
        const std::size_t place = ready_[module].front();
        ready_[module].pop_front();
        if (ready_[module].empty()) ready_modules_.erase(module);
        start_probe(*w, place);
        return true;
    }
    for (const std::size_t module : ready_modules_)
        if (may_add(module)) return start_worker_for(module);
    return false;
}

void runner::start_probe(worker& w, std::size_t place)
{
    probe_state& p = board_.at(place);
    p.at = stage::running;
    w.place = place;
    w.run = next_run_++;
    w.record = {};
    w.log_bytes = 0;
    w.began = clock::now();
    w.budget = budget_of(*p.decl);
    w.deadline = w.began + w.budget;
    p.started_ns = since_start(w.began);

    wire::run_order order;
    order.probe = static_cast<uint32_t>(p.ref.probe);
    order.deadline = w.deadline.time_since_epoch().count();
    for (const std::string& entry : p.decl->services)
        if (const wanted service = parse_wanted(entry); is_offered(service.name))
            order.services.push_back(service.name);
    for (const std::string& entry : p.decl->inputs)
        order.inputs.push_back(board_.resolve(parse_wanted(entry).name));
    order.settings = settings_of(*p.decl);
    if (request_.watch != nullptr)
        request_.watch->ordered(p, order, budget_of(*p.decl), wire::wall_clock(request_.where));
    w.process->allow(wire::frames_per_run, wire::bytes_per_run);
    w.process->send(wire::frame_type::run, w.run, 0, wire::encode(order));
    arm(w);
}

void runner::arm(worker& w)
{
    loop_.cancel(w.timer);
    if (request_.in_process) return;
    const auto grace = std::max<clock::duration>(50ms, w.budget / 10);
    w.timer = loop_.at(w.deadline + grace, [this, &w] {
        w.timer = 0;
        const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(w.budget).count();
        condemn(w, "timeout", "was killed after its budget of " + std::to_string(ms) + " ms");
    });
}

void runner::on_reply(worker& w, const routed_reply& reply)
{
    w.reply = reply;
    w.has_reply = true;
    w.ticket = 0;
    w.answered = clock::now();
    loop_.cancel(w.timer); // from here on it waits for a core: resume() starts the clock again
    answered_.push_back(&w);
    dispatch();
}

void runner::resume(worker& w)
{
    w.parked = false;
    w.deadline += clock::now() - w.answered; // it waited for a core, not for its own doing
    arm(w);
    if (w.reply.status == DSREG_E_SERVICE && (w.call_flags & DSREG_CALL_OPTIONAL) == 0) {
        if (w.record.missed == DSREG_OK) {
            w.record.missed = DSREG_E_SERVICE;
            w.record.missed_why = w.reply.why;
        }
        note(board_.at(w.place).row.id, 4, w.reply.why);
    }
    if (request_.watch != nullptr)
        request_.watch->called(board_.at(w.place).row.id, w.asked, w.reply.status, w.reply.payload);
    wire::worker_reply out;
    out.status = w.reply.status;
    out.deadline = w.deadline.time_since_epoch().count();
    out.payload = std::move(w.reply.payload);
    w.has_reply = false;
    w.process->send(wire::frame_type::reply, w.run, w.call_id, wire::encode(out));
}

void runner::condemn(worker& w, const char* reason, std::string text)
{
    if (!w.verdict.empty()) return;
    w.verdict = reason;
    w.verdict_text = std::move(text);
    w.process->kill(); // on_end judges
}

} // namespace dsreg::engine
