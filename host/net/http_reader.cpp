#include "net/http_reader.h"

#include "base/text.h"
#include "net/name.h"

namespace dsreg::net {
namespace {
constexpr std::size_t header_bytes_max = 64 * 1024;
constexpr std::size_t fields_max = 256;

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blank = " \t\r\n";
    const auto from = text.find_first_not_of(blank);
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(blank) - from + 1);
}
} // namespace

bool http_reader::header_line(std::string_view line)
{
    header_bytes_ += line.size(); // of all answers together, also of endless "100 Continue"
    if (header_bytes_ > header_bytes_max || fields_.size() >= fields_max) {
        header_too_large_ = true;
        return false;
    }
    if (line.starts_with("HTTP/")) {
        fields_.clear();
        return true;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return true;
    std::string name = valid_utf8(plain_name(trimmed(line.substr(0, colon))));
    if (name.empty() || name == "set-cookie" || name == "set-cookie2") return true;
    fields_.emplace_back(std::move(name), valid_utf8(trimmed(line.substr(colon + 1))));
    return true;
}

bool http_reader::body_part(std::string_view bytes)
{
    if (bytes.size() > max_body_ - body_.size()) {
        body_too_large_ = true;
        return false;
    }
    body_ += bytes;
    return true;
}

} // namespace dsreg::net
