// What a word can mean among the error codes. A number may have several readings; each is told.
#pragma once
#include "catalog/entry.h"
#include "catalog/error_table.h"

#include <string_view>
#include <vector>

namespace dsreg::catalog {

// None: the word is no code that is known or can be derived. "[0x801c0021/0x801c000c]", as a report
// prints two codes, is read as both.
std::vector<entry> readings(const error_table& table, std::string_view word);

// What a misspelt word is compared with: every code and every published name.
std::vector<std::string> known_words(const error_table& table);

} // namespace dsreg::catalog
