// The catalog's files: errors.tsv and findings/CODE.json below one folder, share/dsreg.
#pragma once
#include "catalog/error_table.h"
#include "catalog/page.h"

#include <string>
#include <vector>

namespace dsreg::catalog {

[[nodiscard]] status load_errors(const std::string& share, error_table& ret);

// `code` fits is_finding_code(). errc::not_found: no such page.
[[nodiscard]] status load_page(const std::string& share, const std::string& code, page& ret);

// The codes that have a page, in no order; none when the folder cannot be read.
std::vector<std::string> page_codes(const std::string& share);

} // namespace dsreg::catalog
