#include "cli/record.h"

#include "cli/deliver.h"
#include "cli/quote.h"
#include "report/json_text.h"
#include "report/json_value.h"
#include "report/words.h"

#include <dsreg/probe.h>

#include <boost/json.hpp>

namespace dsreg::cli {
namespace {

using boost::json::array;
using boost::json::object;

constexpr const char* schema = "recording-1.schema.json";
constexpr const char* run_file = "run.json";

object module_json(const report::module_row& m, const recording::cleaner& clean)
{
    return {{"id", m.id},         {"version", m.version},
            {"vendor", m.vendor}, {"path", clean.text(m.path)},
            {"origin", m.origin}, {"rejected", report::text_or_null(m.rejected)}};
}

object run_json(const report::report& r, const wire::world& where, const recorder& from,
                const recording::cleaner& clean)
{
    object out;
    report::put_tool(out, schema, r);
    out["contract"] = std::to_string(DSREG_ABI_MAJOR) + "." + std::to_string(DSREG_ABI_MINOR);
    out["started"] = report::rfc3339(r.started);
    out["ended"] = report::rfc3339(r.ended);
    out["clock_offset_ns"] = where.clock_offset;
    report::put_user(out, r);
    out["complete"] = r.complete;
    out["passive"] = r.passive;
    out["offline"] = r.offline;
    array modules, probes;
    for (const report::module_row& m : r.modules) modules.push_back(module_json(m, clean));
    for (const report::probe_row& p : r.probes)
        probes.push_back(object{{"id", p.id},
                                {"module", p.module},
                                {"recorded", from.documents().count(p.id) != 0},
                                {"outcome", report::outcome_word(p.result)},
                                {"reason", report::text_or_null(p.reason)}});
    out["modules"] = std::move(modules);
    out["probes"] = std::move(probes);
    return out;
}

} // namespace

status recording_run::begin(const std::string& folder, const file_rights& rights)
{
    return folder_.open(folder, rights);
}

status recording_run::write_all_of(const report::report& result, const wire::world& where)
{
    const recording::cleaner clean = recorder_.hide_secrets();
    if (status s = clean.usable(); !s) return s;
    for (const auto& [id, document] : recorder_.documents())
        if (status s =
                folder_.write(id + ".json", report::pretty(recording::to_json(document, clean)));
            !s)
            return s;
    // Last: a folder without it is no recording.
    return folder_.write(run_file, report::pretty(run_json(result, where, recorder_, clean)));
}

int recording_run::finish(const report::report& result, const wire::world& where,
                          const messages& out)
{
    if (status s = write_all_of(result, where); !s) {
        out.error(s.text());
        return exit_broken;
    }
    folder_.keep();
    out.note(shown_path(folder_.path()) +
             " holds names of this machine and of its user, and what files and servers said: look "
             "through it before you give it away");
    if (recorder_.left_out().empty()) return 0;
    out.error("the recording is not whole: " + std::to_string(recorder_.left_out().size()) +
              " probes met more than the " + std::to_string(recorder::bytes_default / 1024 / 1024) +
              " MiB that one run may fill; run.json says which are missing");
    return exit_broken;
}

} // namespace dsreg::cli
