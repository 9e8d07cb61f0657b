#include "actions/status_hints.h"

#include "catalog/files.h"

namespace dsreg::actions {
namespace {

void add(const std::string& share, const char* code, std::vector<std::string>& ret)
{
    catalog::page page;
    if (!catalog::load_page(share, code, page).ok()) return;
    ret.emplace_back();
    ret.push_back(page.title + " (dsreg --explain " + code + "):");
    for (const std::string& line : numbered_lines(page.remedy)) ret.push_back("  " + line);
}

bool is_no(const report::stated& s)
{
    return s.val.type == value_type::boolean && s.val.i == 0;
}

} // namespace

std::vector<std::string> numbered_lines(const std::string& text)
{
    std::vector<std::string> lines;
    std::size_t begin = 0;
    for (int n = 2;; n++) {
        const std::size_t next = text.find(" " + std::to_string(n) + ". ", begin);
        lines.push_back(text.substr(begin, next == std::string::npos ? next : next - begin));
        if (next == std::string::npos) return lines;
        begin = next + 1;
    }
}

std::vector<std::string> hints(const std::string& share, const report::status_report& r)
{
    std::vector<std::string> lines;
    if (!r.devices.empty() && is_no(r.devices[0].registered))
        add(share, "device.not-registered", lines);
    if (is_no(r.token.present)) add(share, "prt.absent", lines);
    return lines;
}

} // namespace dsreg::actions
