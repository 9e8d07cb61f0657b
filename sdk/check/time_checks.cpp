// Checks of what a probe does when its time is over.
#include "alike.h"
#include "catalog.h"
#include "faults.h"

namespace dsreg::check::moments {
namespace {

constexpr int questions_max = 24;
} // namespace

void cancel(subject& s)
{
    bool any = false;
    for (const dsreg_probe* p : s.probes())
        for (int at = 1; at <= questions_max; at++) {
            named_world w{"cancelled in question " + std::to_string(at), plain_world(s, *p)};
            const auto by = std::make_shared<disturbance>();
            by->at = at;
            by->status = DSREG_E_CANCELLED;
            by->happens = [time = w.where.time, whole = w.where.budget_ns] {
                time->advance(whole + 1'000'000'000);
            };
            w.where.offered = disturbed(w.where.offered, by);
            const outcome o = s.run(*p, w);
            if (by->asked < at) break;
            any = true;
            if (passed(o) && missed_an_answer(o))
                s.complain(p->id,
                           "it passes although it was " + w.name + ", which its verdict hangs on");
        }
    if (!any) s.nothing_to_check("no probe asks a service anything");
}

void deadline_past(subject& s)
{
    for (const dsreg_probe* p : s.probes()) {
        named_world broken{"with every service broken", plain_world(s, *p)};
        for (const std::string& entry : texts(p->services))
            broken.where.broken[bare(entry)] = DSREG_E_SERVICE;
        const bool needs_service = missed_an_answer(s.run(*p, broken));
        named_world w{"with its deadline passed before it began", plain_world(s, *p)};
        w.where.budget_ns = 0;
        const outcome o = s.run(*p, w);
        if (passed(o) && needs_service)
            s.complain(p->id, "it passes " + w.name + ", without an answer of any service");
    }
}

} // namespace dsreg::check::moments
