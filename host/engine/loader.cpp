#include "engine/loader.h"

#include "engine/check.h"
#include "engine/in_process.h"
#include "engine/worker_words.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <deque>

namespace dsreg::engine {
namespace {

using namespace std::chrono_literals;

constexpr auto load_budget = 2000ms;
constexpr std::size_t idle_max = 128; // more idle workers cost more memory than starting them again
constexpr std::size_t hello_frames = 1024;

class loading
{
public:
    loading(loop& on, const loader_options& o, std::vector<found_module> found)
        : loop_(on), options_(o)
    {
        for (found_module& f : found) {
            slot& s = slots_.emplace_back();
            s.module.loaded.row = std::move(f.row);
            s.module.file = std::move(f.file);
            if (s.module.loaded.row.rejected.empty()) waiting_.push_back(&s);
        }
    }

    status run(graph& ret_graph, std::vector<ready_module>& ret)
    {
        watch_for_the_end();
        while ((!waiting_.empty() || starting_ > 0) && fatal_.ok() && !interrupted_) {
            while (!waiting_.empty() && starting_ < options_.width && fatal_.ok()) start_next();
            if (starting_ > 0) loop_.step();
            graves_.clear();
        }
        if (interrupt_ != 0) loop_.forget(interrupt_);
        loop_.cancel(whole_);
        if (!fatal_.ok()) return fatal_;
        std::vector<ready_module> out;
        for (slot& s : slots_) {
            loop_.cancel(s.timer);
            if (s.said_hello)
                accept(s.module, out.size(), ret_graph);
            else
                s.module.worker.reset();
            out.push_back(std::move(s.module));
        }
        ret = std::move(out);
        return {};
    }

private:
    struct slot {
        ready_module module;
        loop::timer_id timer = 0;
        bool starting = false; // counted in starting_
        bool entered = false;  // has named its sandbox
        bool said_hello = false;
        std::string output;
    };

    void watch_for_the_end()
    {
        if (options_.interrupt_fd >= 0)
            interrupt_ = loop_.watch(options_.interrupt_fd, EPOLLIN, [this](uint32_t) {
                interrupted_ = true; // the runner sees the same descriptor, and says so
            });
        if (options_.deadline == clock::time_point::max()) return;
        whole_ = loop_.at(options_.deadline, [this] {
            whole_ = 0;
            const std::string text = "the module was not loaded before the whole run's deadline";
            for (slot* s : std::exchange(waiting_, {})) {
                s->module.loaded.row.rejected = "hung-loading";
                s->module.loaded.row.text = text;
            }
            for (slot& s : slots_)
                if (s.starting) reject(s, "hung-loading", text);
        });
    }

    void start_next()
    {
        slot& s = *waiting_.front();
        waiting_.pop_front();
        s.module.worker = std::make_unique<child>(
            loop_,
            child::handlers{[this, &s](wire::message&& m) { on_message(s, std::move(m)); },
                            [this, &s](const std::string& what) {
                                reject(s, "died-loading", "while it was loaded the worker " + what);
                            },
                            [this, &s](const child_end& end) { on_end(s, end); },
                            [&s](std::string_view text) { s.output.append(text.substr(0, 512)); }});
        s.module.worker->allow(hello_frames, wire::bytes_per_run);
        const status started =
            start_worker(*s.module.worker, options_, s.module.file.get(), s.module.loaded.row.path);
        if (!started.ok()) {
            fatal_ = started;
            return;
        }
        starting_++;
        s.starting = true;
        s.timer = loop_.at(clock::now() + load_budget, [this, &s] {
            s.timer = 0;
            reject(s, "hung-loading", "the module was not loaded within 2 s");
        });
    }

