#include "moments.h"

#include <charconv>
#include <ctime>
#include <string_view>

namespace dsreg::lab {
namespace {

constexpr std::string_view begin = "{utc ";
constexpr int64_t longest = 20LL * 366 * 86'400;

std::string utc(int64_t seconds)
{
    const auto time = static_cast<std::time_t>(seconds);
    std::tm parts{};
    gmtime_r(&time, &parts);
    char text[64];
    const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts);
    return {text, size};
}

} // namespace

std::string with_moments(const std::string& text, int64_t now_s)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t word = text.find(begin, at);
        out += text.substr(at, word - at);
        if (word == std::string::npos) break;
        const char* const digits = text.data() + word + begin.size();
        const char* const end = text.data() + text.size();
        int64_t offset = 0;
        const auto [stop, error] = std::from_chars(digits, end, offset);
        const bool good = error == std::errc() && stop != end && *stop == '}' &&
                          offset >= -longest && offset <= longest;
        out += good ? utc(now_s + offset) : std::string(begin);
        at = good ? static_cast<std::size_t>(stop - text.data()) + 1 : word + begin.size();
    }
    return out;
}

} // namespace dsreg::lab
