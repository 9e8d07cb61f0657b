#include "report/open_questions.h"

#include "report/words.h"

namespace dsreg::report {
namespace {

box_group not_concluded(const report& r, bool all)
{
    box_group out{true, true, {}};
    for (const probe_row& row : r.probes) {
        const bool skipped = row.result == outcome::skip;
        if (!skipped && row.result != outcome::error) continue;
        if (skipped && row.reason == "not-applicable" && !all && !row.required) continue;
        out.rows.push_back({row.id, reason_text(row), skipped ? tone::doubtful : tone::bad});
    }
    return out;
}

box_group unknown_rows(const std::vector<section>& shown)
{
    box_group out{true, true, {}};
    for (const section& s : shown)
        for (const row_group& group : s.groups)
            for (const row_ref& row : group.rows) {
                if (row.fact == nullptr || row.fact->data.val.type != value_type::unknown) continue;
                const fact& f = row.fact->data;
                out.rows.push_back({f.instance.empty() ? f.key : f.key + " [" + f.instance + "]",
                                    with_text("unknown", f.val.text), tone::doubtful});
            }
    return out;
}

box_group modules(const report& r)
{
    box_group out{true, true, {}};
    for (const module_row& row : r.modules)
        if (!row.rejected.empty())
            out.rows.push_back(
                {"Rejected [" + row.path + "]", with_text(row.rejected, row.text), tone::bad});
    for (const module_row& row : r.modules)
        for (const std::string& warning : row.warnings)
            out.rows.push_back({"Module [" + row.path + "]", warning, tone::doubtful});
    return out;
}

void add_refused(const report& r, box_group& out)
{
    for (const probe_row& row : r.probes)
        if (row.refused > 0)
            out.rows.push_back({"Refused [" + row.id + "]", refusals_text(row), tone::doubtful});
}

// The level names the part that is missing.
std::string sandbox_words(const std::string& level)
{
    if (level == "no-uid") return level + ", modules ran as root without its capabilities";
    if (level == "no-landlock") return level + ", modules could read the files of their user";
    if (level == "no-seccomp") return level + ", modules could make every system call";
    return level;
}

box_group run_itself(const report& r)
{
    box_group out{true, true, {}};
    for (std::size_t i = 0; i < r.notes.size(); i++)
        out.rows.push_back({r.notes.size() == 1 ? "Note" : "Note [" + std::to_string(i + 1) + "]",
                            r.notes[i], tone::plain});
    add_refused(r, out);
    if (!r.sandbox.empty() && r.sandbox != "full")
        out.rows.push_back({"Sandbox", "not full: " + sandbox_words(r.sandbox), tone::doubtful});
    if (!r.complete) out.rows.push_back({"Complete", "NO: the run was interrupted", tone::bad});
    if (r.lab) out.rows.push_back({"Lab", "scenario " + r.scenario, tone::plain});
    return out;
}

} // namespace

std::vector<box_group> open_questions(const report& r, const std::vector<section>& shown, bool all)
{
    return {not_concluded(r, all), unknown_rows(shown), modules(r), run_itself(r)};
}

} // namespace dsreg::report
