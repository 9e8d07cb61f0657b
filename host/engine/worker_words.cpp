#include "engine/worker_words.h"

#include "worker/trap.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace dsreg::engine {
namespace {

// Strongest first: a level that names a missing part says that all others are there.
constexpr std::string_view levels[] = {"", "full", "no-uid", "no-landlock", "no-seccomp", "none"};

std::size_t rank(const std::string& level)
{
    const auto at = std::find(std::begin(levels), std::end(levels), level);
    return std::min<std::size_t>(static_cast<std::size_t>(at - std::begin(levels)),
                                 std::size(levels) - 1);
}

} // namespace

std::string describe_trap(const std::string& payload)
{
    wire::trap_report report;
    if (!wire::decode(payload, report) || report.number < 0)
        return "raised SIGSYS, which stands for a forbidden system call";
    const std::string name = worker::trapped_call_name(report.number);
    if (name.empty())
        return "made system call " + std::to_string(report.number) + ", which no module may";
    return "called " + name + "(), which no module may";
}

std::string weaker(const std::string& one, const std::string& other)
{
    return std::string(levels[std::max(rank(one), rank(other))]);
}

} // namespace dsreg::engine
