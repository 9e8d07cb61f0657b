#include "report/finding_text.h"

#include "report/words.h"

#include <dsreg/probe.h>

namespace dsreg::report {

std::string evidence_text(const finding& f)
{
    std::vector<std::string> items;
    for (const named_value& item : f.evidence)
        items.push_back(item.first + "=" + display(item.second));
    return joined(items);
}

std::string_view risk_text(uint32_t risk)
{
    if (risk == DSREG_RISK_DESTRUCTIVE) return "the command destroys data";
    if (risk == DSREG_RISK_SIGN_IN) return "the user has to sign in again after the command";
    return "";
}

std::string headline(const finding_row& row)
{
    const std::string& title = row.title.empty() ? row.data.code : row.title;
    return row.data.message.empty() ? title : title + ": " + row.data.message;
}

std::vector<std::string> finding_text(const finding_row& row)
{
    std::vector<std::string> out;
    const auto add = [&](std::string_view label, std::string_view text) {
        if (!text.empty()) out.push_back(std::string(label) + ": " + std::string(text));
    };
    const std::string_view severity = severity_word(row.severity);
    out.push_back(std::string(severity) + " " + row.data.code +
                  (row.partial ? " (found before the probe broke)" : ""));
    add("Title", row.title);
    add("Which", row.data.instance);
    add("What happened", row.data.message);
    add("Evidence", evidence_text(row.data));
    add("What it means", row.meaning);
    add("Remedy", row.remedy);
    add("Command", row.command);
    if (!row.command.empty()) add("Risk", risk_text(row.risk));
    add("More", row.url);
    return out;
}

} // namespace dsreg::report
