#include "report/text.h"

#include "report/box.h"
#include "report/findings_box.h"
#include "report/redact.h"
#include "report/sections.h"
#include "report/words.h"

namespace dsreg::report {
namespace {

box_row drawn(const probe_row& row)
{
    const tone how = row.result == outcome::pass   ? tone::good
                     : row.result == outcome::skip ? tone::doubtful
                                                   : tone::bad;
    return {row.title, outcome_text(row), how};
}

box_row drawn(const fact_row& row)
{
    std::string label = row.label;
    if (!row.data.instance.empty())
        label = label.empty() ? row.data.instance : label + " [" + row.data.instance + "]";
    std::string shown = display(row.data.val);
    if (row.partial) shown += " (partial)";
    return {label.empty() ? row.data.key : label, shown,
            row.data.val.known() && !row.partial ? tone::plain : tone::doubtful};
}

box_row drawn(const row_ref& row)
{
    box_row out = row.probe != nullptr ? drawn(*row.probe) : drawn(*row.fact);
    if (!row.label.empty()) out.label = row.label;
    return out;
}

// The last box is ours alone: a module's section cannot pass for it.
std::string title_text(const std::string& title)
{
    const std::size_t start = title.find_first_not_of(' ');
    if (start == std::string::npos) return "Other Checks";
    const std::string trimmed = title.substr(start, title.find_last_not_of(' ') - start + 1);
    return trimmed == findings_title ? trimmed + " of modules" : trimmed;
}

box drawn(const section& s)
{
    box out;
    out.title = title_text(s.title);
    for (const row_group& group : s.groups) {
        box_group& drawn_group = out.groups.emplace_back();
        drawn_group.parted = group.parted;
        drawn_group.own_labels = group.known;
        for (const row_ref& row : group.rows) drawn_group.rows.push_back(drawn(row));
    }
    return out;
}

} // namespace

std::string text(const report& r, const text_options& options)
{
    const report clean = withheld(r, options.redact);
    const std::vector<section> sections = sections_of(clean, options.all);
    std::vector<box> boxes;
    for (const section& s : sections) boxes.push_back(drawn(s));
    boxes.push_back(findings_box(clean, sections, options.all));
    return draw(boxes, {options.ascii, options.color});
}

} // namespace dsreg::report
