#include "cli/help.h"

#include "cli/option_table.h"

#include <string_view>

namespace dsreg::cli {
namespace {

constexpr std::size_t margin = 26; // where the explanations begin
constexpr std::size_t width = 80;

// `text` in lines that begin below each other; `line` is what stands before the first.
void add_wrapped(std::string& out, std::string line, std::string_view text)
{
    const std::size_t indent = line.size();
    while (indent + text.size() > width) {
        const std::size_t cut = text.rfind(' ', width - indent);
        out += line + std::string(text.substr(0, cut)) + "\n";
        text.remove_prefix(cut + 1);
        line.assign(indent, ' ');
    }
    out += line + std::string(text) + "\n";
}

void add_row(std::string& out, const char* name, const char* value, std::string_view text)
{
    std::string line = "  " + std::string(name);
    if (value != nullptr) line += " " + std::string(value);
    line.resize(margin, ' ');
    add_wrapped(out, std::move(line), text);
}

void add_options(std::string& out, const char* title, option_id first, option_id last)
{
    out += "\n" + std::string(title) + ":\n";
    for (std::size_t i = first; i <= last; i++) {
        const option_row& row = option_table[i];
        std::string text = row.help;
        if (row.repeatable && row.value != nullptr && i != o_format) text += "; repeatable";
        add_row(out, row.name, row.value, text);
    }
}

constexpr std::string_view exit_codes[] = {
    "0 success",
    "1 invalid arguments or configuration",
    "2 no broker",
    "3 a query failed",
    "4 needs root",
    "5 token required",
    "6 unregistration failed",
    "7 cleanup failed",
    "8 cancelled",
    "9 a probe failed",
    "10 a probe could not conclude",
    "11 nothing conclusive ran",
    "12 the result could not be written, or dsreg itself failed",
    "130, 143 interrupted"};

} // namespace

std::string help_text()
{
    std::string out = "Usage: dsreg [ACTION] [OPTION]...\n\n";
    add_wrapped(
        out, "",
        "Tells why this machine is, or is not, properly registered with Microsoft Entra ID, "
        "and whether single sign-on works.");
    out += "\nActions, one a call:\n";
    for (const action_row& row : action_table) {
        std::string text = row.help;
        if (*row.needs != 0) text += " (needs " + std::string(row.needs) + ")";
        add_row(out, row.name, row.value, text);
    }
    add_options(out, "What is shown", o_tenant_id, o_format);
    add_options(out, "Options of --diagnose", o_probe, o_in_process);
    add_options(out, "Options of every action", o_user, o_lab);
    add_options(out, "Options of --cleanup", o_yes, o_yes);
    std::string codes;
    for (const std::string_view code : exit_codes)
        codes += (codes.empty() ? "" : "; ") + std::string(code);
    out += "\n";
    add_wrapped(out, "Exit codes: ", codes);
    out += "\n";
    add_wrapped(out, "Environment: ",
                "DSREG_LAB, DSREG_PROBE_PATH (not as root), NO_COLOR, CLICOLOR_FORCE, COLUMNS, "
                "HTTPS_PROXY, ALL_PROXY, NO_PROXY");
    return out;
}

} // namespace dsreg::cli
