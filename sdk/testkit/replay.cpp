// What a probe does in the world of its recording, beside what it did then.
#include <dsreg/testkit/recording.hpp>

#include <algorithm>
#include <stdexcept>

namespace dsreg::testkit {
namespace {

class comparison
{
public:
    // The clock of a replay stands where the run began: a time that a probe read from it is one of
    // [began, ended], then and now.
    comparison(int64_t began, int64_t ended) : began_(began), ended_(ended) {}

    // `known`: the breaches of then, each as often as it happened.
    void outcomes(const outcome& then, const outcome& now, std::vector<std::string> known)
    {
        number("concluded", then.concluded, now.concluded);
        number("outcome", then.said.outcome, now.said.outcome);
        number("reason", then.said.reason, now.said.reason);
        number("outer", then.said.outer, now.said.outer);
        number("inner", then.said.inner, now.said.inner);
        text("about", then.said.about, now.said.about);
        text("text", then.said.text, now.said.text);
        text("error", then.error, now.error);
        number("facts", then.facts.size(), now.facts.size());
        number("findings", then.findings.size(), now.findings.size());
        for (std::size_t i = 0; i < std::min(then.facts.size(), now.facts.size()); i++)
            facts(then.facts[i], now.facts[i]);
        for (std::size_t i = 0; i < std::min(then.findings.size(), now.findings.size()); i++)
            findings(then.findings[i], now.findings[i]);
        for (const std::string& question : now.unasked)
            sentences.push_back("does not ask any more: " + question);
        for (const std::string& breach : now.violations) {
            const auto it = std::find(known.begin(), known.end(), breach);
            if (it == known.end())
                sentences.push_back("breaks the contract: " + breach);
            else
                known.erase(it);
        }
    }

    std::vector<std::string> sentences;

private:
    void text(const std::string& what, const std::string& then, const std::string& now)
    {
        if (then != now) sentences.push_back(what + ": then \"" + then + "\", now \"" + now + "\"");
    }
    template <class T>
    void number(const std::string& what, T then, T now)
    {
        if (then != now) text(what, std::to_string(then), std::to_string(now));
    }
    void facts(const fact& then, const fact& now)
    {
        text("fact", then.key + "/" + then.instance, now.key + "/" + now.instance);
        text(then.key + " source", then.source, now.source);
        values(then.key, then.val, now.val);
    }
    void findings(const finding& then, const finding& now)
    {
        text("finding", then.code + "/" + then.instance, now.code + "/" + now.instance);
        text(then.code + " message", then.message, now.message);
        number(then.code + " severity", then.severity, now.severity);
        for (const auto& [name, v] : then.evidence) {
            const auto it = now.evidence.find(name);
            if (it == now.evidence.end())
                sentences.push_back(then.code + " has no more evidence " + name);
            else
                values(then.code + "/" + name, v, it->second);
        }
        for (const auto& [name, v] : now.evidence)
            if (then.evidence.count(name) == 0)
                sentences.push_back(then.code + " had no evidence " + name);
    }
    void values(const std::string& what, const value& then, const value& now)
    {
        number(what + " type", then.type, now.type);
        number(what + " flags", then.flags, now.flags);
        if ((then.flags & DSREG_F_SECRET) != 0) return;
        const bool of_the_clock = then.type == DSREG_T_TIME
                                      ? in_run(then.i) && in_run(now.i)
                                      : then.type == DSREG_T_DURATION && took_time(then.i, now.i);
        if (!of_the_clock) number(what, then.i, now.i);
        if (then.type == DSREG_T_REAL) number(what, then.d, now.d);
        text(what, then.s, now.s);
    }
    bool in_run(int64_t t) const { return t >= began_ && t <= ended_; }
    // Whether time that passed in the run may be what is different: the whole of it is a duration
    // of the run, a part of it an age, or what is left until a date.
    bool took_time(int64_t then, int64_t now) const
    {
        using wide = long double; // any two differ by less than it holds
        const wide budget = wide(ended_) - wide(began_);
        if (then >= 0 && wide(then) <= budget) return now >= 0 && now < then;
        if (then < 0 && wide(then) >= -budget) return now <= 0 && now > then;
        const wide apart = wide(now) - wide(then);
        return apart >= -budget && apart <= budget;
    }

    int64_t began_, ended_;
};

} // namespace

std::vector<std::string> recording::replay(const module& of, const std::string& probe_id) const
{
    const outcome then = outcome_of(probe_id);
    if (then.error == "crashed" || then.error == "exited" || then.error == "timeout")
        throw std::logic_error(probe_id + " ended with " + then.error +
                               " when it was recorded: there is nothing to compare with");
    const world met = world_of(probe_id);
    const int64_t began = met.time->now();
    comparison differences(began, began + met.budget_ns);
    differences.outcomes(then, of.run(probe_id, met), breaches_of(probe_id));
    return differences.sentences;
}

} // namespace dsreg::testkit
