// What came of the checks, for people and for programs.
#pragma once
#include "runner.h"

#include <string>
#include <vector>

namespace dsreg::check {

struct checked {
    const check_entry* which;
    finished end;
};

struct checked_module {
    std::string path, id, version; // as it says; "": it could not be read
    std::vector<checked> checks;
};

struct counts {
    int pass = 0, warning = 0, fail = 0, skip = 0;
    int unmade = 0; // of the failed ones: the module cannot be loaded or read
    void add(verdict v);
    void add(const checked_module& m);
};

const char* verdict_name(verdict v); // "pass", "warning", "fail", "skip"

// What a module says is made safe for a terminal in each of them.
std::string as_text(const checked_module& m, bool verbose);
// Its parts, for those who wait: before, at and after the checks.
std::string text_before(const checked_module& m);
std::string text_of(const checked& c, bool verbose);
std::string text_after(const checked_module& m);
std::string as_json(const std::vector<checked_module>& all);
std::string as_junit(const std::vector<checked_module>& all);

std::string list_as_text();
std::string list_as_json();

} // namespace dsreg::check
