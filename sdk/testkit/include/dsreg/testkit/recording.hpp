// SPDX-License-Identifier: MIT
// dsreg/testkit/recording.hpp - plays a run that `dsreg --diagnose --record DIR` wrote down.
//
//     const auto met = testkit::recording::load("tests/recorded/no-vpn");
//     const testkit::outcome o = vpn.run("org.example.vpn.tunnel",
//                                        met->world_of("org.example.vpn.tunnel"));
//     EXPECT_EQ(o.codes(), met->outcome_of("org.example.vpn.tunnel").codes());
//
// The documents are for editing, too: their members have names, and recording-1.schema.json says
// what they mean. A recording of any dsreg 1.x can be played by the testkit of any other.
#pragma once
#include <dsreg/testkit.hpp>

#include <cstddef>
#include <cstdint>
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

    struct answer {
        dsreg_status status = DSREG_OK;
        std::string payload; // of the reply, as it travels inside this version of dsreg
    };
    // The answer to the request that the probe has made `before` times already: the last one when
    // it was recorded less often. nullptr: none was recorded.
    const answer* find(const std::string& probe_id, const std::string& service, uint16_t method,
                       const std::string& payload, std::size_t before = 0) const;

    recording();
    ~recording();

private:
    struct content;
    std::unique_ptr<content> content_;
};

} // namespace dsreg::testkit
