#include "worker/run.h"

#include "wire/fit.h"
#include "worker/calls.h"

#include <algorithm>
#include <cstring>
#include <cxxabi.h>
#include <exception>

namespace dsreg::worker {
namespace {

using wire::frame_type;

constexpr const char* undeclared = "it is not declared";

std::string_view without_mark(std::string_view name)
{
    if (!name.empty() && name[0] == '?') name.remove_prefix(1);
    return name;
}

bool has(const std::vector<std::string>& names, std::string_view wanted)
{
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& s) { return without_mark(s) == wanted; });
}

} // namespace

std::string quoted(std::string_view name)
{
    return '"' + std::string(name.substr(0, wire::name_max)) + '"';
}

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

bool run_context::offered(std::string_view id) const
{
    return has(order_.services, id);
}

bool run_context::foreign_thread(const char* what)
{
    if (std::this_thread::get_id() == thread_) return false;
    miss(DSREG_E_INVALID, std::string(what) + " was asked by another thread than the probe's");
    return true;
}

const void* run_context::service(const char* id)
{
    if (foreign_thread("a service")) return nullptr;
    if (id == nullptr) {
        miss(DSREG_E_INVALID, "a service was asked for without its id");
        return nullptr;
    }
    if (!has(decl_.services, id)) {
        refused("service", id, undeclared);
        miss(DSREG_E_UNDECLARED,
             "the probe asked for the service " + quoted(id) + ", which it does not declare");
    }
    return offered(id) ? service_table(id) : nullptr;
}

uint32_t run_context::input(const char* key, uint32_t index, const dsreg_fact** ret)
{
    if (foreign_thread("an input")) return DSREG_IN_NO_PROVIDER;
    if (key == nullptr) {
        miss(DSREG_E_INVALID, "an input was asked for without its key");
        return DSREG_IN_NO_PROVIDER;
    }
    for (std::size_t i = 0; i < order_.inputs.size(); i++) {
        const wire::input& in = order_.inputs[i];
        if (without_mark(in.key) != key) continue;
        if (in.state != DSREG_IN_PRESENT && in.state != DSREG_IN_UNKNOWN) return in.state;
        if (index >= in.facts.size()) return DSREG_IN_SILENT;
        if (ret != nullptr) *ret = &inputs_[i][index];
        return in.facts[index].val.known() ? DSREG_IN_PRESENT : DSREG_IN_UNKNOWN;
    }
    refused("input", key, undeclared);
    miss(DSREG_E_UNDECLARED,
         "the probe read the input " + quoted(key) + ", which it does not declare");
    return DSREG_IN_NO_PROVIDER;
}

dsreg_status run_context::setting(const char* name, const dsreg_value** ret)
{
    if (foreign_thread("a setting")) return DSREG_E_INVALID;
    if (name == nullptr || ret == nullptr) {
        miss(DSREG_E_INVALID, "a setting was asked for without a name, or without a place for it");
        return DSREG_E_INVALID;
    }
    if (!has(decl_.settings, name)) {
        refused("setting", name, undeclared);
        miss(DSREG_E_UNDECLARED,
             "the probe read the setting " + quoted(name) + ", which it does not declare");
        return DSREG_E_UNDECLARED;
    }
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
    const std::lock_guard lock(shared_);
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
        const std::lock_guard lock(shared_);
        if (closed_) return 0;
    }
    return link_.remaining();
}

dsreg_status run_context::call(const char* service, uint16_t method, const dsreg_call* how,
                               std::string payload, std::string& ret)
{
    constexpr std::size_t request_max = 1024 * 1024;
    if (foreign_thread(service)) return DSREG_E_INVALID;
    if (how != nullptr && !is_whole("dsreg_call", how->struct_size, DSREG_CALL_SIZE_V1_0))
        return DSREG_E_INVALID;
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

std::string run_context::sentence(const question& q, dsreg_status s) const
{
    std::string service = q.service;
    if (q.about != nullptr)
        service += " (" + quoted({q.about, ::strnlen(q.about, wire::name_max)}) + ")";
    switch (s) {
    case DSREG_E_SERVICE:
        return service + " could not do its work";
    case DSREG_E_CANCELLED:
        return "the probe's budget was used up before " + service + " answered";
    case DSREG_E_UNDECLARED:
        return "the probe does not declare what it asked of " + service;
    case DSREG_E_LIMIT:
        return "the probe asked more of " + service + " than one run may";
    default:
        return "the probe asked " + service + " with a wrong argument";
    }
}

void run_context::answered(const question& q, dsreg_status s) noexcept
{
    const bool required = q.how == nullptr || q.how->struct_size < DSREG_CALL_SIZE_V1_0 ||
                          (q.how->flags & DSREG_CALL_OPTIONAL) == 0;
    try {
        if (s == DSREG_E_UNDECLARED) {
            if (q.about != nullptr)
                refused("path", {q.about, ::strnlen(q.about, wire::name_max)}, undeclared);
            else
                refused("service", q.service, "it is asked for more than is declared");
        }
        if (s != DSREG_OK && required) miss(s, sentence(q, s));
    } catch (...) { // no memory for words
        if (s != DSREG_OK && required) miss(s, {});
    }
}

void run_context::miss(dsreg_status s, std::string why)
{
    const std::lock_guard lock(shared_);
    if (closed_ || end_.missed != DSREG_OK) return;
    end_.missed = s;
    end_.why = std::move(why);
}

wire::run_end run_context::end()
{
    const std::lock_guard lock(shared_);
    return end_;
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
    const std::lock_guard lock(shared_);
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
