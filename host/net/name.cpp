#include "net/name.h"

#include "base/text.h"

namespace dsreg::net {
namespace {
bool is_label_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}
} // namespace

bool is_host_name(std::string_view name)
{
    if (!name.empty() && name.back() == '.') name.remove_suffix(1);
    if (name.empty() || name.size() > 253) return false;
    std::size_t label = 0;
    for (const char c : name) {
        if (c == '.') {
            if (label == 0) return false;
            label = 0;
        } else if (!is_label_char(c) || ++label > 63) {
            return false;
        }
    }
    return label > 0;
}

std::string plain_name(std::string_view name)
{
    if (!name.empty() && name.back() == '.') name.remove_suffix(1);
    return lower_case(name);
}

std::string quoted_name(std::string_view name)
{
    return "\"" + std::string(cut_utf8(safe_text(name.substr(0, 1024)), 253)) + "\"";
}

} // namespace dsreg::net
