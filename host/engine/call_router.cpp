#include "engine/call_router.h"

#include "engine/call_time.h"

#include <algorithm>

namespace dsreg::engine {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t cache_max = 32 * 1024 * 1024;
constexpr std::size_t calls_max = 4096;
constexpr int starts_max = 5;

// When the service has to answer, so that the probe still has time to conclude, and when it is
// killed, so that the probe hears of it before its own budget ends.
struct call_times {
    clock::time_point answer_by, kill_at;
};

call_times times_for(const routed_call& request)
{
    const auto now = clock::now();
    const auto left = std::max(request.probe_deadline - now, clock::duration::zero());
    const auto budget = call_budget(left, request.asked.timeout_ms);
    return {now + budget, now + budget + call_margin(left)};
}

routed_reply broken(std::string why)
{
    return {DSREG_E_SERVICE, {}, std::move(why)};
}

} // namespace

call_router::call_router(loop& on, route r, note log)
    : loop_(on), route_(std::move(r)), log_(std::move(log))
{}

call_router::~call_router()
{
    for (auto& [kind, p] : processes_) loop_.cancel(p->kill_timer);
}

const char* call_router::kind_of(const std::string& service)
{
    if (service == "dsreg.fs/1") return "fs";
    if (service == "dsreg.dbus/1" || service == "dsreg.broker/1") return "bus";
    if (service == "dsreg.net/1" || service == "dsreg.http/1") return "net";
    if (service == "dsreg.device/1") return "device";
    if (service == "dsreg.journal/1") return "journal";
    return nullptr;
}

call_router::process& call_router::process_for(const std::string& kind)
{
    auto& p = processes_[kind];
    if (!p) {
        p = std::make_unique<process>();
        p->kind = kind;
    }
    return *p;
}

void call_router::warm_up(const std::vector<std::string>& services)
{
    for (const std::string& service : services)
        if (const char* kind = kind_of(service))
            if (process& p = process_for(kind); !p.running && p.starts == 0) start(p);
}

uint64_t call_router::call(const routed_call& request, answer done)
{
    const uint64_t ticket = next_ticket_++;
    ask(ticket, request, std::move(done));
    return ticket;
}

void call_router::ask(uint64_t ticket, const routed_call& request, answer done)
{
    const char* kind = kind_of(request.asked.service);
    if (kind == nullptr) {
        done({DSREG_E_UNDECLARED, {}, {}});
        return;
    }
    wire::service_call out;
    out.service = request.asked.service;
    out.method = request.asked.method;
    // What no service goes by would only keep equal questions of two probes apart.
    out.probe_flags = request.probe_flags & (DSREG_P_ACTIVE | DSREG_P_NETWORK);
    out.may_start = (request.probe_flags & DSREG_P_ACTIVE) != 0 && !route_.passive;
    if (request.paths != nullptr && out.service == "dsreg.fs/1") out.paths = *request.paths;
    out.payload = request.asked.payload;
    const std::string key = std::to_string(request.asked.timeout_ms) + ":" + wire::encode(out);

    const bool fresh = (request.asked.flags & DSREG_CALL_FRESH) != 0;
    if (const auto known = cache_.find(key); known != cache_.end() && !fresh) {
        done(known->second);
        return;
    }
    process& p = process_for(kind);
    const call_times times = times_for(request);
    if (!fresh) { // never one that may take longer than this probe has
        const auto same = std::find_if(p.calls.begin(), p.calls.end(), [&](const pending& c) {
            return c.key == key && c.kill_at <= times.kill_at;
        });
        if (same != p.calls.end()) {
            same->waiters.push_back({ticket, std::move(done), request});
            return;
        }
    }
    if (!p.running) start(p);
    if (!p.running || p.calls.size() >= calls_max) {
        done(broken("service " + p.kind + ": " +
                    (p.broken.empty() ? "too many calls at once" : p.broken)));
        return;
    }
    out.deadline = times.answer_by.time_since_epoch().count();
    pending& added = p.calls.emplace_back();
    added.id = next_call_++;
    added.key = key;
    added.payload = wire::encode(out);
    added.repeatable = !out.may_start;
    added.kill_at = times.kill_at;
    added.probe_deadline = request.probe_deadline;
    added.waiters.push_back({ticket, std::move(done), request});
    send(p, added);
    arm(p);
}

void call_router::drop(uint64_t ticket)
{
    for (auto& [kind, p] : processes_)
        for (pending& c : p->calls)
            c.waiters.erase(std::remove_if(c.waiters.begin(), c.waiters.end(),
                                           [&](const waiter& w) { return w.ticket == ticket; }),
                            c.waiters.end());
}

