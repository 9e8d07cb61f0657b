// What a probe says, looked at in every usual world. Each check runs them all and looks at one
// thing, so that one fault has one name.
#include "alike.h"
#include "catalog.h"
#include "faults.h"

#include "base/text.h"

#include <algorithm>

namespace dsreg::check::contract {
namespace {

using view = void (*)(subject&, const dsreg_probe&, const named_world&, const outcome&);

void over_usual_worlds(subject& s, view look)
{
    for (const dsreg_probe* p : s.probes())
        for (const named_world& w : usual_worlds(s, *p)) look(s, *p, w, s.run(*p, w));
}

void complain(subject& s, const dsreg_probe& p, const named_world& w, const std::string& what)
{
    s.complain(p.id, what, w.name);
}

// The testkit's sentences about what is not in the descriptor.
bool about_declarations(const std::string& violation)
{
    return violation.find("not declare") != std::string::npos;
}

const dsreg_fact_decl* declaration(const dsreg_probe& p, const std::string& key)
{
    for (auto* d = p.outputs; d != nullptr && *d != nullptr; d++)
        if (key == (*d)->key) return *d;
    return nullptr;
}

bool about_facts(const std::string& violation)
{
    return violation.rfind("fact ", 0) == 0 && !about_declarations(violation);
}

bool left_by_exception(const outcome& o, std::string& ret_words)
{
    for (const testkit::log_line& l : o.log) {
        // Said by whoever stopped it: the host, or the C++ face, after which there is no outcome.
        const bool host = l.text.rfind("run() was left by an exception", 0) == 0;
        const bool face = o.concluded == 0 && o.error == "internal" && l.level == 3;
        if (!host && !face) continue;
        ret_words = l.text;
        return true;
    }
    return false;
}

bool skips_always(subject& s, const dsreg_probe& p)
{
    const auto skips = [&](const named_world& w) {
        const outcome o = s.run(p, w);
        return o.concluded > 0 && o.said.outcome == DSREG_SKIP;
    };
    for (const named_world& w : usual_worlds(s, p))
        if (!skips(w)) return false;
    for (const named_world& w : hostile_worlds(s, p))
        if (!skips(w)) return false;
    return true;
}

void look_at_text(subject& s, const dsreg_probe& p, const named_world& w, const std::string& what,
                  const std::string& text)
{
    if (valid_utf8(text) != text) complain(s, p, w, what + " is no valid UTF-8");
}

void look_at_texts(subject& s, const dsreg_probe& p, const named_world& w, const outcome& o)
{
    for (const testkit::fact& f : o.facts) {
        look_at_text(s, p, w, f.key + ": its value", f.val.s);
        look_at_text(s, p, w, f.key + ": its instance", f.instance);
        look_at_text(s, p, w, f.key + ": its source", f.source);
    }
    for (const testkit::finding& f : o.findings) {
        look_at_text(s, p, w, f.code + ": its message", f.message);
        look_at_text(s, p, w, f.code + ": its instance", f.instance);
        for (const auto& [name, v] : f.evidence)
            look_at_text(s, p, w, f.code + ": its evidence " + name, v.s);
    }
    look_at_text(s, p, w, "the sentence of its skip", o.said.text);
}

} // namespace

void concludes(subject& s)
{
    over_usual_worlds(s, [](subject& to, const dsreg_probe& p, const named_world& w,
                            const outcome& o) {
        if (o.concluded == 0 && o.missed != DSREG_OK) return; // as it should
        if (o.concluded == 0) return complain(to, p, w, "it ends without an outcome");
        if (o.concluded > 1) return complain(to, p, w, "it concludes more than once");
        if (o.said.outcome < DSREG_PASS || o.said.outcome > DSREG_SKIP)
            complain(to, p, w, "its outcome " + std::to_string(o.said.outcome) + " does not exist");
    });
}

// Also where a service fails: what it falls back on then is to be declared, too.
void declared_only(subject& s)
{
    for (const dsreg_probe* p : s.probes())
        over_faults(s, *p, [&](const named_world& w, const outcome& o) {
            for (const std::string& v : o.violations)
                if (about_declarations(v)) complain(s, *p, w, v);
        });
}

void facts_fit(subject& s)
{
    over_usual_worlds(
        s, [](subject& to, const dsreg_probe& p, const named_world& w, const outcome& o) {
            for (const std::string& v : o.violations)
                if (about_facts(v)) complain(to, p, w, v);
            for (const testkit::fact& f : o.facts) {
                const dsreg_fact_decl* d = declaration(p, f.key);
                if (d == nullptr) continue; // another check's
                const bool known =
                    f.val.type != DSREG_T_UNKNOWN && f.val.type != DSREG_T_NOT_APPLICABLE;
                if (known && f.val.type != d->type)
                    complain(to, p, w, f.key + " has another type than the declared one");
                if (!known && f.val.s.empty())
                    complain(to, p, w, f.key + " is not known, and it does not say why");
                if (((d->flags & DSREG_F_MANY) != 0) == f.instance.empty())
                    complain(to, p, w,
                             f.instance.empty() ? f.key + " is many and names no instance"
                                                : f.key + " is single and names an instance");
                if (f.source.empty()) complain(to, p, w, f.key + " does not say where it was read");
            }
        });
}

void verdict_fits(subject& s)
{
    over_usual_worlds(
        s, [](subject& to, const dsreg_probe& p, const named_world& w, const outcome& o) {
            if (o.concluded == 0) return;
            const bool error = has_error_finding(o);
            if (o.said.outcome == DSREG_FAIL && !error)
                complain(to, p, w, "it fails without an error finding");
            if (o.said.outcome == DSREG_PASS && error)
                complain(to, p, w, "it passes with an error finding");
            if (o.said.outcome == DSREG_SKIP && error)
                complain(to, p, w, "it skips, and reports an error finding");
        });
}

void skip_says_why(subject& s)
{
    over_usual_worlds(s, [](subject& to, const dsreg_probe& p, const named_world& w,
                            const outcome& o) {
        if (o.concluded == 0 || o.said.outcome != DSREG_SKIP) return;
        if (o.said.text.empty()) complain(to, p, w, "it skips without a sentence");
        if (o.said.reason < DSREG_SKIP_NOT_APPLICABLE || o.said.reason > DSREG_SKIP_MISSING_INPUT)
            complain(to, p, w, "its reason " + std::to_string(o.said.reason) + " does not exist");
        const std::vector<std::string> all = texts(p.inputs);
        const bool declared = std::any_of(all.begin(), all.end(), [&](const std::string& entry) {
            return bare(entry) == o.said.about;
        });
        if (o.said.reason == DSREG_SKIP_MISSING_INPUT && !declared)
            complain(to, p, w,
                     o.said.about.empty() ? "it misses an input and does not say which"
                                          : "it misses " + o.said.about + ", no input of its own");
    });
    for (const dsreg_probe* p : s.probes())
        if (skips_always(s, *p))
            s.warn(p->id, "it skips in every world of this tool, so that the other checks saw "
                          "nothing of what it does");
}

void no_exception(subject& s)
{
    over_usual_worlds(
        s, [](subject& to, const dsreg_probe& p, const named_world& w, const outcome& o) {
            std::string words;
            if (left_by_exception(o, words)) complain(to, p, w, "an exception ends it: " + words);
        });
}

void valid_text(subject& s)
{
    over_usual_worlds(s, look_at_texts);
    for (const dsreg_probe* p : s.probes())
        for (const named_world& w : hostile_worlds(s, *p)) look_at_texts(s, *p, w, s.run(*p, w));
}

void keeps_rules(subject& s)
{
    over_usual_worlds(
        s, [](subject& to, const dsreg_probe& p, const named_world& w, const outcome& o) {
            // What is said of outcomes has checks of its own.
            for (const std::string& v : o.violations)
                if (!about_declarations(v) && !about_facts(v) && v.rfind("the probe ", 0) != 0 &&
                    v.rfind("SKIP", 0) != 0)
                    complain(to, p, w, v);
        });
}

} // namespace dsreg::check::contract
