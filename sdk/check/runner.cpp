#include "runner.h"

#include "base/text.h"
#include "descriptor_fault.h"
#include "engine/child.h"
#include "patience.h"
#include "worker/load.h"

#include <dsreg/probe.h>

#include <csignal>
#include <exception>
#include <functional>
#include <optional>
#include <sys/prctl.h>
#include <unistd.h>

namespace dsreg::check {

using engine::clock;
using wire::frame_type;

struct runner::raw_end {
    std::optional<result> said;
    std::optional<description> described;
    step last;
    std::string output, trouble; // trouble: how it ended otherwise than it should
    const char* does = "ends its process";
    double seconds = 0;
};

namespace {

constexpr std::chrono::seconds after_kill(5);

// Behind the name of a world: what may have been its end there.
std::string cause_of(const step& last)
{
    const std::string& used = last.undeclared;
    if (used.empty()) return {};
    const bool service = used.rfind("service ", 0) == 0;
    return std::string("; it had ") + (service ? "asked for " + used.substr(8) : "used " + used) +
           ", which it does not declare";
}

} // namespace

runner::raw_end runner::run(const job& order)
{
    raw_end out;
    engine::loop loop;
    const auto started = clock::now();
    patience left(started, deadline_);
    bool over = false, late = false, stuck = true;
    engine::child child(loop, {[&](wire::message&& m) {
                                   step at;
                                   if (m.type == frame_type::log && wire::decode(m.payload, at)) {
                                       // What it uses undeclared is no step forward.
                                       if (at.undeclared.empty()) left.progress(clock::now());
                                       out.last = std::move(at);
                                   } else if (m.type == frame_type::done)
                                       over |= !wire::decode(m.payload, out.said.emplace());
                                   else if (m.type == frame_type::hello)
                                       over |= !wire::decode(m.payload, out.described.emplace());
                               },
                               [&](const std::string& what) {
                                   out.trouble = "its process " + what;
                                   over = true;
                               },
                               [&](const engine::child_end& end) {
                                   over = true;
                                   const bool good = !end.signalled && end.code == 0;
                                   if (!good && !late)
                                       out.trouble =
                                           "its process was ended: " + engine::describe(end);
                                   if (end.signalled && !late) out.does = "crashes";
                                   if (good && !out.said && !out.described)
                                       out.trouble = "its process was ended by the module";
                               },
                               [&](std::string_view text) { out.output += text; }});
    engine::spawn_request request;
    request.program = "/proc/self/exe";
    request.args = {inner_argument};
    if (const status s = child.start(request); !s) {
        out.trouble = s.text();
        return out;
    }
    child.allow(1'000'000, 256u << 20);
    child.send(frame_type::init, 0, 0, wire::encode(order));
    engine::loop::timer_id given_up = 0;
    engine::loop::timer_id timer = 0;
    const std::function<void()> look = [&] {
        timer = 0;
        if (clock::now() < left.ends()) {
            timer = loop.at(left.ends(), look);
            return;
        }
        late = true;
        stuck = left.stands_still();
        const auto seconds = deadline_.count() / 1000 * (stuck ? 1 : patience::whole_factor);
        out.does = stuck ? "hangs" : "takes too long";
        out.trouble = "it did not " + std::string(stuck ? "come any further" : "end") + " within " +
                      std::to_string(seconds) + " s";
        child.kill();
        given_up = loop.at(clock::now() + after_kill, [&] {
            out.trouble += ", and could not be ended";
            over = true;
        });
    };
    timer = loop.at(left.ends(), look);
    while (!over) loop.step();
    (void)child.flooded(); // takes what waits in the pipe
    loop.cancel(timer);
    loop.cancel(given_up);
    if (!stuck) out.last.whom = met_by::this_check; // no one world's fault
    out.seconds = std::chrono::duration<double>(clock::now() - started).count();
    return out;
}

bool runner::describe(const std::string& path, bool bundled, description& ret, std::string& ret_why)
{
    raw_end end = run({"", path, bundled, {}});
    if (end.trouble.empty() && end.described) {
        ret = std::move(*end.described);
        return true;
    }
    ret_why = end.trouble;
    return false;
}

finished runner::make(const check_entry& which, job order)
{
    order.check = which.id;
    raw_end end = run(order);
    finished out;
    out.output = std::move(end.output);
    out.seconds = end.seconds;
    if (end.said) out.said = std::move(*end.said);
    if (!end.trouble.empty()) {
        const std::string& where = end.last.what;
        const std::string when = where.empty() ? "" : " (" + where + cause_of(end.last) + ")";
        out.ended = std::string(end.does) +
                    (end.last.probe.empty() ? "" : " in " + end.last.probe) +
                    (where.empty() ? "" : " (" + where + ")");
        out.whom = end.last.whom;
        if (out.said.said != verdict::fail) out.said.messages.clear();
        out.said.said = verdict::fail;
        out.said.messages.push_back({end.last.probe, safe_text(end.trouble + when)});
    }
    if (which.make == process::silent && !out.output.empty() && out.said.said == verdict::pass) {
        const std::string shown(cut_utf8(safe_text(out.output), 200));
        out.said = {verdict::fail, {{"", "it writes \"" + shown + "\""}}};
    }
    return out;
}

namespace {

description describe_here(const job& order)
{
    wire::worker_init init;
    init.path = order.path;
    init.by_path = true;
    worker::loaded_module module;
    const worker::rejection r = worker::load(init, -1, module);
    description out{r.code, r.why, {}, module.decl.id, module.decl.version, {}, {}};
    if (r.code.empty()) out.fault = descriptor_fault(module.decl, order);
    for (const wire::probe_decl& p : module.decl.probes) {
        for (const std::string& entry : p.inputs) out.asks.push_back(bare(entry));
        for (const wire::fact_decl& f : p.outputs)
            out.provides.push_back({f.key, static_cast<uint32_t>(f.type), f.flags});
    }
    return out;
}

} // namespace

int serve_one_check()
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // an interrupted tool leaves nobody behind
    // Never closed: the tool waits for the end of the process, and what the module does at the end
    // may take its time.
    static wire::channel& to_tool = *new wire::channel(unique_fd(3));
    wire::message first;
    job order;
    if (!to_tool.receive(first) || first.type != frame_type::init ||
        !wire::decode(first.payload, order))
        return 2;
    if (order.check.empty())
        return to_tool.send(frame_type::hello, 0, 0, wire::encode(describe_here(order))) ? 0 : 2;
    const check_entry* which = find_check(order.check);
    if (which == nullptr) return 2;
    subject module(std::move(order),
                   [&](const step& s) { to_tool.send(frame_type::log, 0, 0, wire::encode(s)); });
    try {
        which->make(module);
    } catch (const std::exception& e) {
        module.complain("", std::string("the check could not be made: ") + e.what());
    }
    // What a run on another thread leads to is seen by that check alone.
    const bool alone = which->make == process::other_thread;
    module.announce("after the check, when the process ended",
                    alone ? met_by::this_check : met_by::all_checks);
    const bool sent = to_tool.send(frame_type::done, 0, 0, wire::encode(module.so_far()));
#ifdef DSREG_SANITIZED // a leak checker needs what the sandbox takes from it
    if (module.is_sandboxed()) ::_exit(sent ? 0 : 2);
#endif
    return sent ? 0 : 2;
}

} // namespace dsreg::check
