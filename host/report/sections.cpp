#include "report/sections.h"

#include "report/layout.h"
#include "report/order.h"

#include <dsreg/probe.h>

#include <algorithm>
#include <set>
#include <string_view>

namespace dsreg::report {
namespace {

enum class answer { yes, no, unknown, absent };

class visibility
{
public:
    visibility(const report& r, bool all) : all_(all)
    {
        for (const probe_row& row : r.probes)
            if (row.result == outcome::pass || row.result == outcome::skip) calm_.insert(row.id);
        const answer joined = ask(r, "device.joined");
        const answer workplace = ask(r, "user.workplace-joined");
        const answer domain = ask(r, "device.domain-joined");
        joined_ = joined == answer::yes || joined == answer::absent ||
                  (joined == answer::unknown && knows(r, "device.id"));
        registered_ = joined != answer::no || workplace != answer::no;
        // Windows shows these for a domain member that is not joined; here also for a machine
        // without any registration, and while the state cannot be told.
        const bool only_registered =
            joined == answer::no && workplace == answer::yes && domain == answer::no;
        pre_join_ = joined != answer::yes && !only_registered;
    }

    bool shows(const probe_row& row, shown_when rule) const
    {
        switch (row.result) {
        case outcome::fail:
        case outcome::error:
            return true;
        case outcome::pass:
            if ((row.flags & DSREG_P_QUIET) != 0) return false;
            break;
        case outcome::skip:
            if (!row.root_cause.empty() && !calm_.contains(row.root_cause)) return true;
            if (row.reason == "not-applicable" && !all_ &&
                !stays_when_not_applicable(row.section, row.title))
                return false;
            break;
        }
        return concerns(rule);
    }
    bool shows(const fact_row& row, shown_when rule) const
    {
        if ((row.flags & DSREG_F_HIDDEN) != 0) return false;
        if (row.data.val.type == value_type::not_applicable && !all_) return false;
        return concerns(rule);
    }
    // Does this rule show its rows on this device?
    bool concerns(shown_when rule) const
    {
        if (all_) return true;
        switch (rule) {
        case shown_when::always:
            return true;
        case shown_when::joined:
            return joined_;
        case shown_when::registered:
            return registered_;
        case shown_when::pre_join:
            return pre_join_;
        }
        return true;
    }

private:
    static const value* find(const report& r, std::string_view key)
    {
        for (const fact_row& row : r.facts)
            if (row.data.key == key && !row.partial) return &row.data.val;
        return nullptr;
    }
    static answer ask(const report& r, std::string_view key)
    {
        const value* v = find(r, key);
        if (v == nullptr) return answer::absent;
        if (v->type != value_type::boolean) return answer::unknown;
        return v->i != 0 ? answer::yes : answer::no;
    }
    static bool knows(const report& r, std::string_view key)
    {
        const value* v = find(r, key);
        return v != nullptr && v->known();
    }
    bool all_, joined_ = true, registered_ = true, pre_join_ = true;
    std::set<std::string_view> calm_; // probes that neither failed nor broke
};

struct placed_row {
    row_key key;
    row_ref ref;
    row_place place;
};

bool has_fact(const report& r, std::string_view key)
{
    return std::any_of(r.facts.begin(), r.facts.end(),
                       [&](const fact_row& row) { return row.data.key == key; });
}

std::vector<placed_row> shown_rows(const report& r, bool all)
{
    const visibility see(r, all);
    const row_order order(r);
    std::vector<placed_row> rows;
    for (const probe_row& row : r.probes) {
        const row_place place = place_of_row(row.section, row.title, "", row.module);
        if (see.shows(row, place.rule)) rows.push_back({order.key(row), {&row, nullptr}, place});
        const bool judged = row.result == outcome::pass || row.result == outcome::fail;
        const stand_in* of = judged ? nullptr : stand_in_of(row.id);
        if (of == nullptr || has_fact(r, of->key)) continue;
        const row_place there = place_of_row(of->section, of->label, of->key, row.module);
        if (see.concerns(there.rule))
            rows.push_back({order.key(row, *of), {&row, nullptr, of->label}, there});
    }
    for (const fact_row& row : r.facts) {
        const row_place place = place_of_row(row.section, row.label, row.data.key, row.module);
        if (see.shows(row, place.rule)) rows.push_back({order.key(row), {nullptr, &row}, place});
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const placed_row& a, const placed_row& b) { return a.key < b.key; });
    return rows;
}

} // namespace

std::vector<section> sections_of(const report& r, bool all)
{
    const std::vector<placed_row> rows = shown_rows(r, all);
    std::vector<section> out;
    const placed_row* last = nullptr;
    for (const placed_row& row : rows) {
        const bool new_section = last == nullptr || last->key.section != row.key.section;
        if (new_section) {
            out.emplace_back();
            out.back().title = row.key.section;
        }
        if (new_section || last->key.group != row.key.group)
            out.back().groups.push_back({row.place.parted, row.place.known, {}});
        out.back().groups.back().rows.push_back(row.ref);
        last = &row;
    }
    return out;
}

} // namespace dsreg::report