    void on_message(slot& s, wire::message&& m)
    {
        if (!s.module.loaded.row.rejected.empty()) return; // it is being buried
        if (m.type == wire::frame_type::log) return;
        if (m.type == wire::frame_type::trapped)
            return reject(s, "died-loading",
                          "while it was loaded the module " + describe_trap(m.payload));
        if (!s.entered) return on_entered(s, m);
        // Code of the module may have said any of this: about itself it may lie, once.
        wire::worker_hello hello;
        if (s.said_hello || m.type != wire::frame_type::hello || !wire::decode(m.payload, hello))
            return reject(s, "died-loading",
                          "while it was loaded the worker sent what is no message, or out of turn");
        if (!hello.rejected.empty()) return reject(s, hello.rejected, hello.why);
        s.said_hello = true;
        s.module.loaded.decl = std::move(hello.module);
        done(s);
        if (++idle_ > idle_max && !options_.in_process) bury(s);
    }

    // The first frame, from before any code of the module ran.
    void on_entered(slot& s, const wire::message& m)
    {
        wire::worker_entered entered;
        if (m.type != wire::frame_type::entered || !wire::decode(m.payload, entered))
            return reject(s, "died-loading", "the worker did not begin with its sandbox");
        s.entered = true;
        s.module.sandbox = weaker("full", entered.sandbox);
        if (entered.build_id == wire::build_id()) return;
        fatal_ = {errc::internal, "dsreg was replaced while it ran: start it again"};
        done(s);
    }

    void on_end(slot& s, const child_end& end)
    {
        if (!s.starting)
            return; // it had said hello, and ended idle: it is started again when needed
        std::string text = std::string("the worker ") + (end.signalled ? "was " : "") +
                           describe(end) + " while it loaded the module";
        if (!s.output.empty()) text += ": " + s.output;
        reject(s, "died-loading", text);
    }

    void reject(slot& s, const std::string& code, const std::string& text)
    {
        s.module.loaded.row.rejected = code;
        s.module.loaded.row.text = text;
        done(s);
        bury(s);
    }

    void done(slot& s)
    {
        if (std::exchange(s.starting, false)) starting_--;
        loop_.cancel(s.timer);
    }

    void bury(slot& s) { graves_.push_back(std::move(s.module.worker)); }

    // Checks what the module says of itself, and joins it to the graph.
    void accept(ready_module& m, std::size_t index, graph& g)
    {
        report::module_row& row = m.loaded.row;
        const wire::module_decl& decl = m.loaded.decl;
        if (!row.rejected.empty()) return;
        row.id = decl.id;
        row.version = decl.version;
        row.vendor = decl.vendor;
        row.support = decl.support;
        row.license = decl.license;
        if (const std::string fault = check_descriptor(decl, row.origin == "bundled");
            !fault.empty()) {
            row.rejected = "bad-descriptor";
            row.text = fault;
        } else {
            g.add(index, decl, row.path, row.rejected, row.text);
        }
        m.loaded.accepted = row.rejected.empty();
        if (!m.loaded.accepted) m.worker.reset();
    }

    loop& loop_;
    const loader_options& options_;
    std::deque<slot> slots_;
    std::deque<slot*> waiting_;
    std::vector<std::unique_ptr<child>> graves_;
    std::size_t starting_ = 0, idle_ = 0;
    loop::watch_id interrupt_ = 0;
    loop::timer_id whole_ = 0;
    bool interrupted_ = false;
    status fatal_;
};

} // namespace

status start_worker(child& worker, const loader_options& options, int file, const std::string& path)
{
    wire::worker_init init;
    init.build_id = wire::build_id();
    init.path = path;
    init.by_path = options.in_process;
    init.sandbox = !options.in_process;
    init.host_pid = ::getpid();
    init.tasks_most = options.tasks_most;
    init.clock_offset = options.clock_offset;
    if (options.in_process) {
        if (const status s = start_in_process(worker); !s.ok()) return s;
    } else {
        spawn_request request;
        request.program = options.worker_program;
        request.file_fd = file;
        if (const status s = worker.start(request); !s.ok()) return s;
    }
    worker.send(wire::frame_type::init, 0, 0, wire::encode(init));
    return {};
}

status load_modules(loop& on, const loader_options& options, std::vector<found_module> found,
                    graph& ret_graph, std::vector<ready_module>& ret)
{
    return loading(on, options, std::move(found)).run(ret_graph, ret);
}

} // namespace dsreg::engine