void call_router::start(process& p)
{
    if (p.starts >= starts_max) {
        if (p.broken.empty()) p.broken = "it died " + std::to_string(starts_max) + " times";
        return;
    }
    p.starts++;
    p.overdue = 0;
    auto fresh = std::make_unique<child>(
        loop_, child::handlers{[this, &p](wire::message&& m) { on_message(p, std::move(m)); },
                               [this, &p](const std::string& what) {
                                   log_(p.kind, what);
                                   p.running->kill();
                               },
                               [this, &p](const child_end& end) { on_end(p, end); },
                               [this, &p](std::string_view text) { log_(p.kind, text); }});
    spawn_request request;
    request.program = route_.program;
    request.args = {p.kind};
    if (const status started = fresh->start(request); !started.ok()) {
        p.broken = started.text();
        return;
    }
    p.running = std::move(fresh);
    p.running->allow(static_cast<std::size_t>(-1), static_cast<std::size_t>(-1));
    wire::service_init init;
    init.build_id = wire::build_id();
    init.host_pid = ::getpid();
    init.where = route_.where;
    p.running->send(wire::frame_type::init, 0, 0, wire::encode(init));
}

void call_router::send(process& p, const pending& call)
{
    p.running->send(wire::frame_type::call, 0, call.id, call.payload);
}

void call_router::arm(process& p)
{
    loop_.cancel(p.kill_timer);
    if (p.calls.empty()) return;
    const auto first =
        std::min_element(p.calls.begin(), p.calls.end(),
                         [](const auto& a, const auto& b) { return a.kill_at < b.kill_at; });
    p.kill_timer = loop_.at(first->kill_at, [this, &p] {
        p.kill_timer = 0;
        kill_overdue(p);
    });
}

void call_router::kill_overdue(process& p)
{
    const auto now = clock::now();
    std::vector<uint32_t> late;
    for (const pending& c : p.calls)
        if (c.kill_at <= now) late.push_back(c.id);
    for (const uint32_t id : late) {
        p.overdue = id;
        finish(p, id, broken("service " + p.kind + " did not answer in time and was killed"),
               false);
    }
    if (late.empty()) return arm(p);
    // What a caller's short budgets cost shall not use up the starts of those who wait longer.
    p.starts--;
    if (p.running) p.running->kill(); // on_end asks the other calls again
}

void call_router::on_message(process& p, wire::message&& m)
{
    if (m.type == wire::frame_type::hello) return;
    if (m.type == wire::frame_type::log) {
        wire::log_line line;
        if (wire::decode(m.payload, line)) log_(p.kind, line.text);
        return;
    }
    wire::service_reply reply;
    if (m.type != wire::frame_type::reply || !wire::decode(m.payload, reply)) {
        log_(p.kind, "sent what is no reply");
        p.running->kill();
        return;
    }
    routed_reply out{reply.status, std::move(reply.payload), {}};
    if (out.status == DSREG_E_SERVICE) out.why = "service " + p.kind + " could not do its work";
    finish(p, m.id, out, reply.status == DSREG_OK && !reply.cut_short, reply.cut_short);
}

void call_router::finish(process& p, uint32_t id, const routed_reply& reply, bool remember,
                         bool cut_short)
{
    const auto it =
        std::find_if(p.calls.begin(), p.calls.end(), [&](const pending& c) { return c.id == id; });
    if (it == p.calls.end()) return;
    const pending done = std::move(*it);
    p.calls.erase(it);
    arm(p);
    if (remember && cached_bytes_ + reply.payload.size() <= cache_max) {
        cached_bytes_ += reply.payload.size();
        cache_.insert_or_assign(done.key, reply);
    }
    for (const waiter& w : done.waiters)
        if (cut_short && w.request.probe_deadline > done.probe_deadline)
            ask(w.ticket, w.request, w.done); // its own time is not over
        else
            w.done(reply);
}

void call_router::on_end(process& p, const child_end& end)
{
    graves_.push_back(std::move(p.running));
    p.running.reset();
    const std::string why = "service " + p.kind + " " + describe(end) + " inside the call";
    if (p.overdue == 0) log_(p.kind, describe(end));
    // Killed for another call, or not the only suspect: the innocent are asked again, once.
    std::vector<uint32_t> lost;
    const bool alone = p.calls.size() == 1 && p.overdue == 0;
    for (pending& c : p.calls) {
        if (alone || c.repeated || !c.repeatable)
            lost.push_back(c.id);
        else if (p.overdue == 0) // it may have been this one that ended the process
            c.repeated = true;
    }
    for (const uint32_t id : lost) finish(p, id, broken(why), false);
    if (p.calls.empty()) return;
    start(p);
    if (!p.running) {
        while (!p.calls.empty()) finish(p, p.calls.front().id, broken(why), false);
        return;
    }
    for (const pending& c : p.calls) send(p, c);
    arm(p);
}

} // namespace dsreg::engine
