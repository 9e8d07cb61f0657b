// A broker's error in one sentence for people: what happened, its status by name, its numbers.
#pragma once
#include "wire/services.h"

#include <string>

namespace dsreg::broker {

// "the broker refused: Not implemented"; "the broker refused: ... (status 2 InteractionRequired,
// AADSTS50078, tag 965ya)". Foreign words in it: make it safe before it is shown. No error: "".
std::string words_of(const wire::broker_error& error);

// What `dsreg --explain` takes of such an error: "AADSTS50078", "965ya", "status=2"; "": nothing in
// it has a page.
std::string page_of(uint32_t aadsts, const std::string& tag, int32_t status);

} // namespace dsreg::broker
