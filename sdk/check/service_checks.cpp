// Checks of what a probe makes of services that fail, and of answers meant to harm.
#include "alike.h"
#include "catalog.h"
#include "faults.h"

#include <algorithm>

namespace dsreg::check::answers {
namespace {

// What a probe declares and does not call shows nothing.
constexpr const char* never_asked = "no probe asked a service anything";

bool needs_an_answer(const outcome& o)
{
    return std::any_of(o.calls.begin(), o.calls.end(), [](const testkit::service_call& c) {
        return (c.flags & DSREG_CALL_OPTIONAL) == 0;
    });
}

// For some probes silence is the good case ("the old server is gone"): those find fault where
// somebody answers.
bool finds_fault(subject& s, const dsreg_probe& p)
{
    for (const named_world& w : usual_worlds(s, p)) {
        const outcome o = s.run(p, w);
        if (o.concluded == 1 && o.said.outcome == DSREG_FAIL && has_error_finding(o)) return true;
    }
    return false;
}

// Nobody answers anything: a PASS would stand on nothing. (That something is not there, or may not
// be read, is an answer.)
void pass_unseen(subject& s, const dsreg_probe& p)
{
    const bool may_mean_it = finds_fault(s, p);
    for (const named_world& w : usual_worlds(s, p))
        for (const uint32_t error : {DSREG_X_DNS, DSREG_X_CONNECT, DSREG_X_TLS, DSREG_X_TIMEOUT,
                                     DSREG_X_PROXY, DSREG_X_PROTOCOL, DSREG_X_DISCONNECTED}) {
            named_world deaf = variant(w, "everybody answering " + std::string(error_name(error)));
            deaf.where.offered = failing_services(error);
            const outcome o = s.run(p, deaf);
            if (!passed(o) || !needs_an_answer(o)) continue;
            if (may_mean_it)
                s.warn(p.id,
                       "it passes where no service can answer, and fails in another world: right "
                       "only when that silence is what it is to find",
                       deaf.name);
            else
                s.complain(p.id,
                           "it passes where no service can answer: nothing was seen that it could "
                           "judge; skip, or fail with a finding",
                           deaf.name);
        }
}

void must_judge(subject& s, const dsreg_probe& p, const std::string& when, const std::string& where,
                const outcome& o)
{
    if (o.concluded != 1)
        s.complain(p.id, "it comes to no outcome" + when, where);
    else if (!o.error.empty())
        s.complain(p.id, "error [" + o.error + "]" + when + ": " + o.error_text, where);
}

} // namespace

void failures(subject& s)
{
    bool declared = false;
    for (const dsreg_probe* p : s.probes()) {
        const auto asked = over_faults(s, *p, [&](const named_world& w, const outcome& o) {
            const bool faulted = w.whom == met_by::this_check;
            if (o.concluded > 1 && faulted)
                s.complain(p->id, "it concludes more than once", w.name);
            if (hides_a_miss(o))
                s.complain(p->id,
                           hidden_by(o) + "; return without an outcome, or make the call with "
                                          "DSREG_CALL_OPTIONAL",
                           w.name);
        });
        for (const std::string& entry : texts(p->services)) {
            declared = true;
            if (asked.count(bare(entry)) == 0)
                s.warn(p->id, bare(entry) + " was never asked in any world of this tool: what its "
                                            "failures lead to was not tried");
        }
    }
    if (!declared) s.nothing_to_check("no probe declares a service");
}

void world_errors(subject& s)
{
    constexpr uint32_t unheard_of = 99; // tolerated, says the contract
    bool any = false;
    for (const dsreg_probe* p : s.probes()) {
        for (const named_world& w : usual_worlds(s, *p)) {
            const outcome calm = s.run(*p, w);
            if (calm.missed != DSREG_OK) continue; // it has no outcome here as it is
            for (const std::string& id : asked_in(calm))
                for (uint32_t error = DSREG_X_DNS; error <= DSREG_X_REFUSED + 1; error++) {
                    any = true;
                    const uint32_t kind = error > DSREG_X_REFUSED ? unheard_of : error;
                    const std::string answers = id + " answering " + error_name(kind);
                    named_world one = variant(w, answers);
                    replace_service(one.where.offered, id, failing_services(kind));
                    must_judge(s, *p, " with " + answers, w.name, s.run(*p, one));
                }
        }
        pass_unseen(s, *p);
    }
    if (!any) s.nothing_to_check("no probe asked a service anything and got an answer");
}

void hostile(subject& s)
{
    bool any = false;
    for (const dsreg_probe* p : s.probes())
        for (const named_world& w : hostile_worlds(s, *p)) {
            const outcome o = s.run(*p, w);
            any = any || !o.calls.empty();
            must_judge(s, *p, "", w.name, o);
        }
    if (!any) s.nothing_to_check(never_asked);
}

} // namespace dsreg::check::answers
