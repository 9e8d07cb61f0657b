#include "report/order.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

namespace dsreg::report {
namespace {

template <class Key>
std::vector<std::size_t> sorted_places(const std::vector<Key>& keys)
{
    std::vector<std::size_t> places(keys.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::stable_sort(places.begin(), places.end(),
                     [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
    return places;
}

template <class T>
void rearrange(std::vector<T>& items, const std::vector<std::size_t>& places)
{
    std::vector<T> sorted;
    sorted.reserve(items.size());
    for (const std::size_t place : places) sorted.push_back(std::move(items[place]));
    items = std::move(sorted);
}

// Sorts by a key that looks into the items: all keys are made before anything moves.
template <class T, class F>
void sort_by(std::vector<T>& items, F key_of)
{
    std::vector<decltype(key_of(items.front()))> keys;
    keys.reserve(items.size());
    for (const T& item : items) keys.push_back(key_of(item));
    rearrange(items, sorted_places(keys));
}

void sort_rows(report& r)
{
    std::vector<row_key> probes, facts;
    const row_order order(r);
    for (const probe_row& row : r.probes) probes.push_back(order.key(row));
    for (const fact_row& row : r.facts) facts.push_back(order.key(row));
    const auto probe_places = sorted_places(probes), fact_places = sorted_places(facts);
    rearrange(r.probes, probe_places);
    rearrange(r.facts, fact_places);
}

} // namespace

row_order::row_order(const report& of)
{
    const auto saw = [&](std::string_view section, std::string_view module) {
        const auto [it, fresh] = first_module_.try_emplace(section, module);
        if (!fresh) it->second = std::min(it->second, module);
    };
    for (const probe_row& row : of.probes) {
        saw(row.section, row.module);
        probe_place_.try_emplace(row.id, row.declared);
    }
    for (const fact_row& row : of.facts) saw(row.section, row.module);
}

row_key row_order::section_key(std::string_view section) const
{
    const section_place place = place_of_section(section);
    row_key key;
    key.section = section;
    key.section_rank = place.rank;
    if (!place.documented) {
        const auto it = first_module_.find(section);
        if (it != first_module_.end()) key.section_tie = it->second;
    } else if (section.starts_with("Work Account ")) {
        const std::string_view number = section.substr(section.rfind(' ') + 1);
        key.section_tie = std::string(number.size() < 8 ? 8 - number.size() : 0, '0');
        key.section_tie += number;
    }
    return key;
}

row_key row_order::key(const probe_row& row) const
{
    const row_place place = place_of_row(row.section, row.title, "", row.module);
    row_key key = section_key(row.section);
    key.group = place.group;
    key.row = place.row;
    key.module = row.module;
    key.order = row.order;
    key.probe_place = row.declared;
    key.id = row.id;
    return key;
}

row_key row_order::key(const probe_row& row, const stand_in& of) const
{
    const row_place place = place_of_row(of.section, of.label, of.key, row.module);
    row_key key = section_key(of.section);
    key.group = place.group;
    key.row = place.row;
    key.module = row.module;
    key.id = of.key;
    return key;
}

row_key row_order::key(const fact_row& row) const
{
    const row_place place = place_of_row(row.section, row.label, row.data.key, row.module);
    const auto probe = probe_place_.find(row.probe);
    row_key key = section_key(row.section);
    key.group = place.group;
    key.row = place.row;
    key.module = row.module;
    key.order = row.order;
    key.probe_place = probe != probe_place_.end() ? probe->second : 0;
    key.kind = 1;
    key.declared = row.declared;
    key.id = row.data.key;
    key.instance = row.data.instance;
    return key;
}

void sort_report(report& r)
{
    sort_rows(r);
    std::map<std::string_view, std::size_t> place;
    for (std::size_t i = 0; i < r.probes.size(); i++) place.try_emplace(r.probes[i].id, i);
    const auto place_of = [&](const std::string& probe) {
        const auto it = place.find(probe);
        return it != place.end() ? it->second : std::numeric_limits<std::size_t>::max();
    };
    sort_by(r.findings, [&](const finding_row& row) {
        return std::tuple(place_of(row.probe), std::string_view(row.probe),
                          std::string_view(row.data.code), std::string_view(row.data.instance),
                          std::string_view(row.data.message));
    });
    // Modules that never said their id (rejected ones) come last, by path.
    sort_by(r.modules, [](const module_row& row) {
        return std::tuple(row.id.empty(), std::string_view(row.id), std::string_view(row.path));
    });
    for (root_cause& cause : r.root_causes)
        std::sort(cause.dependents.begin(), cause.dependents.end());
    // What most hangs on comes first.
    sort_by(r.root_causes, [&](const root_cause& cause) {
        return std::tuple(-static_cast<int64_t>(cause.dependents.size()), place_of(cause.cause),
                          std::string_view(cause.cause));
    });
    sort_by(r.timings, [&](const timing& row) {
        return std::tuple(place_of(row.probe), std::string_view(row.probe), row.started_ns);
    });
}

} // namespace dsreg::report
