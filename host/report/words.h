// The words that outcomes, flags and severities are printed with; the same in every format.
#pragma once
#include "report/model.h"

#include <string>
#include <string_view>
#include <vector>

namespace dsreg::report {

std::string_view outcome_word(outcome result);    // pass, fail, skip, error
std::string_view severity_word(int32_t severity); // info, warning, error
std::string_view risk_word(uint32_t risk);        // safe, sign-in, destructive; "": none said
std::string_view type_word(value_type type);      // text, boolean, ...
std::vector<std::string_view>
probe_flag_words(uint32_t flags);                              // network, active, needs-root, quiet
std::vector<std::string_view> fact_flag_words(uint32_t flags); // personal, secret, many, hidden

// PASS, FAIL [0x801c0021/0x801c000c], FAIL [0x801c0021], SKIPPED, ERROR [timeout], or the row's own
// words (KeySignTest : PASSED).
std::string outcome_text(const probe_row& row);

// Why a probe did not conclude: "skipped, missing-input: needs drs.url; root cause drs.discovery".
std::string reason_text(const probe_row& row);

// "not declared: fact a.b (2 times), setting c; not as declared: fact d; and 3 more"
std::string refusals_text(const probe_row& row);

// "head: text", or the head alone.
std::string with_text(std::string head, const std::string& text);

// "a, b, c"
std::string joined(const std::vector<std::string>& items);

} // namespace dsreg::report
