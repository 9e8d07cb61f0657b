// The page of a finding: what it means and what helps.
#pragma once
#include "base/status.h"
#include "catalog/entry.h"
#include "wire/messages.h"

#include <string>
#include <string_view>
#include <vector>

namespace dsreg::catalog {

struct page {
    std::string code, severity, title, meaning, impact, remedy, command, risk, verify, phase, url;
    std::vector<std::string> probes, references;
};

// Could this word be a finding's code? Lower-case words with dots; so it is no path, either.
bool is_finding_code(std::string_view word);

// From schemas/findings/CODE.json; members that a later minor version adds are ignored.
[[nodiscard]] status parse_page(const std::string& text, page& ret);

// From the declaration of a module that has no page of its own.
page page_of(const wire::finding_decl& declared, std::string probe);

entry entry_of(const page& p);

} // namespace dsreg::catalog
