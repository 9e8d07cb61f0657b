#include "cli/diagnose.h"

#include "cli/interrupt.h"
#include "cli/live_line.h"
#include "cli/locations.h"
#include "cli/old_documents.h"
#include "cli/record.h"
#include "cli/request.h"
#include "cli/terminal.h"
#include "report/exit_code.h"
#include "report/json.h"
#include "report/junit.h"
#include "report/listing.h"
#include "report/redact.h"
#include "report/text.h"
#include "wire/frame.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <unistd.h>

namespace dsreg::cli {
namespace {

// The caller's mistake, or ours.
int refused(const status& s, const messages& out)
{
    out.error(s.text());
    return s.code() == errc::invalid ? exit_usage : exit_broken;
}

status make_asked(const options& chosen, const environment& env, surroundings& here,
                  const messages& out, engine::request& ret)
{
    const std::optional<std::string> prefix = install_prefix();
    if (!prefix)
        return status(errc::internal, "dsreg cannot find its own files: is /proc mounted?");
    std::vector<engine::search_dir> dirs = search_dirs(*prefix, chosen, env, here);
    for (const std::string& warning : here.warnings) out.warning(warning);
    ret = make_request(chosen, here, std::move(dirs), *prefix);
    return {};
}

status run_engine(engine::request& asked, const environment& env, const messages& out,
                  report::report& ret)
{
    std::optional<live_line> line;
    const bool dumb = !env.term || env.term->empty() || *env.term == "dumb";
    if (!out.quiet() && !dumb && ::isatty(2) == 1) {
        line.emplace(2, terminal_width(2, env));
        asked.on_progress = [&](const engine::progress& now) { line->show(now); };
    }
    const int64_t started = wire::wall_clock(asked.where);
    if (status s = engine::run(asked, ret); !s) return s;
    ret.started = started;
    ret.ended = wire::wall_clock(asked.where);
    return {};
}

report::text_options text_style(const options& chosen, const environment& env,
                                const destination& to, const messages& out)
{
    report::text_options style;
    style.all = chosen.all;
    style.ascii = out.ascii();
    style.color = to.file.empty() && wants_colour(chosen.color, env, ::isatty(1) == 1);
    return style;
}

} // namespace

namespace {

// An error: there is no report, and the run was not interrupted. Else `ret` is the exit code.
status diagnose_here(const options& chosen, const environment& env, surroundings& here,
                     const messages& out, int& ret)
{
    engine::request asked;
    if (status s = make_asked(chosen, env, here, out, asked); !s) return s;
    report::hash_key key{};
    // Nobody in a lab is a person: there a pseudonym is the same in every run, as all else is.
    if (!here.world.lab)
        if (status s = report::new_redaction_key(key); !s) return s;
    recording_run record;
    if (!chosen.record.empty()) {
        if (status s = record.begin(chosen.record, rights_of(here)); !s) return s;
        asked.watch = record.watch();
    }
    const interrupt_guard guard;
    asked.interrupt_fd = guard.fd();
    report::report result;
    if (status s = run_engine(asked, env, out, result); !s) {
        if (guard.exit_code() == 0) return s;
        ret = guard.exit_code();
        tell_not_run(chosen, here, rights_of(here), "the run was interrupted", ret, out);
        return {};
    }
    static_cast<report::origin&>(result) = origin_of(here);
    result.notes.insert(result.notes.end(), here.warnings.begin(), here.warnings.end());
    const int interrupted = result.complete ? 0 : guard.exit_code();
    result.exit_code = interrupted != 0 ? interrupted : report::exit_code(result, chosen.fail_on);
    // Before the reports, which say what came of it.
    if (asked.watch != nullptr && record.finish(result, here.world, out) != 0) {
        result.notes.push_back("the recording was not written");
        if (interrupted == 0) result.exit_code = report::exit_broken;
    }
    out.log(report::withheld(result, chosen.verbose > 1 ? nullptr : &key));

    const int written = deliver(chosen.outputs, rights_of(here), out, [&](const destination& to) {
        const report::hash_key* redact = to.file.empty() ? nullptr : &key;
        if (to.kind == format::json) return report::json(result, {redact});
        if (to.kind == format::junit)
            return report::junit(result, {redact, chosen.fail_on == report::fail_on::warning});
        report::text_options style = text_style(chosen, env, to, out);
        style.redact = redact;
        return report::text(result, style);
    });
    ret = interrupted != 0 ? interrupted : written != 0 ? written : result.exit_code;
    return {};
}

} // namespace

int diagnose(const options& chosen, const environment& env, surroundings here, const messages& out)
{
    int code = 0;
    const status s = diagnose_here(chosen, env, here, out, code);
    if (s) return code;
    code = refused(s, out);
    tell_not_run(chosen, here, rights_of(here), s.text(), code, out);
    return code;
}

status list_modules(const options& chosen, const environment& env, surroundings& here,
                    const messages& out, int interrupt_fd, std::vector<report::listed_module>& ret)
{
    engine::request asked;
    if (status s = make_asked(chosen, env, here, out, asked); !s) return s;
    asked.interrupt_fd = interrupt_fd;
    return engine::list(asked, ret);
}

int list_probes(const options& chosen, const environment& env, surroundings here,
                const messages& out)
{
    const interrupt_guard guard;
    std::vector<report::listed_module> modules;
    const status s = list_modules(chosen, env, here, out, guard.fd(), modules);
    if (guard.exit_code() != 0) return guard.exit_code();
    if (!s) return refused(s, out);
    return deliver(chosen.outputs, rights_of(here), out, [&](const destination& to) {
        if (to.kind == format::json) return report::json_probes(modules, wire::version());
        return report::text_probes(modules, text_style(chosen, env, to, out));
    });
}

} // namespace dsreg::cli
