#include "worker/worker.h"

#include "worker/load.h"
#include "worker/privileges.h"
#include "worker/run.h"
#include "worker/sandbox.h"
#include "worker/socket_link.h"

#include <cstdio>
#include <list>

namespace dsreg::worker {
namespace {

using wire::frame_type;

class server
{
public:
    server(unique_fd socket, const options& options)
        : channel_(std::move(socket)), link_(channel_, !options.in_process), options_(options)
    {}

    int serve()
    {
        wire::message first;
        if (!channel_.receive(first)) return 0;
        if (first.type != frame_type::init || !wire::decode(first.payload, init_)) return 1;
        link_.set_clock_offset(init_.clock_offset);
        if (!enter() || !greet()) return 0;
        wire::message next;
        while (channel_.receive(next)) {
            wire::run_order order;
            if (next.type != frame_type::run || !wire::decode(next.payload, order) ||
                order.probe >= module_.runs.size())
                return 1;
            if (!run(next.run, std::move(order))) return 0;
        }
        return 0;
    }

private:
    // False: there is nothing more to do.
    bool enter()
    {
        wire::worker_entered entered;
        entered.build_id = wire::build_id();
        entered.sandbox = "none";
        const bool same = init_.build_id == entered.build_id;
        if (same && !options_.in_process && !confine(entered.sandbox)) return false;
        return channel_.send(frame_type::entered, 0, 0, wire::encode(entered)) && same;
    }

    bool greet()
    {
        if (options_.in_process) init_.by_path = true;
        wire::worker_hello hello;
        rejection r = load(init_, module_fd, module_);
        hello.rejected = std::move(r.code);
        hello.why = std::move(r.why);
        hello.module = module_.decl;
        std::fflush(nullptr); // what constructors printed
        return channel_.send(frame_type::hello, 0, 0, wire::encode(hello)) &&
               hello.rejected.empty();
    }

    // False: the host is gone.
    bool confine(std::string& ret_level)
    {
        if (!init_.sandbox) return die_with(init_.host_pid);
        return enter_sandbox({init_.host_pid, channel_.fd(), module_fd, init_.tasks_most},
                             ret_level);
    }

    bool run(uint32_t number, wire::run_order order)
    {
        const uint32_t probe = order.probe;
        // Contexts stay: a thread that a module left behind may still ask for the time.
        run_context& context =
            contexts_.emplace_back(link_, module_.decl.probes[probe], number, std::move(order));
        run_guarded(module_.runs[probe], context);
        context.close();
        std::fflush(nullptr);
        return !link_.dead() &&
               channel_.send(frame_type::done, number, 0, wire::encode(context.end()));
    }

    wire::channel channel_;
    socket_link link_;
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
