#include "report/json.h"

#include "base/text.h"
#include "report/json_text.h"
#include "report/json_value.h"
#include "report/redact.h"
#include "report/sections.h"
#include "report/words.h"

#include <dsreg/probe.h>

#include <boost/json.hpp>

namespace dsreg::report {
namespace {

using boost::json::array;
using boost::json::object;

boost::json::value code_or_null(uint32_t code)
{
    if (code == 0) return nullptr;
    return boost::json::string(hex32(code));
}

object json_of(const module_row& row)
{
    return {{"id", row.id},           {"version", row.version},
            {"vendor", row.vendor},   {"support", text_or_null(row.support)},
            {"license", row.license}, {"path", row.path},
            {"origin", row.origin},   {"rejected", text_or_null(row.rejected)},
            {"text", row.text},       {"warnings", array_of(row.warnings)}};
}

object json_of(const section& s)
{
    array rows;
    for (const row_group& group : s.groups)
        for (const row_ref& row : group.rows) {
            if (row.probe != nullptr)
                rows.push_back(object{{"probe", row.probe->id}});
            else
                rows.push_back(object{{"fact", row.fact->data.key},
                                      {"instance", text_or_null(row.fact->data.instance)}});
        }
    return {{"title", s.title}, {"rows", std::move(rows)}};
}

array json_of(const std::vector<refusal>& rows)
{
    array out;
    for (const refusal& row : rows)
        out.push_back(
            object{{"what", row.what}, {"name", row.name}, {"why", row.why}, {"count", row.count}});
    return out;
}

object json_of(const probe_row& row)
{
    object out{{"id", row.id},
               {"module", row.module},
               {"section", row.section},
               {"title", row.title},
               {"flags", array_of(probe_flag_words(row.flags))},
               {"outcome", outcome_word(row.result)},
               {"reason", text_or_null(row.reason)},
               {"text", row.text},
               {"outer", code_or_null(row.outer)},
               {"inner", code_or_null(row.inner)},
               {"about", text_or_null(row.about)},
               {"root_cause", text_or_null(row.root_cause)},
               {"required", row.required},
               {"refused", row.refused}};
    if (row.refused > 0) out["refusals"] = json_of(row.refusals);
    return out;
}

object json_of(const fact_row& row)
{
    return {{"key", row.data.key},
            {"instance", text_or_null(row.data.instance)},
            {"probe", row.probe},
            {"module", row.module},
            {"section", row.section},
            {"label", row.label},
            {"source", row.data.source},
            {"declared_type", type_word(row.declared_type)},
            {"flags", array_of(fact_flag_words(row.flags))},
            {"partial", row.partial},
            {"value", json_value(row.data.val, row.flags)}};
}

object json_of(const finding_row& row)
{
    array evidence;
    for (const named_value& item : row.data.evidence)
        evidence.push_back(object{{"name", item.first}, {"value", json_value(item.second)}});
    return {{"code", row.data.code},
            {"severity", severity_word(row.severity)},
            {"probe", row.probe},
            {"module", row.module},
            {"instance", text_or_null(row.data.instance)},
            {"title", row.title},
            {"message", row.data.message},
            {"meaning", row.meaning},
            {"remedy", row.remedy},
            {"command", text_or_null(row.command)},
            {"url", text_or_null(row.url)},
            {"risk", text_or_null(risk_word(row.risk))},
            {"partial", row.partial},
            {"evidence", std::move(evidence)}};
}

object json_of(const root_cause& cause)
{
    return {{"cause", cause.cause},
            {"outcome", cause.outcome},
            {"dependents", array_of(cause.dependents)}};
}

object json_of(const summary& totals)
{
    return {{"passed", totals.passed},     {"failed", totals.failed},
            {"skipped", totals.skipped},   {"errors", totals.errors},
            {"warnings", totals.warnings}, {"needs_root", totals.needs_root},
            {"modules", totals.modules},   {"rejected", totals.rejected}};
}

object json_of(const timing& row)
{
    return {{"probe", row.probe},
            {"started_ms", static_cast<double>(row.started_ns) / 1e6},
            {"took_ms", static_cast<double>(row.took_ns) / 1e6}};
}

template <class T>
array list_of(const std::vector<T>& rows)
{
    array out;
    out.reserve(rows.size());
    for (const T& row : rows) out.push_back(json_of(row));
    return out;
}

} // namespace

std::string json(const report& original, const json_options& options)
{
    const report r = withheld(original, options.redact);
    object out;
    put_tool(out, "report-1.schema.json", r);
    out["started"] = rfc3339(r.started);
    out["ended"] = rfc3339(r.ended);
    put_user(out, r);
    out["sandbox"] = r.sandbox;
    out["redacted"] = options.redact != nullptr;
    out["complete"] = r.complete;
    out["passive"] = r.passive;
    out["offline"] = r.offline;
    out["notes"] = array_of(r.notes);
    out["modules"] = list_of(r.modules);
    out["sections"] = list_of(sections_of(r, /* all= */ true));
    out["probes"] = list_of(r.probes);
    out["facts"] = list_of(r.facts);
    out["findings"] = list_of(r.findings);
    out["root_causes"] = list_of(r.root_causes);
    out["summary"] = json_of(r.totals);
    out["exit_code"] = r.exit_code;
    out["timings"] = list_of(r.timings);
    return pretty(out);
}

} // namespace dsreg::report
