// Carries the calls of probes to the service processes, and their answers back.
//
// A service process starts at its first call. Equal requests in one run are made once. A process
// that does not answer by a call's deadline is killed and that call ends in DSREG_E_SERVICE; one
// that dies costs nobody else's calls: they are asked again, once, in its successor. [one thread]
#pragma once
#include "engine/child.h"
#include "wire/messages.h"
#include "wire/services.h"

#include <dsreg/probe.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace dsreg::engine {

struct route {
    std::string program; // dsreg-service
    wire::world where;
    bool passive = false;
};

struct routed_call {
    wire::call asked;
    uint32_t probe_flags = 0;
    const std::vector<std::string>* paths = nullptr; // of the probe's descriptor
    clock::time_point probe_deadline;
};

struct routed_reply {
    int32_t status = DSREG_E_SERVICE;
    std::string payload;
    std::string why; // for DSREG_E_SERVICE: "service net: killed by SIGSEGV"
};

class call_router
{
public:
    using answer = std::function<void(const routed_reply&)>;
    using note = std::function<void(const std::string& service, std::string_view text)>;

    call_router(loop& on, route r, note log);
    ~call_router();

    // `done` is called once, from the loop or at once, unless drop() comes first.
    uint64_t call(const routed_call& request, answer done);
    // The probe is gone: nobody waits for this answer any more.
    void drop(uint64_t ticket);

    // Starts the processes that these services need, so that they are up when the first call comes.
    void warm_up(const std::vector<std::string>& services);

    // Ended children must not be destroyed inside their own handlers: call between two steps.
    void bury() { graves_.clear(); }

private:
    struct waiter {
        uint64_t ticket;
        answer done;
        routed_call request;
    };
    struct pending {
        uint32_t id = 0;
        std::string key;
        std::string payload; // encoded service_call
        bool repeatable = true;
        bool repeated = false;
        clock::time_point kill_at, probe_deadline;
        std::vector<waiter> waiters;
    };
    struct process {
        std::string kind;
        std::unique_ptr<child> running;
        std::string output;
        int starts = 0;
        loop::timer_id kill_timer = 0;
        std::vector<pending> calls;
        uint32_t overdue = 0; // id of the call that it is being killed for; 0: none
        std::string broken;   // why it cannot start; "": it can
    };

    void ask(uint64_t ticket, const routed_call& request, answer done);
    static const char* kind_of(const std::string& service);
    process& process_for(const std::string& kind);
    void start(process& p);
    void send(process& p, const pending& call);
    void arm(process& p);
    void kill_overdue(process& p);
    void on_message(process& p, wire::message&& m);
    void on_end(process& p, const child_end& end);
    void finish(process& p, uint32_t id, const routed_reply& reply, bool remember,
                bool cut_short = false);

    loop& loop_;
    const route route_;
    note log_;
    std::map<std::string, std::unique_ptr<process>> processes_;
    std::map<std::string, routed_reply> cache_;
    std::size_t cached_bytes_ = 0;
    std::vector<std::unique_ptr<child>> graves_;
    uint32_t next_call_ = 1;
    uint64_t next_ticket_ = 1;
};

} // namespace dsreg::engine
