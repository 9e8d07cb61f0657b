// SPDX-License-Identifier: MIT
// dsreg/testkit/recording.hpp - plays a run that `dsreg --diagnose --record DIR` wrote down.
//
//     const auto met = testkit::recording::load("tests/recorded/no-vpn");
//     EXPECT_EQ(met->replay(vpn, "org.example.vpn.tunnel"), std::vector<std::string>{});
//
//     testkit::world w = met->world_of("org.example.vpn.tunnel"); // or another world than then
//     w.settings["gateway"] = "other.example.org";
//     EXPECT_EQ(vpn.run("org.example.vpn.tunnel", w).result, DSREG_FAIL);
//
// The documents are for editing, too: their members have names, and recording-1.schema.json says
// what they mean. A recording of any dsreg 1.x can be played by the testkit of any other.
#pragma once
#include <dsreg/testkit.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace dsreg::testkit {

// One folder of recorded runs, one document a probe.
class recording : public std::enable_shared_from_this<recording>
{
public:
    // Throws std::runtime_error with the file, the place in it and the reason.
    static std::shared_ptr<const recording> load(const std::string& folder);

    std::vector<std::string> probes() const; // sorted ids

    // The inputs, settings, clock and service answers that this probe met. The clock stands still
    // at the moment when the probe was started. std::logic_error: there is no document of
    // that probe.
    world world_of(const std::string& probe_id) const;
    // What it made of them then. `calls`, `violations` and `log` are not recorded, values that are
    // SECRET are empty, and what looked like a token is "[removed]" in every text.
    outcome outcome_of(const std::string& probe_id) const;

    // Plays the probe in the world of its recording and says where it now does something else than
    // it did then, a sentence each: outcome, facts, findings, questions that it does not ask any
    // more or that were not recorded, breaches of the contract that it did not commit then.
    // Since the clock stands, not compared: times that it read from the clock; a duration within
    // the budget that is now shorter (0, if it is what something took); one over the budget that
    // differs by no more than that. Nor are SECRET values. Of breaches, a recording holds refused
    // calls, an outcome that dsreg did not let stand and what its facts, findings and outcome lack.
    // Refused facts and findings it does not: a probe that had one is never without a difference;
    // mend it first. std::logic_error: its worker ended in that run, so that there is nothing to
    // compare with.
    std::vector<std::string> replay(const module& of, const std::string& probe_id) const;

    // What follows is what module::run() asks when a world has a `replay`.

    struct answer {
        dsreg_status status = DSREG_OK;
        std::string payload; // of the reply, as it travels inside this version of dsreg
    };
    // A request as words, by which it is known: the service, the method and what was asked.
    static std::string question(const std::string& service, uint16_t method,
                                const std::string& payload);
    // The answer to a question that the probe has asked `before` times already. nullptr: it was not
    // recorded, or not so often.
    const answer* find(const std::string& probe_id, const std::string& question,
                       std::size_t before = 0) const;
    // The recorded questions that are not among those which were asked (so often).
    std::vector<std::string> unasked(const std::string& probe_id,
                                     std::map<std::string, std::size_t> asked) const;
    // Whether the probe was offered that service.
    bool offered(const std::string& probe_id, const std::string& service) const;

    recording();
    ~recording();

private:
    std::vector<std::string> breaches_of(const std::string& probe_id) const; // that it shows

    struct content;
    std::unique_ptr<content> content_;
};

} // namespace dsreg::testkit
