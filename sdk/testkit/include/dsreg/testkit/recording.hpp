// SPDX-License-Identifier: MIT
// dsreg/testkit/recording.hpp - plays a run that `dsreg --diagnose --record DIR` wrote down.
#pragma once
#include <dsreg/testkit.hpp>

#include <memory>
#include <string>
#include <vector>

namespace dsreg::testkit {

// One folder of recorded runs, one document a probe.
class recording : public std::enable_shared_from_this<recording>
{
public:
    // Throws std::runtime_error with the file and the reason.
    static std::shared_ptr<const recording> load(const std::string& folder);

    std::vector<std::string> probes() const; // sorted ids
    // The inputs, settings, clock and service answers that this probe met.
    world world_of(const std::string& probe_id) const;
    // What it made of them then; `violations` and `log` are not recorded.
    outcome outcome_of(const std::string& probe_id) const;

    struct answer {
        dsreg_status status = DSREG_OK;
        std::string payload; // of the reply, as it travels inside this version of dsreg
    };
    // The answer to an equal request of that probe; nullptr: none was recorded.
    const answer* find(const std::string& probe_id, const std::string& service, uint16_t method,
                       const std::string& payload) const;

    recording();
    ~recording();

private:
    struct content;
    std::unique_ptr<content> content_;
};

} // namespace dsreg::testkit
