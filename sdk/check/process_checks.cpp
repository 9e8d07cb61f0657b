// Checks of the process that a probe runs in: what it leaves there, and where it runs.
#include "alike.h"
#include "catalog.h"
#include "process_state.h"
#include "worlds.h"

#include "base/unique_fd.h"
#include "worker/sandbox.h"

#include <chrono>
#include <fcntl.h>
#include <poll.h>
#include <thread>
#include <unistd.h>

namespace dsreg::check::process {
namespace {

// A joined thread is listed for a moment longer.
std::string changed_for_good(const process_state& before)
{
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(2);
    std::string what = changed(before, look_at_process());
    while (what.rfind("number of threads", 0) == 0 && std::chrono::steady_clock::now() < patience) {
        ::poll(nullptr, 0, 5);
        what = changed(before, look_at_process());
    }
    return what;
}

} // namespace

void unchanged(subject& s)
{
    process_state before = look_at_process();
    const auto compare = [&](const std::string& probe, const std::string& when) {
        const std::string what = changed_for_good(before);
        if (!what.empty()) s.complain(probe, when + ": " + what);
        before = look_at_process();
    };
    s.module();
    compare("", "after it was loaded");
    for (const dsreg_probe* p : s.probes())
        for (const named_world& w : usual_worlds(s, *p)) {
            s.run(*p, w);
            compare(p->id, "after a run " + w.name);
        }
}

// The tool reads what the process writes; here it only has to run.
void silent(subject& s)
{
    for (const dsreg_probe* p : s.probes()) {
        for (const named_world& w : usual_worlds(s, *p)) s.run(*p, w);
        for (const named_world& w : hostile_worlds(s, *p)) s.run(*p, w);
    }
}

void other_thread(subject& s)
{
    for (const dsreg_probe* p : s.probes())
        for (const named_world& w : usual_worlds(s, *p)) {
            const outcome here = s.run(*p, w);
            const named_world again{w.name + ", on another thread", w.where};
            outcome there;
            std::string trouble;
            // The clock of a world moves: each run has one of its own.
            named_world fresh = again;
            fresh.where.time = new_clock();
            std::thread([&] {
                try {
                    there = s.run(*p, fresh);
                } catch (const std::exception& e) {
                    trouble = e.what();
                }
            }).join();
            if (!trouble.empty()) s.complain(p->id, trouble);
            const std::string what = difference(here, there);
            if (!what.empty())
                s.complain(p->id, "on the first thread and then on another one: " + what + " (" +
                                      w.name + ")");
        }
}

void twice(subject& s)
{
    struct run {
        const dsreg_probe* probe;
        named_world where;
        outcome first;
    };
    std::vector<run> runs;
    for (const dsreg_probe* p : s.probes())
        for (const named_world& w : usual_worlds(s, *p)) runs.push_back({p, w, s.run(*p, w)});
    // Again, after all the others: nothing may stay between runs.
    for (const run& r : runs) {
        named_world again{r.where.name + ", again", r.where.where};
        again.where.time = new_clock();
        const std::string what = difference(r.first, s.run(*r.probe, again));
        if (!what.empty())
            s.complain(r.probe->id, "two runs differ: " + what + " (" + r.where.name + ")");
    }
}

void host_of_1_0(subject& s)
{
    for (const dsreg_probe* p : s.probes())
        for (const named_world& w : usual_worlds(s, *p)) {
            const outcome today = s.run(*p, w);
            named_world old{w.name + ", by a host of 1.0", w.where};
            old.where.time = new_clock();
            old.where.cut_to_v1_0 = true;
            const std::string what = difference(today, s.run(*p, old));
            if (!what.empty())
                s.complain(p->id, "today's host and one of 1.0 see it differently: " + what + " (" +
                                      w.name + ")");
        }
}

void sandboxed(subject& s)
{
    struct run {
        const dsreg_probe* probe;
        named_world where;
        outcome outside;
    };
    std::vector<run> runs;
    for (const dsreg_probe* p : s.probes())
        for (const named_world& w : usual_worlds(s, *p)) runs.push_back({p, w, s.run(*p, w)});
    const unique_fd file(::open(s.order().path.c_str(), O_RDONLY | O_CLOEXEC));
    worker::sandbox_request request;
    request.host_pid = ::getppid();
    request.module_fd = file.get();
    std::string level;
    s.mark_sandboxed();
    if (!worker::enter_sandbox(request, level)) level.clear();
    if (!s.judge_sandbox(level)) return;
    for (const run& r : runs) {
        named_world again{r.where.name + ", in the sandbox", r.where.where};
        again.where.time = new_clock();
        const std::string what = difference(r.outside, s.run(*r.probe, again));
        if (!what.empty())
            s.complain(r.probe->id,
                       "outside and then inside the sandbox: " + what + " (" + r.where.name + ")");
    }
}

} // namespace dsreg::check::process
