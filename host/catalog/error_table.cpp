#include "catalog/error_table.h"

#include "base/text.h"
#include "catalog/codes.h"

#include <algorithm>

namespace dsreg::catalog {
namespace {

constexpr std::size_t columns_of_a_row = 6;

std::string_view take(std::string_view& rest, char end)
{
    const std::size_t at = std::min(rest.find(end), rest.size());
    const std::string_view piece = rest.substr(0, at);
    rest.remove_prefix(std::min(at + 1, rest.size()));
    return piece;
}

bool same(std::string_view a, std::string_view b)
{
    return lower_case(a) == lower_case(b);
}

} // namespace

const error_row* error_table::by_code(std::string_view code) const
{
    for (const error_row& row : rows_)
        if (same(row.code, code)) return &row;
    return nullptr;
}

std::vector<const error_row*> error_table::by_symbol(std::string_view symbol) const
{
    std::vector<const error_row*> found;
    for (const error_row& row : rows_)
        if (same(row.symbol, symbol)) found.push_back(&row);
    return found;
}

status parse_errors(std::string_view text, error_table& ret)
{
    std::vector<error_row> rows;
    std::size_t number = 0;
    while (!text.empty()) {
        std::string_view line = take(text, '\n');
        number++;
        if (static_cast<std::size_t>(std::count(line.begin(), line.end(), '\t')) + 1 !=
            columns_of_a_row)
            return status(errc::protocol, "line " + std::to_string(number) +
                                              " of the error table "
                                              "has not six columns");
        if (number == 1) continue; // the names of the columns
        error_row row;
        for (std::string* cell :
             {&row.code, &row.symbol, &row.phase, &row.meaning, &row.remedy, &row.source})
            *cell = take(line, '\t');
        rows.push_back(std::move(row));
    }
    ret = error_table(std::move(rows));
    return {};
}

} // namespace dsreg::catalog
