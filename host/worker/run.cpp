#include "worker/run.h"

#include "worker/calls.h"

#include <algorithm>
#include <cstring>
#include <cxxabi.h>
#include <exception>

namespace dsreg::worker {
namespace {

using wire::frame_type;

std::string_view without_mark(std::string_view name)
{
    if (!name.empty() && name[0] == '?') name.remove_prefix(1);
    return name;
}

bool fits(const wire::fact_decl& decl, const value& v)
{
    return v.type == decl.type || v.type == value_type::unknown ||
           v.type == value_type::not_applicable;
}

} // namespace

// ---- allowance ---------------------------------------------------------------------------------

bool allowance::take(std::size_t& count, std::size_t most, std::size_t bytes)
{
    if (count < most && bytes_ + bytes <= bytes_most) {
        count++;
        bytes_ += bytes;
        return true;
    }
    return ++refused_ > wire::frames_per_run;
}

bool allowance::log(std::size_t bytes)
{
    constexpr std::size_t least = 32; // so that many small lines stay below the cap on frames
    bytes = std::max(bytes, least);
    if (log_bytes_ + bytes > wire::log_bytes_per_run) return false;
    log_bytes_ += bytes;
    return true;
}

// ---- run_context -------------------------------------------------------------------------------

run_context::run_context(link& to_host, const wire::probe_decl& decl, uint32_t run,
                         wire::run_order order)
    : link_(to_host), decl_(decl), order_(std::move(order))
{
    fill_inputs();
    fill_host(host_, *this);
    link_.start_run(run, order_.deadline);
}

run_context* run_context::of(const dsreg_host* host) noexcept
{
    return host != nullptr ? static_cast<run_context*>(host->ctx) : nullptr;
}

void run_context::fill_inputs()
{
    for (const wire::input& in : order_.inputs) {
        std::vector<dsreg_fact>& facts = inputs_.emplace_back();
        for (const dsreg::fact& f : in.facts)
            facts.push_back({sizeof(dsreg_fact), 0, f.key.c_str(),
                             f.instance.empty() ? nullptr : f.instance.c_str(), f.source.c_str(),
                             give(f.val)});
    }
}

bool run_context::send(frame_type type, const std::string& payload, uint32_t id)
{
    return link_.send(type, id, payload);
}

dsreg_status run_context::over_limit(const char* what)
{
    if (!limit_told_) {
        limit_told_ = true;
        send(frame_type::log,
             wire::encode(wire::log_line{4, std::string("limit: ") + what + "; not recorded"}));
    }
    return DSREG_E_LIMIT;
}

bool run_context::offered(std::string_view id) const
{
    return std::any_of(order_.services.begin(), order_.services.end(),
                       [&](const std::string& s) { return without_mark(s) == id; });
}

const void* run_context::service(const char* id)
{
    if (id == nullptr || foreign_thread() || !offered(id)) return nullptr;
    return service_table(id);
}

uint32_t run_context::input(const char* key, uint32_t index, const dsreg_fact** ret)
{
    if (key == nullptr || foreign_thread()) return DSREG_IN_NO_PROVIDER;
    for (std::size_t i = 0; i < order_.inputs.size(); i++) {
        const wire::input& in = order_.inputs[i];
        if (without_mark(in.key) != key) continue;
        if (in.state != DSREG_IN_PRESENT && in.state != DSREG_IN_UNKNOWN) return in.state;
        if (index >= in.facts.size()) return DSREG_IN_SILENT;
        if (ret != nullptr) *ret = &inputs_[i][index];
        return in.facts[index].val.known() ? DSREG_IN_PRESENT : DSREG_IN_UNKNOWN;
    }
    return DSREG_IN_NO_PROVIDER;
}

dsreg_status run_context::fact(const dsreg_fact* given)
{
    if (foreign_thread() || given == nullptr || given->struct_size < DSREG_FACT_SIZE_V1_0)
        return DSREG_E_INVALID;
    dsreg::fact f;
    dsreg_status s = take(given->key, false, f.key);
    if (s == DSREG_OK) s = take(given->instance, true, f.instance);
    if (s == DSREG_OK) s = take(given->source, true, f.source);
    if (s == DSREG_OK) s = take(given->value, f.val);
    if (s == DSREG_E_LIMIT) return over_limit("a text of more than 32 KiB");
    if (s != DSREG_OK) return s;

    const std::string payload = wire::encode(f);
    if (!allowance_.fact(payload.size())) return over_limit("too many facts in one run");
    // Refused or not, the host hears of it: it is the one that judges and counts.
    if (!send(frame_type::fact, payload)) return DSREG_E_CANCELLED;
    const auto decl = std::find_if(decl_.outputs.begin(), decl_.outputs.end(),
                                   [&](const wire::fact_decl& d) { return d.key == f.key; });
    if (decl == decl_.outputs.end()) return DSREG_E_UNDECLARED;
    const bool many = (decl->flags & DSREG_F_MANY) != 0;
    return fits(*decl, f.val) && (many || f.instance.empty()) ? DSREG_OK : DSREG_E_INVALID;
}

dsreg_status run_context::finding(const dsreg_finding* given)
{
    constexpr uint32_t evidence_max = 32;
    if (foreign_thread() || given == nullptr || given->struct_size < DSREG_FINDING_SIZE_V1_0 ||
        (given->evidence == nullptr && given->evidence_count != 0))
        return DSREG_E_INVALID;
    if (given->evidence_count > evidence_max)
        return over_limit("a finding with more than 32 pieces of evidence");
    dsreg::finding f;
    dsreg_status s = take(given->code, false, f.code);
    if (s == DSREG_OK) s = take(given->instance, true, f.instance);
    if (s == DSREG_OK) s = take(given->message, f.message);
    for (uint32_t i = 0; i < given->evidence_count && s == DSREG_OK; i++) {
        named_value& pair = f.evidence.emplace_back();
        s = take(given->evidence[i].name, false, pair.first);
        if (s == DSREG_OK) s = take(given->evidence[i].value, pair.second);
    }
    if (s == DSREG_E_LIMIT) return over_limit("a text of more than 32 KiB");
    if (s != DSREG_OK) return s;

    const std::string payload = wire::encode(f);
    if (!allowance_.finding(payload.size())) return over_limit("too many findings in one run");
    if (!send(frame_type::finding, payload)) return DSREG_E_CANCELLED;
    const bool declared =
        std::any_of(decl_.findings.begin(), decl_.findings.end(),
                    [&](const wire::finding_decl& d) { return d.code == f.code; });
    return declared ? DSREG_OK : DSREG_E_UNDECLARED;
}

dsreg_status run_context::conclude(const dsreg_result* given)
{
    if (foreign_thread() || given == nullptr || given->struct_size < DSREG_RESULT_SIZE_V1_0)
        return DSREG_E_INVALID;
    wire::conclusion c{given->outcome, given->reason, given->outer, given->inner, {}, {}};
    dsreg_status s = take(given->about, true, c.about);
    if (s == DSREG_OK) s = take(given->text, c.text);
    if (s == DSREG_E_LIMIT) return over_limit("a text of more than 32 KiB");
    if (s != DSREG_OK) return s;
    if (!allowance_.conclusion()) return DSREG_E_LIMIT;
    if (!send(frame_type::conclude, wire::encode(c))) return DSREG_E_CANCELLED;
    const bool again = std::exchange(concluded_, true);
    const bool real = given->outcome >= DSREG_PASS && given->outcome <= DSREG_SKIP;
    return again || !real ? DSREG_E_INVALID : DSREG_OK;
}

dsreg_status run_context::setting(const char* name, const dsreg_value** ret)
{
    if (foreign_thread() || name == nullptr || ret == nullptr) return DSREG_E_INVALID;
    const bool declared =
        std::any_of(decl_.settings.begin(), decl_.settings.end(),
                    [&](const std::string& s) { return without_mark(s) == name; });
    if (!declared) return DSREG_E_UNDECLARED;
    *ret = nullptr;
    for (const named_value& s : order_.settings)
        if (without_mark(s.first) == name) *ret = &memory_.keep(give(s.second));
    return DSREG_OK;
}

void run_context::log(int32_t level, dsreg_str text)
{
    wire::log_line line{level, {}};
    if (text.ptr == nullptr && text.len != 0) return;
    line.text.assign(text.ptr != nullptr ? text.ptr : "", std::min(text.len, wire::text_max));
    const std::lock_guard lock(logging_);
    if (closed_ || !allowance_.log(line.text.size())) return;
    send(frame_type::log, wire::encode(line));
}

int64_t run_context::now() const noexcept
{
    return link_.now();
}

int64_t run_context::remaining()
{
    {
        const std::lock_guard lock(logging_);
        if (closed_) return 0;
    }
    return link_.remaining();
}

dsreg_status run_context::call(const char* service, uint16_t method, const dsreg_call* how,
                               std::string payload, std::string& ret)
{
    constexpr std::size_t request_max = 1024 * 1024;
    if (foreign_thread()) return DSREG_E_INVALID;
    if (how != nullptr && how->struct_size < DSREG_CALL_SIZE_V1_0) return DSREG_E_INVALID;
    if (!offered(service)) return DSREG_E_UNDECLARED;
    if (remaining() <= 0) return DSREG_E_CANCELLED;
    wire::call c{service, method, how != nullptr ? how->flags : 0,
                 how != nullptr ? how->timeout_ms : 0, std::move(payload)};
    if (c.payload.size() > request_max || !allowance_.call(c.payload.size()))
        return over_limit("too many or too large service calls in one run");
    const uint32_t id = next_call_++;
    wire::worker_reply reply;
    if (!send(frame_type::call, wire::encode(c), id) || !link_.wait_reply(id, reply))
        return DSREG_E_CANCELLED;
    if (reply.status == DSREG_OK) ret = std::move(reply.payload);
    return reply.status;
}

dsreg_status run_context::garbled()
{
    link_.give_up();
    return DSREG_E_CANCELLED;
}

void run_context::left_by_exception(std::string_view what)
{
    const std::string text = "run() was left by an exception: " + std::string(what);
    log(3, {text.data(), text.size()});
    // Outcome 0, or a second conclusion: either way no verdict of this run stands.
    send(frame_type::conclude, wire::encode(wire::conclusion{}));
}

void run_context::close() noexcept
{
    const std::lock_guard lock(logging_);
    closed_ = true;
    memory_.clear();
    inputs_.clear();
    order_ = {};
}

void run_guarded(run_function run, run_context& context, const dsreg_host* as)
{
    try {
        run(as != nullptr ? as : context.host());
    } catch (const abi::__forced_unwind&) {
        throw; // pthread_exit: the thread has to go
    } catch (const std::exception& e) {
        context.left_by_exception(e.what());
    } catch (...) {
        context.left_by_exception("no std::exception");
    }
}

} // namespace dsreg::worker
