// Checks of what a probe does when its time is over.
#include "alike.h"
#include "catalog.h"
#include "faults.h"

namespace dsreg::check::moments {
namespace {

named_world cancel_question(const named_world& w, int at, disturbance& by)
{
    named_world one = variant(w, "cancelled in question " + std::to_string(at));
    by.status = DSREG_E_CANCELLED;
    by.happens = [time = one.where.time, whole = one.where.budget_ns] {
        time->advance(whole + 1'000'000'000);
    };
    return one;
}

void must_not_hide(subject& s, const dsreg_probe& p, const named_world& w, const outcome& o)
{
    if (hides_a_miss(o)) s.complain(p.id, hidden_by(o), w.name);
}

} // namespace

void cancel(subject& s)
{
    bool any = false;
    for (const dsreg_probe* p : s.probes())
        for (const named_world& usual : usual_worlds(s, *p))
            over_questions(s, *p, usual, cancel_question,
                           [&](const named_world& w, const outcome& o) {
                               any = true;
                               must_not_hide(s, *p, w, o);
                           });
    if (!any) s.nothing_to_check("no probe asks a service anything");
}

void deadline_past(subject& s)
{
    for (const dsreg_probe* p : s.probes())
        for (const named_world& usual : usual_worlds(s, *p)) {
            named_world broken = variant(usual, "every service broken");
            for (const std::string& entry : texts(p->services))
                broken.where.broken[bare(entry)] = DSREG_E_SERVICE;
            const bool needs_service = s.run(*p, broken).missed != DSREG_OK;
            named_world w = variant(usual, "its deadline having passed before it began");
            w.where.budget_ns = -1;
            const outcome o = s.run(*p, w);
            must_not_hide(s, *p, w, o);
            if (passed(o) && needs_service && o.missed == DSREG_OK)
                s.complain(p->id, "it passes without an answer of any service", w.name);
        }
}

} // namespace dsreg::check::moments
