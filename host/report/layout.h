// Where the documented rows stand: which section, which group, which place (coverage of the Windows
// document). The table is data, in layout.cpp; rows that it does not know follow the known ones.
#pragma once
#include <cstdint>
#include <string_view>

namespace dsreg::report {

// Who sees the rows of a group. Rows that failed or broke are shown whatever the rule says.
enum class shown_when {
    always,
    joined,     // the device is joined, or may be
    registered, // there is any registration, or may be
    pre_join,   // there is no registration, the state is unknown, or a domain member is not joined
};

struct section_place {
    uint32_t rank = 0;
    bool documented = false; // or one of our own; else a third party's
    shown_when rule = shown_when::always;
};
section_place place_of_section(std::string_view title);

struct row_place {
    uint32_t group = 0, row = 0;
    bool known = false;
    bool parted = false; // a blank line stands before the group
    shown_when rule = shown_when::always;
};
// `key` is the fact's key, "" for an outcome row. Only bundled modules have documented rows.
row_place place_of_row(std::string_view section, std::string_view label, std::string_view key,
                       std::string_view module);

// Rows with words of their own instead of PASS and FAIL; nullptr: none.
struct row_words {
    std::string_view section, label, pass, fail;
};
const row_words* words_of_row(std::string_view section, std::string_view label);

// Documented rows whose value is a fact, and which say how their probe ended when that gave none:
// SKIPPED, or ERROR [reason].
struct stand_in {
    std::string_view section, label, key, probe;
};
const stand_in* stand_in_of(std::string_view probe);

// Documented rows that say SKIPPED where their test does not apply; others are hidden then.
bool stays_when_not_applicable(std::string_view section, std::string_view label);

} // namespace dsreg::report
