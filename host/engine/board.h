// What has become of each chosen probe, and what its inputs look like from there.
#pragma once
#include "engine/graph.h"
#include "report/model.h"

#include <map>
#include <string>
#include <vector>

namespace dsreg::engine {

enum class stage { waiting, ready, running, finished };

struct probe_state {
    probe_ref ref;
    const wire::probe_decl* decl = nullptr;
    stage at = stage::waiting;
    report::probe_row row;
    std::vector<fact> facts; // as reported; the same key and instance twice: last wins
    std::vector<finding> findings;
    std::size_t waits_for = 0;           // providers that have not finished
    std::vector<std::size_t> dependents; // places of the probes that wait for this one
    int64_t started_ns = 0, took_ns = 0; // since the start of the run
};

class board
{
public:
    board(const graph& g, std::vector<fact> run_facts);

    std::size_t add(probe_state state); // place; add all, then link()
    void link();

    std::size_t size() const noexcept { return probes_.size(); }
    probe_state& at(std::size_t place) { return probes_[place]; }
    const probe_state& at(std::size_t place) const { return probes_[place]; }
    // Place of the chosen probe that provides `key`; npos: none.
    std::size_t provider(const std::string& key) const;

    // The input as the probe will see it. Its provider must have finished.
    wire::input resolve(const std::string& key) const;

    // The first required input that is not present. True: `ret_row` tells how the probe ends
    // without having run (skip missing-input, or error rejected).
    bool missing_input(const wire::probe_decl& decl, report::probe_row& ret_row) const;

    // Follows `key` to the end of its chain: a probe id, the path of a rejected module, or "".
    std::string root_of(const std::string& key) const;

    // Fills the root cause of a row that concluded about an input. A failure is its own root cause
    // unless that input's chain ends in something that went wrong.
    void attribute(std::size_t place);

    static constexpr std::size_t npos = static_cast<std::size_t>(-1);

private:
    bool ended_as(const std::string& cause, report::outcome result) const;
    std::string why_missing(const std::string& key, uint32_t state) const;

    const graph& graph_;
    std::map<std::string, std::vector<fact>> run_facts_;
    std::vector<probe_state> probes_;
    std::map<std::string, std::size_t> by_id_;
    std::map<std::string, std::size_t> by_key_;
};

} // namespace dsreg::engine
