// The link of a run in this very process: what the probe sends is noted as dsreg's host would note
// it, and its calls are answered from the world's script.
#pragma once
#include "answers.h"
#include "engine/judge.h"
#include "worker/link.h"

#include <dsreg/testkit.hpp>

#include <exception>
#include <map>
#include <mutex>

namespace dsreg::testkit {

class direct_link final : public worker::link
{
public:
    direct_link(const world& where, const wire::probe_decl& decl);

    void start_run(uint32_t run, int64_t deadline) override;
    bool send(wire::frame_type type, uint32_t id, std::string_view payload) override;
    bool wait_reply(uint32_t id, wire::worker_reply& ret) override;
    void give_up() noexcept override { dead_ = true; }
    int64_t now() const noexcept override { return clock_->look(); }
    int64_t remaining() const noexcept override;

    void breach(std::string sentence); // [any-thread]
    // Of facts and findings: how many dsreg has refused so far.
    uint32_t refusals() const { return record_.refused; }

    // After run(), of which `end` is what the worker would tell: what dsreg makes of it. Throws
    // what a function of the script threw.
    outcome judged(const wire::run_end& end);

private:
    void on_fact(std::string_view payload);
    void on_finding(std::string_view payload);
    void on_log(std::string_view payload);
    void on_conclude(std::string_view payload);
    reply answer(const wire::call& asked);
    reply ask_once(const wire::call& asked); // and remembers what was answered
    reply ask_script(const wire::call& asked);
    void check_text(const std::string& where, const std::string& text);
    void check_outcome(const report::probe_row& row);
    void violate(const char* what);

    const world& world_;
    const wire::probe_decl& decl_;
    const std::shared_ptr<clock> clock_;
    const int64_t began_;
    std::atomic<int64_t> deadline_{0};
    std::atomic<bool> dead_{false};
    std::size_t frames_ = 0, bytes_ = 0;
    std::string violation_; // of a rule that ends the worker; "": none
    engine::run_record record_;
    std::vector<dsreg::fact> facts_;
    std::vector<dsreg::finding> findings_;
    wire::call asked_; // the call that waits for its reply
    std::map<std::string, reply> cache_;
    std::map<std::string, std::size_t> asked_before_; // how often, by recording::question()
    std::exception_ptr thrown_;
    std::mutex noting_; // guards out_.log, out_.violations and the counts of frames
    outcome out_;
};

} // namespace dsreg::testkit
