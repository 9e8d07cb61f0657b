// The messages of workers: see frame.h for which frame carries which.
#pragma once
#include "wire/bytes.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dsreg::wire {

// host -> worker, first frame. The module's file is the worker's descriptor 4.
struct worker_init {
    std::string build_id;
    std::string path;     // for messages, and what --in-process loads
    bool by_path = false; // load `path` instead of descriptor 4
    bool sandbox = true;
    int32_t host_pid = 0;
    uint32_t tasks_most = 1024; // RLIMIT_NPROC; the same for all workers of a run
    int64_t clock_offset = 0;
    template <class A>
    void fields(A& a)
    {
        a(build_id, path, by_path, sandbox, host_pid, tasks_most, clock_offset);
    }
};

struct fact_decl {
    value_type type{};
    uint32_t flags = 0;
    uint32_t order = 0;
    std::string key, section, label;
    template <class A>
    void fields(A& a)
    {
        a(type, flags, order, key, section, label);
    }
};

struct finding_decl {
    int32_t severity = 0;
    uint32_t risk = 0;
    std::string code, title, meaning, remedy, command, url;
    template <class A>
    void fields(A& a)
    {
        a(severity, risk, code, title, meaning, remedy, command, url);
    }
};

struct probe_decl {
    uint32_t flags = 0;
    uint32_t timeout_ms = 0;
    uint32_t order = 0;
    std::string id, section, title;
    std::vector<std::string> services, inputs, settings, paths; // "?" marks an optional entry
    std::vector<fact_decl> outputs;
    std::vector<finding_decl> findings;
    template <class A>
    void fields(A& a)
    {
        a(flags, timeout_ms, order, id, section, title, services, inputs, settings, paths, outputs,
          findings);
    }
};

struct module_decl {
    uint16_t needs_minor = 0;
    std::string id, version, vendor, support, license;
    std::vector<probe_decl> probes;
    template <class A>
    void fields(A& a)
    {
        a(needs_minor, id, version, vendor, support, license, probes);
    }
};

// worker -> host, once, before the module is loaded: no code of the module has run yet that could
// say it in the worker's name. When the build ids differ, nothing follows.
struct worker_entered {
    std::string build_id;
    std::string sandbox; // level reached: see worker/sandbox.h
    template <class A>
    void fields(A& a)
    {
        a(build_id, sandbox);
    }
};

// worker -> host, once. `rejected` is "" or one of the codes that the worker finds (unreadable,
// no-symbol, dlopen-failed, bad-magic, bad-major, too-new, truncated, bad-descriptor, no-probes).
// The module's constructors have run: it may be their word, about their own module.
struct worker_hello {
    std::string rejected;
    std::string why; // one sentence
    module_decl module;
    template <class A>
    void fields(A& a)
    {
        a(rejected, why, module);
    }
};

// What is known about one declared input; `state` is DSREG_IN_*.
struct input {
    std::string key;
    uint32_t state = 0;
    std::vector<fact> facts;
    template <class A>
    void fields(A& a)
    {
        a(key, state, facts);
    }
};

struct run_order {
    uint32_t probe = 0;                // index in the module
    int64_t deadline = 0;              // CLOCK_MONOTONIC ns: soft end of the budget
    std::vector<std::string> services; // offered ones among the declared
    std::vector<input> inputs;
    std::vector<named_value> settings; // those that are set
    template <class A>
    void fields(A& a)
    {
        a(probe, deadline, services, inputs, settings);
    }
};

struct conclusion {
    int32_t outcome = 0; // as the probe gave it: the host judges
    uint32_t reason = 0;
    uint32_t outer = 0;
    uint32_t inner = 0;
    std::string about, text;
    template <class A>
    void fields(A& a)
    {
        a(outcome, reason, outer, inner, about, text);
    }
};

// What the worker did not take of its probe, or did not answer it; what: see report/model.h.
struct refusal {
    std::string what, name, why;
    uint32_t count = 1;
    template <class A>
    void fields(A& a)
    {
        a(what, name, why, count);
    }
};

// worker -> host, when run() has returned: what did not reach the host in frames of its own.
struct run_end {
    // The first question that the probe may not do without and that got no answer: DSREG_E_*, and a
    // sentence that names it. 0: there is none.
    int32_t missed = 0;
    std::string why;
    // How often it refused something itself: facts and findings beyond the contract's limits,
    // questions for what is not declared. The first different ones by name.
    uint32_t dropped = 0;
    std::vector<refusal> refusals;
    template <class A>
    void fields(A& a)
    {
        a(missed, why, dropped, refusals);
    }
};

// A system call that no module may make ended the worker. A signal handler writes it: nothing in
// it may need memory.
struct trap_report {
    int32_t number = 0; // of the call; -1: SIGSYS came from elsewhere
    template <class A>
    void fields(A& a)
    {
        a(number);
    }
};

struct log_line {
    int32_t level = 6;
    std::string text;
    template <class A>
    void fields(A& a)
    {
        a(level, text);
    }
};

// worker -> host
struct call {
    std::string service; // "dsreg.http/1"
    uint16_t method = 0; // see services.h
    uint32_t flags = 0;  // DSREG_CALL_*
    uint32_t timeout_ms = 0;
    std::string payload; // a request of services.h
    template <class A>
    void fields(A& a)
    {
        a(service, method, flags, timeout_ms, payload);
    }
};

// host -> worker. `deadline` is the probe's, moved by the time that it waited for a free core.
struct worker_reply {
    int32_t status = 0; // DSREG_OK or DSREG_E_*
    int64_t deadline = 0;
    std::string payload; // a reply of services.h
    template <class A>
    void fields(A& a)
    {
        a(status, deadline, payload);
    }
};

} // namespace dsreg::wire
