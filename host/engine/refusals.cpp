#include "engine/refusals.h"

#include "base/text.h"

#include <algorithm>

namespace dsreg::engine {
namespace {

constexpr uint32_t count_most = 1'000'000; // of one run

std::string shown(std::string_view raw)
{
    constexpr std::size_t most = report::refusal_name_max;
    // Twice: a byte that is no text becomes three.
    const std::string safe = safe_text(cut_utf8(raw, most));
    return std::string(cut_utf8(safe, most));
}

void add(report::refusal one, run_record& ret)
{
    const auto same =
        std::find_if(ret.refusals.begin(), ret.refusals.end(), [&](const report::refusal& before) {
            return before.what == one.what && before.name == one.name && before.why == one.why;
        });
    if (same != ret.refusals.end())
        same->count = std::min(same->count + one.count, count_most);
    else if (ret.refusals.size() < report::refusals_named)
        ret.refusals.push_back(std::move(one));
}

} // namespace

void refuse(std::string_view what, std::string_view name, std::string_view why, run_record& ret)
{
    ret.refused++;
    add({std::string(what), shown(name), std::string(why), 1}, ret);
}

void note_refused(const wire::run_end& end, run_record& ret)
{
    constexpr std::string_view kinds[] = {"fact", "finding", "service", "path", "setting", "input"};
    uint32_t left = std::min(end.dropped, count_most);
    ret.refused += left;
    const std::size_t most = std::min(end.refusals.size(), report::refusals_named);
    for (std::size_t i = 0; i < most; i++) {
        const wire::refusal& one = end.refusals[i];
        const uint32_t count = std::min(one.count, left);
        if (count == 0 ||
            std::find(std::begin(kinds), std::end(kinds), one.what) == std::end(kinds))
            continue;
        left -= count;
        add({one.what, shown(one.name), shown(one.why), count}, ret);
    }
}

} // namespace dsreg::engine
