#include "actions/rows.h"

#include "base/text.h"

namespace dsreg::actions {
namespace {

using wire::removed;

constexpr std::size_t column = 11;
constexpr std::size_t why_most = 512;

const char* word_of(const wire::device_step& row)
{
    switch (static_cast<removed>(row.how)) {
    case removed::yes: // a unit is no file
        return row.path.size() > 8 && row.path.front() != '/' &&
                       row.path.compare(row.path.size() - 8, 8, ".service") == 0
                   ? "Stopped"
                   : "Removed";
    case removed::absent:
        return "Not there";
    case removed::kept:
        return "Kept";
    default:
        return "Failed";
    }
}

} // namespace

std::string rows_text(const std::vector<wire::device_step>& rows, bool ascii)
{
    std::string text;
    for (const wire::device_step& row : rows) {
        std::string line = word_of(row);
        line.resize(column, ' ');
        line += safe_text(row.path, ascii);
        if (!row.why.empty()) line += ": " + safe_text(cut_utf8(row.why, why_most), ascii);
        text += line + "\n";
    }
    return text;
}

void say_lab(const call& c)
{
    const wire::world& where = c.here.world;
    if (where.lab) c.out.note("This was the lab " + where.scenario + ", not the real machine.");
}

} // namespace dsreg::actions
