// Checks of what a probe makes of services that fail, and of answers meant to harm.
#include "alike.h"
#include "catalog.h"
#include "faults.h"

#include <algorithm>

namespace dsreg::check::answers {
namespace {

constexpr int questions_max = 24; // of one run that are failed one by one
// What a probe declares and does not call shows nothing.
constexpr const char* never_asked = "no probe asked a service anything";

const char* status_name(dsreg_status s)
{
    switch (s) {
    case DSREG_E_SERVICE:
        return "DSREG_E_SERVICE";
    case DSREG_E_LIMIT:
        return "DSREG_E_LIMIT";
    case DSREG_E_CANCELLED:
        return "DSREG_E_CANCELLED";
    default:
        return "?";
    }
}

// Every call of `id` fails, in each way. False: it asked nothing.
bool break_service(subject& s, const dsreg_probe& p, const std::string& id)
{
    bool asked = false;
    for (const dsreg_status status : {DSREG_E_SERVICE, DSREG_E_LIMIT, DSREG_E_CANCELLED}) {
        named_world w{"every call of " + id + " ends in " + status_name(status), plain_world(s, p)};
        w.where.broken[id] = status;
        const outcome o = s.run(p, w);
        asked = asked || !o.calls.empty();
        if (passed(o) && missed_an_answer(o))
            s.complain(p.id, "it passes although " + w.name +
                                 "; return without an outcome, or make the call with "
                                 "DSREG_CALL_OPTIONAL");
        if (o.concluded > 1) s.complain(p.id, "it concludes more than once when " + w.name);
    }
    return asked;
}

// One question fails, the others do not.
void break_questions(subject& s, const dsreg_probe& p)
{
    for (int at = 1; at <= questions_max; at++) {
        named_world w{"question " + std::to_string(at) + " alone ends in DSREG_E_SERVICE",
                      plain_world(s, p)};
        const auto by = std::make_shared<disturbance>();
        by->at = at;
        by->status = DSREG_E_SERVICE;
        w.where.offered = disturbed(w.where.offered, by);
        const outcome o = s.run(p, w);
        if (by->asked < at) return;
        if (passed(o) && missed_an_answer(o))
            s.complain(p.id,
                       "it passes although " + w.name + ", and its verdict hangs on the answer");
    }
}

// Nobody answers anything: a PASS would stand on nothing. (That something is not there, or may not
// be read, is an answer.)
void pass_unseen(subject& s, const dsreg_probe& p)
{
    for (const uint32_t error : {DSREG_X_DNS, DSREG_X_CONNECT, DSREG_X_TLS, DSREG_X_TIMEOUT,
                                 DSREG_X_PROXY, DSREG_X_PROTOCOL, DSREG_X_DISCONNECTED}) {
        named_world w{std::string("every service answers ") + error_name(error), plain_world(s, p)};
        w.where.offered = failing_services(error);
        const outcome o = s.run(p, w);
        const bool needed =
            std::any_of(o.calls.begin(), o.calls.end(), [](const testkit::service_call& c) {
                return (c.flags & DSREG_CALL_OPTIONAL) == 0;
            });
        if (passed(o) && needed)
            s.complain(p.id, "it passes when " + w.name +
                                 ": nothing was seen that it could judge; skip, or fail with a "
                                 "finding");
    }
}

} // namespace

void failures(subject& s)
{
    bool any = false;
    for (const dsreg_probe* p : s.probes()) {
        for (const std::string& entry : texts(p->services)) {
            any = break_service(s, *p, bare(entry)) || any;
        }
        break_questions(s, *p);
    }
    if (!any) s.nothing_to_check(never_asked);
}

void world_errors(subject& s)
{
    constexpr uint32_t unheard_of = 99; // tolerated, says the contract
    bool any = false;
    for (const dsreg_probe* p : s.probes())
        for (const std::string& entry : texts(p->services)) {
            for (uint32_t error = DSREG_X_DNS; error <= DSREG_X_REFUSED + 1; error++) {
                const uint32_t kind = error > DSREG_X_REFUSED ? unheard_of : error;
                named_world w{bare(entry) + " answers " + error_name(kind), plain_world(s, *p)};
                replace_service(w.where.offered, bare(entry), failing_services(kind));
                const outcome o = s.run(*p, w);
                any = any || !o.calls.empty();
                if (o.concluded != 1)
                    s.complain(p->id, "it comes to no outcome when " + w.name +
                                          "; the call worked, and its answer is to be judged");
                else if (!o.error.empty())
                    s.complain(p->id,
                               "error [" + o.error + "] when " + w.name + ": " + o.error_text);
            }
        }
    for (const dsreg_probe* p : s.probes()) pass_unseen(s, *p);
    if (!any) s.nothing_to_check(never_asked);
}

void hostile(subject& s)
{
    bool any = false;
    for (const dsreg_probe* p : s.probes())
        for (const named_world& w : hostile_worlds(s, *p)) {
            const outcome o = s.run(*p, w);
            any = any || !o.calls.empty();
            if (o.concluded != 1)
                s.complain(p->id, "it comes to no outcome " + w.name);
            else if (!o.error.empty())
                s.complain(p->id, "error [" + o.error + "] " + w.name + ": " + o.error_text);
        }
    if (!any) s.nothing_to_check(never_asked);
}

} // namespace dsreg::check::answers
