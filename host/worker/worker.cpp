#include "worker/worker.h"

#include "worker/load.h"
#include "worker/run.h"
#include "worker/sandbox.h"

#include <cstdio>
#include <cxxabi.h>
#include <exception>
#include <list>

namespace dsreg::worker {
namespace {

using wire::frame_type;

void run_guarded(run_function run, run_context& context)
{
    try {
        run(context.host());
    } catch (const abi::__forced_unwind&) {
        throw; // pthread_exit: the thread has to go
    } catch (const std::exception& e) {
        context.left_by_exception(e.what());
    } catch (...) {
        context.left_by_exception("no std::exception");
    }
}

class server
{
public:
    server(unique_fd socket, const options& options)
        : channel_(std::move(socket)), mail_(channel_, !options.in_process), options_(options)
    {}

    int serve()
    {
        wire::message first;
        if (!channel_.receive(first)) return 0;
        if (first.type != frame_type::init || !wire::decode(first.payload, init_)) return 1;
        if (!greet()) return 0;
        wire::message next;
        while (channel_.receive(next)) {
            if (next.type == frame_type::extend) continue; // for a run that has just ended
            wire::run_order order;
            if (next.type != frame_type::run || !wire::decode(next.payload, order) ||
                order.probe >= module_.runs.size())
                return 1;
            if (!run(next.run, std::move(order))) return 0;
        }
        return 0;
    }

private:
    bool greet()
    {
        wire::worker_hello hello;
        hello.build_id = wire::build_id();
        hello.sandbox = "none";
        if (init_.build_id != hello.build_id) {
            hello.rejected = "replaced";
            hello.why = "dsreg was replaced while it ran";
        } else {
            if (!options_.in_process && !die_with(init_.host_pid)) return false;
            if (init_.sandbox && !options_.in_process) hello.sandbox = enter_sandbox();
            if (options_.in_process) init_.by_path = true;
            rejection r = load(init_, options_.module_fd, module_);
            hello.rejected = std::move(r.code);
            hello.why = std::move(r.why);
            hello.module = module_.decl;
        }
        std::fflush(nullptr); // what constructors printed
        return channel_.send(frame_type::hello, 0, 0, wire::encode(hello)) &&
               hello.rejected.empty();
    }

    bool run(uint32_t number, wire::run_order order)
    {
        const uint32_t probe = order.probe;
        // Contexts stay: a thread that a module left behind may still ask for the time.
        run_context& context = contexts_.emplace_back(channel_, mail_, module_.decl.probes[probe],
                                                      number, std::move(order), init_.clock_offset);
        run_guarded(module_.runs[probe], context);
        context.close();
        std::fflush(nullptr);
        return !mail_.dead() && channel_.send(frame_type::done, number, 0, {});
    }

    wire::channel channel_;
    mailbox mail_;
    const options options_;
    wire::worker_init init_;
    loaded_module module_;
    std::list<run_context> contexts_;
};

} // namespace

int serve(unique_fd socket, const options& options)
{
    return server(std::move(socket), options).serve();
}

} // namespace dsreg::worker
