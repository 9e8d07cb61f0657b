// Runs the board: which probe runs in which worker and when, what its frames mean, and how it
// ended.
//
// A worker runs one probe at a time. Running workers are two a core (or --jobs); one that waits
// for a service does not count, so ten probes that wait on the network wait together. A probe whose
// answer has come waits for a free core, and its deadline moves by that time. [one thread]
#pragma once
#include "engine/board.h"
#include "engine/call_router.h"
#include "engine/engine.h"
#include "engine/judge.h"
#include "engine/loader.h"

#include <deque>
#include <memory>
#include <set>
#include <vector>

namespace dsreg::engine {

class runner
{
public:
    runner(loop& on, const request& r, const loader_options& worker_options,
           std::vector<ready_module>& modules, board& b, call_router& router,
           std::vector<report::log_row>& log);
    ~runner();

    // Until every probe of the board has finished, the whole-run deadline has passed, or the user
    // interrupts. True: complete.
    bool run(clock::time_point started);

private:
    // ---- workers ----
    struct worker {
        std::size_t module = 0;
        std::unique_ptr<child> process;
        bool entered = false;            // has named its sandbox
        bool loaded = false;             // has said hello
        bool parked = false;             // waits for a service, or for a core after the answer
        std::size_t place = board::npos; // of the probe that it runs
        std::size_t last = board::npos;  // of the one before
        uint32_t run = 0;
        run_record record;
        std::size_t log_bytes = 0;
        clock::time_point deadline, began, answered;
        clock::duration budget{};
        loop::timer_id timer = 0;
        uint64_t ticket = 0; // of the call that it waits for; 0: none
        uint32_t call_id = 0;
        uint32_t call_flags = 0;
        wire::call asked; // the same call, for who watches the run
        bool has_reply = false;
        routed_reply reply;
        std::string verdict; // reason for which it is being killed; "": none
        std::string verdict_text;
        bool busy() const { return place != board::npos || !loaded; }
    };

    void dispatch();
    bool dispatch_one(); // false: nothing can be started now
    std::size_t running() const;
    worker* idle_worker(std::size_t module);
    worker* add_worker(std::size_t module, std::unique_ptr<child> process);
    bool may_add(std::size_t module);
    bool start_worker_for(std::size_t module);
    void make_room();
    void start_probe(worker& w, std::size_t place);
    void on_reply(worker& w, const routed_reply& reply);
    void resume(worker& w);
    void arm(worker& w);
    void condemn(worker& w, const char* reason, std::string text);
    child::handlers handlers_for(worker& w);

    // ---- frames (runner_frames.cpp) ----
    void on_message(worker& w, wire::message&& m);
    void on_entered(worker& w, const wire::message& m);
    void on_hello(worker& w, const wire::message& m);
    void on_fact(worker& w, const std::string& payload);
    void on_finding(worker& w, const std::string& payload);
    void on_log(worker& w, const std::string& payload);
    void on_conclude(worker& w, const std::string& payload);
    void on_call(worker& w, const wire::message& m);
    void on_done(worker& w, const std::string& payload);
    void on_end(worker& w, const child_end& end);
    void note(const std::string& from, int32_t level, std::string_view text);

    // ---- probes ----
    void begin();
    void make_ready(std::size_t place);
    void finish(std::size_t place);
    void settle(std::size_t place); // its last provider has finished
    void stop(const char* running_reason, const char* waiting_reason, const std::string& text);
    void give_up(std::size_t module); // its second fault
    void skip_unstable(std::size_t place);
    std::vector<named_value> settings_of(const wire::probe_decl& d) const;
    std::chrono::milliseconds budget_of(const wire::probe_decl& d) const;
    int64_t since_start(clock::time_point t) const { return (t - started_).count(); }
    void report_progress();

    loop& loop_;
    const request& request_;
    const loader_options& worker_options_;
    std::vector<ready_module>& modules_;
    board& board_;
    call_router& router_;
    std::vector<report::log_row>& log_;

    std::vector<std::unique_ptr<worker>> workers_;
    std::vector<std::unique_ptr<worker>> retired_; // idle ones that made room
    std::vector<std::unique_ptr<child>> graves_;
    std::vector<std::deque<std::size_t>> ready_; // places, by module
    std::set<std::size_t> ready_modules_;
    static constexpr int faults_max = 2;
    std::vector<std::size_t> said_;       // by module: bytes of its frames
    std::vector<int> faults_;             // by module: crashes, exits, violations
    std::vector<std::size_t> broken_by_;  // by module: place of the probe that broke it last
    std::vector<std::string> broken_why_; // by module: its last fault in words
    std::deque<worker*> answered_;
    std::size_t width_ = 1, left_ = 0, logged_ = 0;
    uint32_t next_run_ = 1;
    bool stopping_ = false, complete_ = true, dispatching_ = false;
    loop::watch_id interrupt_ = 0;
    loop::timer_id whole_ = 0, later_ = 0, progress_ = 0;
    clock::time_point started_;
};

} // namespace dsreg::engine
