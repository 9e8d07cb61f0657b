// Collects what the probes of a run met and said. Pure: who writes it to a folder is record.h.
#pragma once
#include "engine/observer.h"
#include "recording/document.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace dsreg::cli {

class recorder final : public engine::observer
{
public:
    // What is kept of one run; real ones take far below 1 MiB.
    static constexpr std::size_t bytes_default = 64 * 1024 * 1024;
    explicit recorder(std::size_t bytes_most = bytes_default) : left_(bytes_most) {}

    void ordered(const engine::probe_state& probe, const wire::run_order& order,
                 std::chrono::milliseconds budget, int64_t started) override;
    void called(const std::string& probe_id, const wire::call& asked, int32_t status,
                const std::string& payload) override;
    void concluded(const std::string& probe_id, const wire::conclusion& said) override;
    void finished(const engine::probe_state& probe) override;

    // After the run: SECRET values are gone from everything that is asked for here on.
    recording::cleaner hide_secrets();
    // By id; those that ran, and whose recording is whole.
    const std::map<std::string, recording::document>& documents() const { return documents_; }
    // Those that ran and were too much.
    const std::set<std::string>& left_out() const { return left_out_; }

private:
    recording::document* document_of(const std::string& probe_id, std::size_t bytes);

    std::map<std::string, recording::document> documents_;
    std::set<std::string> left_out_;
    std::set<std::string> secret_keys_; // by declaration
    std::size_t left_;
};

} // namespace dsreg::cli
