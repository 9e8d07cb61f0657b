#include "join-history/phases.h"

namespace joining {
namespace {

struct entry {
    uint32_t code;
    std::string_view phase;
};

constexpr entry table[] = {
#include "join-history/phases.inc"
};

} // namespace

std::string_view phase_of_word(std::string_view word)
{
    if (word == "precheck") return "pre-check";
    for (const std::string_view phase : {"pre-check", "discover", "auth", "join"})
        if (word == phase) return phase;
    return {};
}

std::string_view phase_of_code(uint32_t code)
{
    for (const entry& e : table)
        if (e.code == code) return e.phase;
    return {};
}

} // namespace joining
