// Inside of the testkit: what its service tables share.
#pragma once
#include <dsreg/testkit.hpp>

#include <deque>

namespace dsreg::testkit {

// Gives out what lives until the run ends.
class keeper
{
public:
    template <class T>
    T& make()
    {
        auto held = std::make_shared<T>();
        T& ref = *held;
        held_.push_back(std::move(held));
        return ref;
    }
    const char* text(const std::string& s)
    {
        std::string& kept = make<std::string>();
        kept = s;
        return kept.c_str();
    }
    dsreg_str str(const std::string& s) { return {text(s), s.size()}; }

private:
    std::deque<std::shared_ptr<void>> held_;
};

// The run that a service call belongs to.
class run_context
{
public:
    virtual ~run_context() = default;
    virtual const services& offered() const = 0;
    virtual keeper& keep() = 0;
    virtual bool may_read(const std::string& path) const = 0;
    virtual uint32_t probe_flags() const = 0;
    virtual void violation(const std::string& what) = 0;
};

// A blocking call has a time-out of at most `most` milliseconds.
void check_call(run_context& run, const dsreg_call* call, uint32_t most = 8000);
run_context& context(const dsreg_host* host);

const dsreg_broker_error* keep_error(run_context& run, const broker_trouble& trouble);

extern const dsreg_svc_device device_table;   // device.cpp
extern const dsreg_svc_journal journal_table; // journal.cpp
dsreg_status broker_token_call(const dsreg_host* host, const dsreg_call* call, uint32_t kind,
                               const dsreg_account* account, const dsreg_broker_token** ret);
dsreg_status broker_state_call(const dsreg_host* host, const dsreg_call* call, // state.cpp
                               const dsreg_account* account, const dsreg_broker_state** ret);

// The table of service `id`; nullptr: not offered.
const void* service_table(const run_context& run, const std::string& id);

} // namespace dsreg::testkit
