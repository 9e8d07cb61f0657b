#include "report/findings_box.h"

#include "report/finding_text.h"
#include "report/open_questions.h"
#include "report/totals.h"
#include "report/words.h"

#include <dsreg/probe.h>

#include <map>
#include <set>
#include <string_view>

namespace dsreg::report {
namespace {

std::string count_of(std::size_t n, const char* what)
{
    return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

class writer
{
public:
    writer(const report& r, bool all) : r_(r), all_(all)
    {
        box_.title = findings_title;
        for (const probe_row& row : r.probes) probes_.emplace(row.id, &row);
        for (const finding_row& row : r.findings) findings_[row.probe].push_back(&row);
    }

    box write(const std::vector<section>& shown)
    {
        for (const root_cause& cause : r_.root_causes) add_root_cause(cause);
        for (const probe_row& row : r_.probes)
            if (row.result == outcome::fail && !told_.contains(row.id))
                add_failure("Failure", row, nullptr);
        for (const probe_row& row : r_.probes) {
            add_findings("Warning", row.id, DSREG_SEVERITY_WARNING);
            // Left over: errors that a broken probe had found before it broke.
            add_findings("Error", row.id, DSREG_SEVERITY_ERROR);
            add_findings("Info", row.id, DSREG_SEVERITY_INFO);
        }
        for (box_group& rest : open_questions(r_, shown, all_))
            box_.groups.push_back(std::move(rest));
        group();
        add("Summary", summary_text(r_.totals));
        return std::move(box_);
    }

private:
    void group() { box_.groups.push_back({true, true, {}}); }
    void add(const std::string& label, const std::string& value, tone how = tone::plain)
    {
        box_.groups.back().rows.push_back({label, value, how});
    }
    void add_known(const char* label, const std::string& value)
    {
        if (!value.empty()) add(label, value);
    }
    const module_row* module_at(std::string_view path) const
    {
        for (const module_row& row : r_.modules)
            if (row.path == path) return &row;
        return nullptr;
    }

    void add_dependents(const root_cause& cause)
    {
        std::vector<std::string> skipped, failed;
        for (const std::string& id : cause.dependents) {
            const auto at = probes_.find(id);
            const bool fails = at != probes_.end() && at->second->result == outcome::fail;
            (fails ? failed : skipped).push_back(id);
        }
        for (const auto& [label, list] : {std::pair("Failed because of it", &failed),
                                          std::pair("Skipped because of it", &skipped)})
            if (!list->empty()) add(label, count_of(list->size(), "probe") + ": " + joined(*list));
    }

    void add_root_cause(const root_cause& cause)
    {
        const auto at = probes_.find(cause.cause);
        if (at == probes_.end()) {
            const module_row* module = module_at(cause.cause);
            if (cause.dependents.empty() && module != nullptr) return; // told among the modules
            group();
            add("Root cause", cause.cause + " (" + cause.outcome + ")", tone::bad);
            if (module != nullptr) add_known("What happened", module->text);
            add_dependents(cause);
            return;
        }
        const probe_row& row = *at->second;
        told_.insert(row.id);
        if (row.result == outcome::fail) return add_failure("Root cause", row, &cause);
        group();
        add("Root cause", row.title + " ended in an error: " + row.reason + " (" + row.id + ")",
            tone::bad);
        add_known("What happened", row.text);
        add_dependents(cause);
        for (const module_row& module : r_.modules)
            if (module.id == row.module && !module.support.empty())
                add("Support", joined({module.vendor, module.support}));
    }

    void add_failure(const char* label, const probe_row& row, const root_cause* cause)
    {
        if (add_findings(label, row.id, DSREG_SEVERITY_ERROR, cause)) return;
        group();
        add(label, row.title + " (" + row.id + ")", tone::bad);
        add_known("What happened", row.text);
        if (cause != nullptr) add_dependents(*cause);
    }

    // One group for each code that the probe found with this severity; instances of one code share
    // their remedy. False: it found none.
    bool add_findings(const char* label, const std::string& id, int32_t severity,
                      const root_cause* cause = nullptr)
    {
        const tone how = severity == DSREG_SEVERITY_ERROR     ? tone::bad
                         : severity == DSREG_SEVERITY_WARNING ? tone::doubtful
                                                              : tone::plain;
        bool any = false;
        const std::vector<const finding_row*>& list = findings_[id];
        for (std::size_t i = 0; i < list.size(); i++) {
            const finding_row& row = *list[i];
            if (row.severity != severity || !written_.insert(&row).second) continue;
            group();
            add(cause != nullptr && any ? "Also found" : label,
                (row.title.empty() ? row.data.code : row.title) + " (" + id + ")", how);
            // What follows from a root cause is told in short: its remedy is that one's.
            const std::string& follows = severity == DSREG_SEVERITY_ERROR ? root_of(id) : none_;
            const bool brief = !follows.empty() && !all_;
            add_particulars(row, brief);
            for (std::size_t k = i + 1; k < list.size(); k++)
                if (list[k]->severity == severity && list[k]->data.code == row.data.code &&
                    written_.insert(list[k]).second)
                    add_particulars(*list[k], brief);
            if (cause != nullptr && !any) add_dependents(*cause);
            add_known("Follows from", follows);
            if (!brief && pages_.insert(row.data.code).second) add_page(row);
            add("Code", row.data.code);
            any = true;
        }
        return any;
    }

    const std::string& root_of(const std::string& id) const
    {
        const auto at = probes_.find(id);
        return at != probes_.end() ? at->second->root_cause : none_;
    }

    void add_particulars(const finding_row& row, bool brief)
    {
        const std::string which =
            row.data.instance.empty() ? std::string() : " [" + row.data.instance + "]";
        const std::string partial = row.partial ? " (found before the probe broke)" : "";
        if (!row.data.message.empty()) add("What happened" + which, row.data.message + partial);
        if (!row.data.evidence.empty() && !brief) add("Evidence" + which, evidence_text(row.data));
    }

    void add_page(const finding_row& row)
    {
        add_known("What it means", row.meaning);
        add_known("Remedy", row.remedy);
        add_known("Command", row.command);
        if (const std::string_view risk = risk_text(row.risk);
            !row.command.empty() && !risk.empty())
            add("Risk", std::string(risk), tone::doubtful);
        add_known("More", row.url);
    }

    const report& r_;
    const bool all_;
    box box_;
    std::map<std::string_view, const probe_row*> probes_;
    std::map<std::string_view, std::vector<const finding_row*>> findings_; // of each probe
    std::set<std::string_view> told_;                                      // root causes
    std::set<const finding_row*> written_;
    std::set<std::string_view> pages_; // codes whose page was written: once is enough
    const std::string none_;
};

} // namespace

box findings_box(const report& r, const std::vector<section>& shown, bool all)
{
    return writer(r, all).write(shown);
}

} // namespace dsreg::report
