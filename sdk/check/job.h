// What the tool tells a process that does one check, and what that process says.
#pragma once
#include "wire/bytes.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dsreg::check {

enum class verdict : uint8_t { pass, warning, fail, skip };

struct message {
    std::string probe; // "": the module as a whole
    std::string text;  // one sentence
    template <class A>
    void fields(A& a)
    {
        a(probe, text);
    }
};

struct result {
    verdict said = verdict::pass;
    std::vector<message> messages; // skip: one, the reason
    template <class A>
    void fields(A& a)
    {
        a(said, messages);
    }
};

// A fact that some module declares: what the input of another one looks like.
struct known_fact {
    std::string key;
    uint32_t type = 0, flags = 0; // DSREG_T_*, DSREG_F_*
    template <class A>
    void fields(A& a)
    {
        a(key, type, flags);
    }
};

// tool -> process, one frame of type `init`.
struct job {
    std::string check; // id; "": only describe the module
    std::string path;  // absolute
    bool bundled = false;
    std::vector<known_fact> known;
    template <class A>
    void fields(A& a)
    {
        a(check, path, bundled, known);
    }
};

// process -> tool, of type `hello`: the answer to a job without a check.
struct description {
    std::string rejected, why; // "": its descriptors can be read
    std::string fault;         // of its descriptors; "": a host accepts them
    std::string id, version;
    std::vector<std::string> asks; // keys of its inputs
    std::vector<known_fact> provides;
    template <class A>
    void fields(A& a)
    {
        a(rejected, why, fault, id, version, asks, provides);
    }
};

// Who meets a world: what does not survive the check of one need not be tried by the others.
enum class met_by : uint8_t { this_check, usual_checks, all_checks };

// process -> tool, of type `log`: what it is about to do, for blame. Of type `done`: a `result`.
struct step {
    std::string probe, what;
    met_by whom = met_by::this_check;
    std::string undeclared; // what it used since then without having declared it; "": nothing
    template <class A>
    void fields(A& a)
    {
        a(probe, what, whom, undeclared);
    }
};

} // namespace dsreg::check
