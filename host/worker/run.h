// One run of one probe: what the functions of dsreg_host work on.
#pragma once
#include "worker/arena.h"
#include "worker/link.h"
#include "worker/load.h"
#include "worker/values.h"

#include <mutex>
#include <string_view>
#include <thread>

namespace dsreg::worker {

// What a worker may spend in one run, kept below the host's caps (wire/frame.h): an honest module
// is told DSREG_E_LIMIT. One that does not listen, and asks more often than the host's frame cap,
// is let through to that cap, where the host ends it.
class allowance
{
public:
    bool fact(std::size_t bytes) { return take(facts_, wire::facts_per_run, bytes); }
    bool finding(std::size_t bytes) { return take(findings_, wire::findings_per_run, bytes); }
    bool call(std::size_t bytes) { return take(calls_, calls_per_run, bytes); }
    bool conclusion() { return take(conclusions_, conclusions_per_run, 0); }
    bool log(std::size_t bytes);

private:
    static constexpr std::size_t calls_per_run = 2048;
    static constexpr std::size_t conclusions_per_run = 16; // one is right, two say enough
    static constexpr std::size_t bytes_most = wire::bytes_per_run - 1024 * 1024;
    bool take(std::size_t& count, std::size_t most, std::size_t bytes);

    std::size_t facts_ = 0, findings_ = 0, calls_ = 0, conclusions_ = 0, bytes_ = 0, log_bytes_ = 0,
                refused_ = 0;
};

class run_context
{
public:
    run_context(link& to_host, const wire::probe_decl& decl, uint32_t run, wire::run_order order);

    const dsreg_host* host() const noexcept { return &host_; }
    static run_context* of(const dsreg_host* host) noexcept;

    // The functions of dsreg_host.
    const void* service(const char* id);
    uint32_t input(const char* key, uint32_t index, const dsreg_fact** ret);
    dsreg_status fact(const dsreg_fact* given);
    dsreg_status finding(const dsreg_finding* given);
    dsreg_status conclude(const dsreg_result* given);
    dsreg_status setting(const char* name, const dsreg_value** ret);
    void log(int32_t level, dsreg_str text);
    int64_t now() const noexcept;
    int64_t remaining();

    // A service call: sends `payload`, waits. DSREG_OK: `ret` holds the reply's bytes.
    dsreg_status call(const char* service, uint16_t method, const dsreg_call* how,
                      std::string payload, std::string& ret);
    // True: not the probe's thread. `what` is asked for, for the sentence about it.
    bool foreign_thread(const char* what);
    // Every call's end comes here: an answer that the probe may not do without and did not get
    // stands in end().
    struct question {
        const char* service;
        const dsreg_call* how;
        const char* about = nullptr; // what of the service: a path; the module's pointer
    };
    void answered(const question& q, dsreg_status s) noexcept;
    // The reply did not decode: the host is of another build. Ends the worker.
    dsreg_status garbled();
    arena& memory() noexcept { return memory_; }

    // run() was left by an exception. Whatever it concluded does not count.
    void left_by_exception(std::string_view what);
    // After run(): a thread that was left behind gets nothing more.
    void close() noexcept;
    bool concluded() const noexcept { return concluded_; }
    // What the host does not know from the frames.
    wire::run_end end();

private:
    void fill_inputs();
    bool offered(std::string_view id) const;
    void miss(dsreg_status s, std::string why);
    std::string sentence(const question& q, dsreg_status s) const;
    dsreg_status read(const dsreg_fact* given, dsreg::fact& ret);
    dsreg_status read(const dsreg_finding* given, dsreg::finding& ret);
    bool is_whole(const char* what, uint32_t size, uint32_t least);
    dsreg_status over_limit(const char* what);
    void miss_finding(const std::string& code, dsreg_status s);
    dsreg_status lost(const std::string& code, dsreg_status s);
    // Counts a refusal, and keeps its name for the report.
    void refused(const char* what, std::string_view name, const char* why);
    dsreg_status dropped(const char* what, const std::string& name, dsreg_status why);
    bool send(wire::frame_type type, const std::string& payload, uint32_t id = 0);

    link& link_;
    const wire::probe_decl& decl_;
    wire::run_order order_;
    const std::thread::id thread_ = std::this_thread::get_id();
    dsreg_host host_{};
    arena memory_;
    std::vector<std::vector<dsreg_fact>> inputs_; // like order_.inputs
    allowance allowance_;
    uint32_t next_call_ = 1;
    bool concluded_ = false, limit_told_ = false;
    std::mutex shared_; // guards what follows, and the log's allowance
    wire::run_end end_;
    bool closed_ = false;
};

// A name that the module gave, for a sentence: it may be anything.
std::string quoted(std::string_view name);

// Runs the probe. What leaves it as an exception is told to the host; no verdict of it stands then.
// `as`: the table that it gets in place of context.host(), with the same ctx.
void run_guarded(run_function run, run_context& context, const dsreg_host* as = nullptr);

// Fills the function table of a host for `context`.
void fill_host(dsreg_host& host, run_context& context) noexcept;

} // namespace dsreg::worker
