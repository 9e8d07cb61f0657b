// The table of error codes: schemas/errors.tsv, installed as share/dsreg/errors.tsv.
#pragma once
#include "base/status.h"

#include <string>
#include <string_view>
#include <vector>

namespace dsreg::catalog {

struct error_row {
    // 0x801c001d, AADSTS50126, 12029 (WinHTTP), "status 2" (MSAL), 965ya (tag of the broker), ...
    std::string code;
    std::string symbol; // in parentheses: no name is published
    std::string phase, meaning, remedy, source;
};

class error_table
{
public:
    error_table() = default;
    explicit error_table(std::vector<error_row> rows) : rows_(std::move(rows)) {}

    const std::vector<error_row>& rows() const noexcept { return rows_; }
    // In any case of letters; nullptr: not in the table.
    const error_row* by_code(std::string_view code) const;
    std::vector<const error_row*> by_symbol(std::string_view symbol) const;

private:
    std::vector<error_row> rows_;
};

// Tab-separated, with the line of column names first; a line that is not six columns is an error.
[[nodiscard]] status parse_errors(std::string_view text, error_table& ret);

} // namespace dsreg::catalog
