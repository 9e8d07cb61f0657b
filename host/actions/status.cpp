// --status: what this machine and this user are to Microsoft Entra ID, in one look.
#include "actions/no_broker.h"
#include "actions/part.h"
#include "actions/status_gather.h"
#include "actions/status_hints.h"
#include "base/text.h"
#include "broker/error_words.h"
#include "cli/deliver.h"
#include "cli/locations.h"
#include "cli/terminal.h"
#include "report/redact.h"

#include <algorithm>
#include <unistd.h>

namespace dsreg::actions {
namespace {

constexpr int exit_query_failed = 3;

report::status_report report_of(const call& c, const status_answers& all)
{
    const cli::surroundings& here = c.here;
    report::status_report r;
    static_cast<report::origin&>(r) = cli::origin_of(here);
    r.tenant_id = c.chosen.tenant_id;
    r.taken = all.now;
    r.accounts = account_rows(all);
    r.devices = device_rows(all);
    r.token = token_rows(all);
    r.broker = broker_rows(all);
    r.error = failure_of(all.broker);
    r.notes = here.warnings;
    r.exit_code = all.broker.info.pid == 0 ? exit_no_broker : r.error ? exit_query_failed : 0;
    return r;
}

bool has_text_on_terminal(const cli::options& chosen)
{
    const auto shown = [](const cli::destination& to) {
        return to.file.empty() && to.kind == cli::format::text;
    };
    return std::any_of(chosen.outputs.begin(), chosen.outputs.end(), shown) && ::isatty(1) == 1 &&
           ::isatty(2) == 1;
}

void say_failure(const call& c, const report::status_error& e)
{
    c.out.error(e.sentence);
    const std::string page = broker::page_of(e.aadsts, e.tag, e.status);
    if (!page.empty()) c.out.note("What it means: dsreg --explain " + page);
    c.out.note("Where it comes from: dsreg --diagnose");
}

// A document of text has no other place for it; on a terminal stderr shows it.
std::string sentence_for_file(const report::status_report& r, const report::hash_key& key)
{
    return safe_text(report::withheld(r, &key).error->sentence) + "\n";
}

int render(const call& c, const report::status_report& r)
{
    report::hash_key key{};
    const auto to_file = [](const cli::destination& to) { return !to.file.empty(); };
    const std::vector<cli::destination>& outputs = c.chosen.outputs;
    // Nobody in a lab is a person: there a pseudonym is the same in every run, as all else is.
    if (!r.lab && std::any_of(outputs.begin(), outputs.end(), to_file))
        if (const dsreg::status s = report::new_redaction_key(key); !s) {
            c.out.error(s.text());
            return cli::exit_broken;
        }
    return cli::deliver(outputs, cli::rights_of(c.here), c.out, [&](const cli::destination& to) {
        const report::hash_key* redact = to.file.empty() ? nullptr : &key;
        if (to.kind == cli::format::json) return report::status_json(r, redact);
        if (r.exit_code == exit_no_broker)
            return to.file.empty() ? std::string() : sentence_for_file(r, key);
        report::status_style style;
        style.ascii = c.out.ascii();
        style.color = to.file.empty() && cli::wants_colour(c.chosen.color, c.env, ::isatty(1) == 1);
        style.redact = redact;
        return report::status_text(r, style);
    });
}

} // namespace

int status(const call& c)
{
    for (const std::string& warning : c.here.warnings) c.out.warning(warning);
    status_answers all;
    all.only = !c.chosen.tenant_id.empty();
    // A domain of the configuration: no record names one.
    if (all.only || !parse_guid(c.here.config.tenant, all.tenant_id))
        all.tenant_id = c.chosen.tenant_id;
    if (const dsreg::status s = gather(c.here.world, all); !s) {
        c.out.error(s.text());
        return cli::exit_broken;
    }
    report::status_report r = report_of(c, all);
    broker_absence absence;
    if (r.exit_code == exit_no_broker) {
        absence = find_absence(c.here.world, all.broker.info);
        r.error->sentence = "Failed to get broker instance: " + absence.cause;
    }
    const int written = render(c, r);
    if (r.exit_code == exit_no_broker) {
        (void)say_no_broker(c, absence);
    } else if (r.error) {
        say_failure(c, *r.error);
    }
    if (!all.unit.masked.empty() && r.exit_code != exit_no_broker)
        c.out.warning("the system unit " + all.unit.masked +
                      " is masked: the broker cannot reach the device's keys; "
                      "sudo systemctl unmask " +
                      all.unit.masked);
    const std::optional<std::string> prefix = cli::install_prefix();
    if (prefix && r.exit_code != exit_no_broker && has_text_on_terminal(c.chosen))
        for (const std::string& line : hints(*prefix + "/share/dsreg", r)) c.out.note(line);
    return written != 0 ? written : r.exit_code;
}

} // namespace dsreg::actions
