// Checks of what a probe makes of its inputs.
#include "alike.h"
#include "catalog.h"
#include "worlds.h"

#include <algorithm>

namespace dsreg::check::inputs {
namespace {

std::vector<std::string> optional_inputs(const dsreg_probe& p)
{
    std::vector<std::string> out;
    for (const std::string& entry : texts(p.inputs))
        if (is_optional(entry)) out.push_back(bare(entry));
    return out;
}

void must_conclude(subject& s, const dsreg_probe& p, const named_world& w, const outcome& o)
{
    if (o.error.empty() && o.concluded == 1) return;
    const std::string why = o.error.empty() ? "" : ": error [" + o.error + "] " + o.error_text;
    s.complain(p.id, "it comes to no outcome " + w.name + why);
}

// Values that an input may have; what hangs on it shows with one of them.
std::vector<value> values_of(const subject& s, const std::string& key)
{
    value plain = plain_value(s, key);
    std::vector<value> out{plain};
    if (plain.type == DSREG_T_BOOL || plain.type == DSREG_T_INT) {
        plain.i = 0;
        out.push_back(plain);
    } else if (plain.type == DSREG_T_STR) {
        plain.s = "other";
        out.push_back(plain);
    } else if (plain.type == DSREG_T_TIME) {
        plain.i = 1;
        out.push_back(plain);
    }
    return out;
}

// The rule, so that honest modules pass: when a present value can change the verdict, the input is
// one that the verdict hangs on. Then what stands on its absence alone (SKIP not-applicable, or the
// PASS of a run that asked no service) may not be said, in the same words and with the same facts
// and findings, when the provider reported nothing and when it broke and nobody knows.
void broken_is_not_absent(subject& s, const dsreg_probe& p, const std::string& key)
{
    const auto with_state = [&](uint32_t state) {
        named_world w{"with " + key + " " + state_name(state), plain_world(s, p)};
        set_input(w.where, key, state);
        return s.run(p, w);
    };
    const outcome silent = with_state(DSREG_IN_SILENT);
    const bool not_applicable =
        silent.said.outcome == DSREG_SKIP && silent.said.reason == DSREG_SKIP_NOT_APPLICABLE;
    const bool unseen = passed(silent) && silent.calls.empty();
    if (silent.concluded != 1 || (!not_applicable && !unseen)) return;
    const std::string verdict = verdict_of(silent);
    const auto values = values_of(s, key);
    const bool matters = std::any_of(values.begin(), values.end(), [&](const value& v) {
        named_world w{"with " + key + " present", plain_world(s, p)};
        for (testkit::fact& f : w.where.inputs)
            if (f.key == key) f.val = v;
        return verdict_of(s.run(p, w)) != verdict;
    });
    if (!matters || !difference(silent, with_state(DSREG_IN_BROKEN)).empty()) return;
    s.complain(p.id, "it says the same (" + verdict + ") when the provider of " + key +
                         " broke as when it found nothing, although the verdict hangs on it; skip "
                         "with missing-input, or report that it is not known");
}

// The text that says why something is unknown.
constexpr const char* reason = "the-reason-why-it-is-unknown";

} // namespace

void nothing_optional(subject& s)
{
    bool any = false;
    for (const dsreg_probe* p : s.probes()) {
        named_world w{"without anything optional", plain_world(s, *p)};
        for (const std::string& entry : texts(p->services)) {
            if (!is_optional(entry)) continue;
            any = true;
            replace_service(w.where.offered, bare(entry), {});
        }
        for (const std::string& key : optional_inputs(*p)) {
            any = true;
            set_input(w.where, key, DSREG_IN_NO_PROVIDER);
        }
        if (any) must_conclude(s, *p, w, s.run(*p, w));
        // Each missing alone, too.
        for (const std::string& entry : texts(p->services)) {
            if (!is_optional(entry)) continue;
            named_world one{"without " + bare(entry), plain_world(s, *p)};
            replace_service(one.where.offered, bare(entry), {});
            must_conclude(s, *p, one, s.run(*p, one));
        }
    }
    if (!any) s.nothing_to_check("nothing that a probe asks for is optional");
}

void every_state(subject& s)
{
    bool any = false;
    for (const dsreg_probe* p : s.probes()) {
        for (const uint32_t state : {DSREG_IN_UNKNOWN, DSREG_IN_SILENT, DSREG_IN_SKIPPED,
                                     DSREG_IN_BROKEN, DSREG_IN_NO_PROVIDER}) {
            named_world all{std::string("with every optional input ") + state_name(state),
                            plain_world(s, *p)};
            for (const std::string& key : optional_inputs(*p)) {
                any = true;
                set_input(all.where, key, state);
                named_world one{"with " + key + " " + state_name(state), plain_world(s, *p)};
                set_input(one.where, key, state);
                must_conclude(s, *p, one, s.run(*p, one));
            }
            if (any) must_conclude(s, *p, all, s.run(*p, all));
        }
        for (const std::string& key : optional_inputs(*p)) broken_is_not_absent(s, *p, key);
    }
    if (!any) s.nothing_to_check("no probe has an optional input");
}

void unknown(subject& s)
{
    bool any = false;
    for (const dsreg_probe* p : s.probes())
        for (const std::string& entry : texts(p->inputs)) {
            const std::string key = bare(entry);
            named_world w{"with " + key + " unknown", plain_world(s, *p)};
            if (is_optional(entry)) {
                set_input(w.where, key, DSREG_IN_UNKNOWN, reason);
            } else {
                // Index 0 of a required one is present; the next need not be.
                const known_fact* known = s.known(key);
                if (known == nullptr || (known->flags & DSREG_F_MANY) == 0) continue;
                w.where.inputs.push_back(
                    {key, "other", "test", {DSREG_T_UNKNOWN, 0, 0, 0, reason}});
            }
            any = true;
            const outcome o = s.run(*p, w);
            must_conclude(s, *p, w, o);
            for (const testkit::fact& f : o.facts)
                if (f.val.type == DSREG_T_STR && f.val.s == reason)
                    s.complain(p->id,
                               f.key + " takes the reason why " + key + " is unknown for a value");
        }
    if (!any) s.nothing_to_check("no input of a probe can be unknown");
}

void odd(subject& s)
{
    const struct {
        const char* name;
        value val;
        int count;
    } kinds[] = {
        {"a number", {DSREG_T_INT, 0, -1, 0, {}}, 1},
        {"a real number", {DSREG_T_REAL, 0, 0, 1e300, {}}, 1},
        {"a time before all times", {DSREG_T_TIME, 0, INT64_MIN, 0, {}}, 1},
        {"an empty text", {DSREG_T_STR, 0, 0, 0, {}}, 1},
        {"a text of 32 KiB", {DSREG_T_STR, 0, 0, 0, std::string(32 * 1024, 'x')}, 1},
        {"control characters", {DSREG_T_STR, 0, 0, 0, "\x1b[2J\n\t%s{}"}, 1},
        {"a secret", {DSREG_T_STR, DSREG_F_SECRET | DSREG_F_PERSONAL, 0, 0, "plain"}, 1},
        {"300 instances", {DSREG_T_STR, 0, 0, 0, "plain"}, 300},
    };
    bool any = false;
    for (const dsreg_probe* p : s.probes())
        for (const std::string& entry : texts(p->inputs))
            for (const auto& kind : kinds) {
                // One that is required and secret is unknown to dsreg's probes: they are not run.
                if ((kind.val.flags & DSREG_F_SECRET) != 0 && !is_optional(entry)) continue;
                any = true;
                const std::string key = bare(entry);
                named_world w{"with " + key + " being " + kind.name, plain_world(s, *p)};
                set_input(w.where, key, DSREG_IN_PRESENT);
                for (int i = 0; i < kind.count; i++)
                    w.where.inputs.push_back(
                        {key, kind.count == 1 ? "" : std::to_string(i), "test", kind.val});
                must_conclude(s, *p, w, s.run(*p, w));
            }
    if (!any) s.nothing_to_check("no probe has an input");
}

} // namespace dsreg::check::inputs
