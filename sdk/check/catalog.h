// The list of checks: the one place where each has its id, its sentence and its function.
#pragma once
#include "subject.h"

#include <string_view>
#include <vector>

namespace dsreg::check {

// What has to hold before a check can be made.
enum class needs {
    file,     // nothing: it reads the file
    object,   // the module can be loaded
    readable, // its descriptors can be read
    module,   // a host would accept them
    usual     // and it survives the usual worlds
};

struct check_entry {
    const char* id;
    const char* sentence; // what holds when it passes
    needs wants;
    void (*make)(subject&);
};

const std::vector<check_entry>& catalog();
const check_entry* find_check(std::string_view id);

// The checks, by what they look at.
namespace file { // file_checks.cpp
void permissions(subject&);
void one_export(subject&);
void data_symbol(subject&);
void search_path(subject&);
void costly_libraries(subject&);
} // namespace file
namespace load { // load_checks.cpp
void now(subject&);
void sandbox(subject&);
void descriptor(subject&);
void budget(subject&);
void finding_pages(subject&);
} // namespace load
namespace contract { // contract_checks.cpp: over all usual worlds
void concludes(subject&);
void keeps_rules(subject&);
void declared_only(subject&);
void facts_fit(subject&);
void verdict_fits(subject&);
void skip_says_why(subject&);
void no_exception(subject&);
void valid_text(subject&);
} // namespace contract
namespace inputs { // input_checks.cpp
void nothing_optional(subject&);
void every_state(subject&);
void unknown(subject&);
void odd(subject&);
} // namespace inputs
namespace answers { // service_checks.cpp
void failures(subject&);
void world_errors(subject&);
void hostile(subject&);
} // namespace answers
namespace moments { // time_checks.cpp
void cancel(subject&);
void deadline_past(subject&);
} // namespace moments
namespace process { // process_checks.cpp
void unchanged(subject&);
void silent(subject&);
void other_thread(subject&);
void twice(subject&);
void host_of_1_0(subject&);
void sandboxed(subject&);
} // namespace process
void canary(subject&); // secret_checks.cpp

} // namespace dsreg::check
