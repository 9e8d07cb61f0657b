// The one order of everything in a report: section, layout table, module id, declaration, instance.
// Timing, load order and the number of workers never show in it.
#pragma once
#include "report/layout.h"
#include "report/model.h"

#include <map>
#include <string>
#include <string_view>
#include <tuple>

namespace dsreg::report {

// What a row is sorted by. It looks into the report's strings: gone when they move.
struct row_key {
    uint32_t section_rank = 0;
    std::string section_tie; // third parties: the first module's id; Work Account n: its number
    std::string_view section;
    uint32_t group = 0, row = 0;
    std::string_view module;
    uint32_t order = 0;
    uint32_t probe_place = 0; // of its probe in the module
    uint32_t kind = 0;        // outcome rows before the facts of the same probe
    uint32_t declared = 0;
    std::string_view id, instance;

    auto fields() const
    {
        return std::tie(section_rank, section_tie, section, group, row, module, order, probe_place,
                        kind, declared, id, instance);
    }
    bool operator<(const row_key& other) const { return fields() < other.fields(); }
};

// Makes the keys. Must not outlive the report, nor any change to it.
class row_order
{
public:
    explicit row_order(const report& of);
    row_key key(const probe_row& row) const;
    row_key key(const fact_row& row) const;
    row_key key(const probe_row& row, const stand_in& place) const;

private:
    row_key section_key(std::string_view section) const;

    std::map<std::string_view, std::string_view> first_module_; // of each section
    std::map<std::string_view, uint32_t> probe_place_;
};

// Sorts all lists but `log` and `notes`. Two equal runs give equal reports but for their times.
void sort_report(report& r);

} // namespace dsreg::report
