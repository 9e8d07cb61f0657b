#include "report/listing.h"

#include "report/box.h"
#include "report/json_text.h"
#include "report/json_value.h"
#include "report/words.h"

#include <boost/json.hpp>

namespace dsreg::report {
namespace {

using boost::json::array;
using boost::json::object;

std::vector<std::string> strings(const std::vector<std::string_view>& words)
{
    return {words.begin(), words.end()};
}

std::vector<std::string> keys_of(const std::vector<wire::fact_decl>& facts)
{
    std::vector<std::string> keys;
    for (const wire::fact_decl& fact : facts) keys.push_back(fact.key);
    return keys;
}

std::vector<std::string> codes_of(const std::vector<wire::finding_decl>& findings)
{
    std::vector<std::string> codes;
    for (const wire::finding_decl& finding : findings) codes.push_back(finding.code);
    return codes;
}

box_group drawn(const module_row& row)
{
    box_group out;
    const auto add = [&](const char* label, const std::string& value, tone how = tone::plain) {
        if (!value.empty()) out.rows.push_back({label, value, how});
    };
    add("Version", row.version);
    add("Vendor", row.vendor);
    add("Support", row.support);
    add("License", row.license);
    add("Path", row.path);
    add("Origin", row.origin);
    if (!row.rejected.empty())
        add("Rejected", row.text.empty() ? row.rejected : row.rejected + ": " + row.text,
            tone::bad);
    if (!row.warnings.empty()) add("Warnings", joined(row.warnings), tone::doubtful);
    return out;
}

box_group drawn(const wire::probe_decl& probe)
{
    box_group out;
    out.parted = true;
    const auto add = [&](const char* label, const std::string& value) {
        if (!value.empty()) out.rows.push_back({label, value, tone::plain});
    };
    add("Probe", probe.id);
    add("Title", probe.title);
    add("Section", probe.section);
    add("Flags", joined(strings(probe_flag_words(probe.flags))));
    add("Inputs", joined(probe.inputs));
    add("Outputs", joined(keys_of(probe.outputs)));
    add("Findings", joined(codes_of(probe.findings)));
    add("Services", joined(probe.services));
    add("Settings", joined(probe.settings));
    add("Paths", joined(probe.paths));
    return out;
}

object json_of(const wire::fact_decl& fact);
object json_of(const wire::finding_decl& finding);
object json_of(const wire::probe_decl& probe);

template <class T>
array list_of(const std::vector<T>& items)
{
    array out;
    for (const T& item : items) out.push_back(json_of(item));
    return out;
}

object json_of(const wire::fact_decl& fact)
{
    return {{"key", fact.key},
            {"type", type_word(fact.type)},
            {"flags", array_of(fact_flag_words(fact.flags))},
            {"section", fact.section},
            {"label", fact.label}};
}

object json_of(const wire::finding_decl& finding)
{
    return {{"code", finding.code},
            {"severity", severity_word(finding.severity)},
            {"title", finding.title},
            {"meaning", finding.meaning},
            {"remedy", finding.remedy},
            {"command", text_or_null(finding.command)},
            {"url", text_or_null(finding.url)},
            {"risk", text_or_null(risk_word(finding.risk))}};
}

object json_of(const wire::probe_decl& probe)
{
    return {{"id", probe.id},
            {"section", probe.section},
            {"title", probe.title},
            {"flags", array_of(probe_flag_words(probe.flags))},
            {"timeout_ms", probe.timeout_ms},
            {"inputs", array_of(probe.inputs)},
            {"services", array_of(probe.services)},
            {"settings", array_of(probe.settings)},
            {"paths", array_of(probe.paths)},
            {"outputs", list_of(probe.outputs)},
            {"findings", list_of(probe.findings)}};
}

} // namespace

std::string text_probes(const std::vector<listed_module>& modules, const text_options& options)
{
    std::vector<box> boxes;
    for (const listed_module& module : modules) {
        box& b = boxes.emplace_back();
        b.title = module.row.id.empty() ? module.row.path : module.row.id;
        b.groups.push_back(drawn(module.row));
        for (const wire::probe_decl& probe : module.decl.probes) b.groups.push_back(drawn(probe));
    }
    return draw(boxes, {options.ascii, options.color});
}

std::string json_probes(const std::vector<listed_module>& modules, const std::string& tool_version)
{
    array list;
    for (const listed_module& module : modules)
        list.push_back(object{{"id", module.row.id},
                              {"version", module.row.version},
                              {"vendor", module.row.vendor},
                              {"support", text_or_null(module.row.support)},
                              {"license", module.row.license},
                              {"path", module.row.path},
                              {"origin", module.row.origin},
                              {"rejected", text_or_null(module.row.rejected)},
                              {"text", module.row.text},
                              {"warnings", array_of(module.row.warnings)},
                              {"probes", list_of(module.decl.probes)}});
    object out;
    out["schema"] = "probes-1.schema.json";
    out["format"] = "1.0";
    out["tool"] = object{{"name", "dsreg"}, {"version", tool_version}};
    out["modules"] = std::move(list);
    return pretty(out);
}

} // namespace dsreg::report
