// Plays the host of one dsreg-worker.
#pragma once
#include "wire/channel.h"
#include "wire/messages.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace dsreg::test {

// What a run sent, up to DONE or the worker's end.
struct run_result {
    std::vector<fact> facts;
    std::vector<finding> findings;
    std::vector<wire::log_line> logs;
    std::vector<wire::conclusion> conclusions;
    bool done = false;
    wire::run_end end;              // when done
    std::optional<int32_t> trapped; // number of the system call that ended the worker
    // The notes of tests/worker/modules, by name.
    std::map<std::string, int64_t> numbers;
    std::map<std::string, std::string> texts;
};

class worker_process
{
public:
    explicit worker_process(const std::string& module_path);
    ~worker_process();
    worker_process(const worker_process&) = delete;
    worker_process& operator=(const worker_process&) = delete;

    wire::worker_init init; // may be changed before greet()
    bool send_init();
    std::optional<wire::worker_entered> entered; // after greet(): what came before the hello
    std::optional<wire::worker_hello> greet();   // nothing: the worker ended, or said no hello

    using answer = std::function<wire::worker_reply(const wire::call&)>;
    run_result run(uint32_t probe, wire::run_order order = {}, answer on_call = {});
    void send_run(uint32_t probe, wire::run_order order, uint32_t number);
    run_result collect(uint32_t number, const answer& on_call = {});

    void hang_up(); // closes the host's end
    int wait();     // status as of waitpid
    pid_t pid() const { return pid_; }

private:
    std::optional<wire::channel> channel_;
    pid_t pid_ = -1;
    bool waited_ = false;
    int status_ = 0;
    uint32_t runs_ = 0;
};

int64_t monotonic_ns();
std::string broken(const std::string& name);        // path of a module of tests/broken
std::string worker_module(const std::string& name); // path of one of tests/worker/modules

} // namespace dsreg::test
