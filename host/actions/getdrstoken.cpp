// --getdrstoken: the token on the standard output, one newline, and nothing else anywhere.
#include "actions/drs_token.h"
#include "actions/no_broker.h"
#include "actions/own_memory.h"
#include "actions/part.h"
#include "broker/error_words.h"
#include "cli/deliver.h"

#include <chrono>
#include <string>

namespace dsreg::actions {
namespace {

constexpr int exit_query_failed = 3;

int say_failure(const call& c, const wire::broker_error& error)
{
    c.out.error("no DRS token: " + broker::words_of(error));
    const std::string page = broker::page_of(error.aadsts, error.tag, error.status);
    if (!page.empty()) c.out.note("What it means: dsreg --explain " + page);
    return exit_query_failed;
}

} // namespace

int getdrstoken(const call& c)
{
    if (const dsreg::status s = keep_memory_to_ourselves(); !s) {
        c.out.error(s.text());
        return cli::exit_broken;
    }
    const wire::world& where = c.here.world;
    for (const std::string& w : c.here.warnings) c.out.warning(w);
    drs_answer answer = ask_drs_token(where, c.chosen.tenant_id);
    if (is_absent(answer.who)) return say_no_broker(c, find_absence(where, answer.who));
    if (c.chosen.verbose > 0)
        c.out.note("broker: " + answer.who.executable + ", process " +
                   std::to_string(answer.who.pid));
    if (answer.error.kind != DSREG_X_NONE) return say_failure(c, answer.error);

    std::string& token = answer.token.text();
    // The broker answers for what it gives; who uses it wants to know before the server says no.
    const dsreg::status fit = check_drs_token(token, c.chosen.tenant_id, wire::wall_clock(where));
    if (!fit) c.out.warning("the broker's token may be refused: " + fit.text());
    token += '\n';
    return cli::print(token, c.out);
}

} // namespace dsreg::actions
