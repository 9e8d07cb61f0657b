#include "report/junit_cases.h"

#include "report/exit_code.h"
#include "report/finding_text.h"
#include "report/words.h"

#include <dsreg/probe.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace dsreg::report {
namespace {

using lines = std::vector<std::string>;

constexpr const char* run_suite = "dsreg";

void add(test_suite& to, std::string name, std::string about, std::string type,
         const std::string& message, lines more)
{
    test_case c;
    c.name = std::move(name);
    c.about = std::move(about);
    c.how = verdict::broken;
    c.message = message.empty() ? type : message;
    c.type = std::move(type);
    c.text = {c.message};
    c.text.insert(c.text.end(), more.begin(), more.end());
    to.cases.push_back(std::move(c));
}

class maker
{
public:
    maker(const report& r, bool warnings_fail) : r_(r), warnings_fail_(warnings_fail)
    {
        for (const finding_row& row : r.findings) findings_[row.probe].push_back(&row);
        for (const timing& row : r.timings) took_[row.probe] = row.took_ns;
        for (const root_cause& cause : r.root_causes) causes_[cause.cause] = &cause;
    }

    std::vector<test_suite> probes() const
    {
        std::vector<test_suite> out;
        const std::string* last = nullptr;
        for (const probe_row& row : r_.probes) {
            if (last == nullptr || *last != row.section) out.push_back({suite_name(row), {}});
            last = &row.section;
            out.back().cases.push_back(case_of(row));
        }
        return out;
    }

    test_suite run() const
    {
        test_suite out{run_suite, {}};
        for (const module_row& row : r_.modules)
            if (!row.rejected.empty())
                add(out, "Module " + row.path, row.id.empty() ? "module" : row.id, row.rejected,
                    row.text, dependents(row.path));
        for (const probe_row& row : r_.probes)
            if (row.required && row.result == outcome::skip)
                add(out, "Required probe " + row.id, row.id, "required",
                    "the required probe was skipped: " + reason_text(row), {});
        if (!r_.complete)
            add(out, "Complete run", "run", "interrupted", "the run was interrupted", {});
        const bool judged = std::any_of(r_.probes.begin(), r_.probes.end(), [](const auto& row) {
            return row.result == outcome::pass || row.result == outcome::fail;
        });
        if (!judged)
            add(out, "Something was judged", "run", "nothing-ran", "no probe passed or failed", {});
        if (r_.exit_code == exit_broken)
            add(out, "Whole result", "run", "broken", "dsreg could not write all of the result",
                {});
        return out;
    }

private:
    // The run's suite is ours alone: a module's section cannot pass for it.
    static std::string suite_name(const probe_row& row)
    {
        if (row.section.find_first_not_of(' ') == std::string::npos) return "Other Checks";
        return row.section == run_suite ? row.section + " of modules" : row.section;
    }

    lines dependents(const std::string& cause) const
    {
        const auto at = causes_.find(cause);
        if (at == causes_.end() || at->second->dependents.empty()) return {};
        return {"Because of it not passed: " + joined(at->second->dependents)};
    }

    bool counts(const finding_row& f, const probe_row& row) const
    {
        if (f.severity == DSREG_SEVERITY_ERROR) return row.result != outcome::pass;
        return f.severity == DSREG_SEVERITY_WARNING && warnings_fail_;
    }

    test_case case_of(const probe_row& row) const
    {
        test_case c;
        c.name = row.title.empty() ? row.id : row.title;
        c.about = row.id;
        if (const auto at = took_.find(row.id); at != took_.end()) c.took_ns = at->second;
        const finding_row* first = nullptr;
        lines told;
        if (const auto at = findings_.find(row.id); at != findings_.end())
            for (const finding_row* f : at->second) {
                const bool counted = counts(*f, row);
                if (counted && (first == nullptr || f->severity > first->severity)) first = f;
                lines& to = counted ? told : c.aside;
                const lines text = finding_text(*f);
                if (!to.empty()) to.emplace_back();
                to.insert(to.end(), text.begin(), text.end());
            }
        judge(row, first, c);
        if (!row.root_cause.empty() && row.result != outcome::skip)
            c.text.push_back("Follows from: " + row.root_cause);
        const lines after = dependents(row.id);
        c.text.insert(c.text.end(), after.begin(), after.end());
        if (!told.empty()) c.text.emplace_back();
        c.text.insert(c.text.end(), told.begin(), told.end());
        if (row.refused > 0) c.aside.push_back("Refused: " + refusals_text(row));
        return c;
    }

    static void judge(const probe_row& row, const finding_row* first, test_case& ret)
    {
        const bool warned = first != nullptr && row.result != outcome::error;
        if (row.result == outcome::fail || warned) {
            ret.how = verdict::failed;
            ret.type = first != nullptr ? first->data.code : "failed";
            ret.message = first != nullptr ? headline(*first) : row.title;
            ret.text = {row.result == outcome::skip ? reason_text(row) : outcome_text(row)};
        } else if (row.result == outcome::error) {
            ret.how = verdict::broken;
            ret.type = row.reason;
            ret.message = row.text.empty() ? row.reason : row.text;
            ret.text = {reason_text(row)};
        } else if (row.result == outcome::skip) {
            ret.how = verdict::skipped;
            ret.text = {reason_text(row)};
        }
    }

    const report& r_;
    const bool warnings_fail_;
    std::map<std::string_view, std::vector<const finding_row*>> findings_; // of each probe
    std::map<std::string_view, int64_t> took_;
    std::map<std::string_view, const root_cause*> causes_;
};

} // namespace

std::vector<test_suite> suites_of(const report& r, bool warnings_fail)
{
    const maker make(r, warnings_fail);
    std::vector<test_suite> out = make.probes();
    out.push_back(make.run());
    return out;
}

test_suite suite_of_no_run(const std::string& why)
{
    test_suite out{run_suite, {}};
    add(out, "Run", "run", "not-run", why, {});
    return out;
}

} // namespace dsreg::report
