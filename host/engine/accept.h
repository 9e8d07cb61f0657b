// What the host takes of the facts and findings that a probe sends, and what it may conclude about.
// Pure: the worker is believed nothing, whoever plays it.
#pragma once
#include "engine/judge.h"
#include "report/model.h"
#include "wire/messages.h"

#include <string>
#include <vector>

namespace dsreg::engine {

// Records `f`; a fact with the same key and instance is replaced. Else `ret_why` says how it is
// refused: "it is not declared".
bool accept_fact(const wire::probe_decl& decl, fact f, std::vector<fact>& ret,
                 std::string& ret_why);

// Records `f`. `ret_decl`: its declaration.
bool accept_finding(const wire::probe_decl& decl, finding f, std::vector<finding>& ret,
                    const wire::finding_decl*& ret_decl, std::string& ret_why);

// What the worker told when run() had returned.
void note_end(const wire::run_end& end, run_record& ret);

// A probe names only what it takes: an outcome about anything else becomes `error [internal]`.
void judge_about(const wire::probe_decl& decl, report::probe_row& ret);

} // namespace dsreg::engine
