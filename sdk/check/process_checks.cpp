// Checks of the process that a probe runs in: what it leaves there, and where it runs.
#include "alike.h"
#include "catalog.h"
#include "process_state.h"
#include "worlds.h"

#include "base/unique_fd.h"
#include "worker/trap.h"

#include <cstdlib>
#include <exception>
#include <fcntl.h>
#include <functional>
#include <memory>
#include <seccomp.h>
#include <thread>
#include <unistd.h>

namespace dsreg::check::process {
namespace {

// `ret_aside`: what is to be said of the second run, a warning or the words behind a difference.
using rerun = std::function<outcome(const dsreg_probe&, named_world, std::string& ret_aside)>;

// Runs each probe in each usual world, then all of them again: nothing may stay between runs.
// `between` is done once before the second ones; false: they are not made.
void compare_runs(subject& s, const std::string& words, const std::string& added,
                  const rerun& again, const std::function<bool()>& between = nullptr)
{
    struct run {
        const dsreg_probe* probe;
        named_world where;
        outcome first;
    };
    std::vector<run> runs;
    for (const dsreg_probe* p : s.probes())
        for (const named_world& w : usual_worlds(s, *p)) runs.push_back({p, w, s.run(*p, w)});
    if (between && !between()) return;
    for (const run& r : runs) {
        std::string aside;
        const outcome second = again(*r.probe, variant(r.where, added), aside);
        const std::string what = difference(r.first, second);
        if (!what.empty())
            s.complain(r.probe->id, words + ": " + what + (aside.empty() ? "" : "; " + aside),
                       r.where.name);
        else if (!aside.empty())
            s.warn(r.probe->id, aside, r.where.name);
    }
}

// "socket, connect"; "": none.
std::string names_of(const std::vector<int32_t>& calls)
{
    std::string out;
    for (const int32_t number : calls) {
        const std::unique_ptr<char, void (*)(void*)> name(
            ::seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number), std::free);
        out += (out.empty() ? "" : ", ") +
               (name ? std::string(name.get()) : "call " + std::to_string(number));
    }
    return out;
}

} // namespace

void unchanged(subject& s)
{
    process_state before = look_at_process();
    const auto compare = [&](const std::string& probe, const std::string& when) {
        const std::string what = changed(before, look_at_process());
        if (!what.empty()) s.complain(probe, what, when);
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
    const auto on_thread = [&](const dsreg_probe& p, const named_world& w, std::string&) {
        outcome there;
        std::exception_ptr trouble;
        std::thread([&] {
            try {
                there = s.run(p, w);
            } catch (...) {
                trouble = std::current_exception();
            }
        }).join();
        if (trouble) std::rethrow_exception(trouble);
        return there;
    };
    compare_runs(s, "on the first thread and then on another one", "on another thread", on_thread);
}

void twice(subject& s)
{
    compare_runs(
        s, "two runs differ", "again",
        [&](const dsreg_probe& p, const named_world& w, std::string&) { return s.run(p, w); });
}

void host_of_1_0(subject& s)
{
    compare_runs(s, "today's host and one of 1.0 see it differently", "by a host of 1.0",
                 [&](const dsreg_probe& p, named_world w, std::string&) {
                     w.where.cut_to_v1_0 = true;
                     return s.run(p, w);
                 });
}

void sandboxed(subject& s)
{
    const unique_fd file(::open(s.order().path.c_str(), O_RDONLY | O_CLOEXEC));
    const auto enter = [&] { return s.enter_sandbox(file.get(), true); };
    const auto inside = [&](const dsreg_probe& p, const named_world& w, std::string& ret_aside) {
        (void)worker::take_denied_calls();
        const outcome o = s.run(p, w);
        const std::string denied = names_of(worker::take_denied_calls());
        if (!denied.empty()) ret_aside = "the sandbox denied it these system calls: " + denied;
        return o;
    };
    compare_runs(s, "outside and then inside the sandbox", "in the sandbox", inside, enter);
}

} // namespace dsreg::check::process
