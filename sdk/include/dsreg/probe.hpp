// SPDX-License-Identifier: MIT
// dsreg/probe.hpp - C++17 face of probe.h. Header-only, hidden, no part of the ABI. An exception
// that leaves a probe's body is caught here, logged, and the probe ends without an outcome, which
// the host reports as `error [internal]`.
#pragma once
#if __cplusplus < 201703L
#error "dsreg/probe.hpp needs C++17, e.g. -std=c++17"
#endif
#include <dsreg/probe.h>
#include <exception>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>
#ifdef __GLIBCXX__
#include <cxxabi.h>
#endif

#pragma GCC visibility push(hidden)
namespace dsreg {

// Borrows: `v` must outlive what is made of it.
inline dsreg_str str(std::string_view v) noexcept { return {v.data(), v.size()}; }
// The other way.
inline std::string_view view(dsreg_str s) noexcept { return {s.ptr, s.len}; }

// A value of type STR. As for all of these, `flags` is DSREG_F_PERSONAL or DSREG_F_SECRET.
inline dsreg_value text(std::string_view v, uint32_t flags = 0) noexcept
{
    dsreg_value r{DSREG_T_STR, flags, {}};
    r.u.s = str(v);
    return r;
}
// "Cannot be known", and why, in a few words.
inline dsreg_value unknown(std::string_view why) noexcept
{
    dsreg_value r{DSREG_T_UNKNOWN, 0, {}};
    r.u.s = str(why);
    return r;
}
// "Cannot exist on this machine", and why.
inline dsreg_value not_applicable(std::string_view why) noexcept
{
    dsreg_value r{DSREG_T_NOT_APPLICABLE, 0, {}};
    r.u.s = str(why);
    return r;
}
// A value of type INT, or of another one that holds an integer.
inline dsreg_value number(int64_t v, dsreg_type type = DSREG_T_INT, uint32_t flags = 0) noexcept
{
    dsreg_value r{type, flags, {}};
    r.u.i = v;
    return r;
}
// A value of type BOOL.
inline dsreg_value boolean(bool v) noexcept { return number(v ? 1 : 0, DSREG_T_BOOL); }
// A value of type TIME: nanoseconds since 1970-01-01T00:00:00Z.
inline dsreg_value time(int64_t ns) noexcept { return number(ns, DSREG_T_TIME); }
// A value of type DURATION: nanoseconds.
inline dsreg_value duration(int64_t ns) noexcept { return number(ns, DSREG_T_DURATION); }
// A value of type REAL.
inline dsreg_value real(double v, uint32_t flags = 0) noexcept
{
    dsreg_value r{DSREG_T_REAL, flags, {}};
    r.u.d = v;
    return r;
}

// What a value holds, if it is of that type; else nothing.
inline std::optional<std::string_view> as_text(const dsreg_value& v) noexcept
{
    if (v.type != DSREG_T_STR) return std::nullopt;
    return view(v.u.s);
}
// INT, TIME or DURATION, whichever `type` says.
inline std::optional<int64_t> as_number(const dsreg_value& v, dsreg_type type = DSREG_T_INT) noexcept
{
    if (v.type != type) return std::nullopt;
    return v.u.i;
}
// BOOL.
inline std::optional<bool> as_boolean(const dsreg_value& v) noexcept
{
    if (v.type != DSREG_T_BOOL) return std::nullopt;
    return v.u.i != 0;
}
// REAL, or an INT where one stands for it.
inline std::optional<double> as_real(const dsreg_value& v) noexcept
{
    if (v.type == DSREG_T_INT) return static_cast<double>(v.u.i);
    if (v.type != DSREG_T_REAL) return std::nullopt;
    return v.u.d;
}

// How to make a service call: pass its address.
inline dsreg_call calling(uint32_t timeout_ms, uint32_t flags = 0) noexcept
{
    return {sizeof(dsreg_call), flags, timeout_ms, 0};
}

// How a body ends.
class result {
public:
    // It is as it should be.
    static result pass() noexcept { return result{DSREG_PASS}; }
    // It is not; the finding that says what is reported before.
    static result fail(uint32_t outer = 0, uint32_t inner = 0) noexcept
    {
        result r{DSREG_FAIL};
        r.raw.outer = outer;
        r.raw.inner = inner;
        return r;
    }
    // Of a fail: it follows from the failure of the probe that provides the input `key`. Where that
    // one did not fail, it stands on its own.
    result because_of(const char* key) const noexcept
    {
        result r = *this;
        r.raw.about = key;
        return r;
    }
    // It cannot be judged here: DSREG_SKIP_*. `why` must outlive run(): a literal, as a rule.
    static result skip(uint32_t reason, std::string_view why, const char* about = nullptr) noexcept
    {
        result r{DSREG_SKIP};
        r.raw.reason = reason;
        r.raw.text = str(why);
        r.raw.about = about;
        return r;
    }
    // A service broke: say nothing, the host says `error [service]`.
    static result none() noexcept { return result{0}; }

    dsreg_result raw{}; // as it goes to the host

private:
    explicit result(dsreg_outcome o) noexcept
    {
        raw.struct_size = sizeof raw;
        raw.outcome = o;
    }
};

// The host, as a body sees it. Cheap to copy.
class host {
public:
    // Around the pointer that run() got.
    explicit host(const dsreg_host* raw) noexcept : raw_(raw) {}
    // For the calls of services, which want it.
    const dsreg_host* raw() const noexcept { return raw_; }

    // service<dsreg_svc_http>(DSREG_SVC_HTTP); null: optional, and not offered in this run.
    template <class S>
    const S* service(const char* id) const noexcept
    {
        return static_cast<const S*>(raw_->service(raw_, id));
    }

    // DSREG_IN_*; `ret` is set when that is PRESENT or UNKNOWN.
    uint32_t input(const char* key, const dsreg_fact*& ret, uint32_t index = 0) const noexcept
    {
        return raw_->input(raw_, key, index, &ret);
    }
    // DSREG_IN_* alone. BROKEN is not "absent": nobody knows.
    uint32_t input_state(const char* key) const noexcept
    {
        const dsreg_fact* fact = nullptr;
        return input(key, fact);
    }
    // The fact, if it is PRESENT; else null.
    const dsreg_fact* present(const char* key, uint32_t index = 0) const noexcept
    {
        const dsreg_fact* fact = nullptr;
        return input(key, fact, index) == DSREG_IN_PRESENT ? fact : nullptr;
    }
    // The value of a present input of type STR. These: nothing when it is not present, or of
    // another type.
    std::optional<std::string_view> input_text(const char* key, uint32_t index = 0) const noexcept
    {
        const dsreg_fact* fact = present(key, index);
        return fact != nullptr ? as_text(fact->value) : std::nullopt;
    }
    // INT, or TIME or DURATION if `type` says so.
    std::optional<int64_t> input_number(const char* key, dsreg_type type = DSREG_T_INT,
                                        uint32_t index = 0) const noexcept
    {
        const dsreg_fact* fact = present(key, index);
        return fact != nullptr ? as_number(fact->value, type) : std::nullopt;
    }
    // BOOL.
    std::optional<bool> input_boolean(const char* key, uint32_t index = 0) const noexcept
    {
        const dsreg_fact* fact = present(key, index);
        return fact != nullptr ? as_boolean(fact->value) : std::nullopt;
    }
    // REAL.
    std::optional<double> input_real(const char* key, uint32_t index = 0) const noexcept
    {
        const dsreg_fact* fact = present(key, index);
        return fact != nullptr ? as_real(fact->value) : std::nullopt;
    }

    // A declared setting; null: not set. `as_text(*v)` and its kind read it.
    const dsreg_value* setting(const char* name) const noexcept
    {
        const dsreg_value* value = nullptr;
        return raw_->setting(raw_, name, &value) == DSREG_OK ? value : nullptr;
    }
    // A declared setting that is a text, or a list of texts as lines.
    std::optional<std::string_view> setting_text(const char* name) const noexcept
    {
        const dsreg_value* value = setting(name);
        return value != nullptr ? as_text(*value) : std::nullopt;
    }

    // Records a fact; `instance` for one that is declared MANY.
    dsreg_status fact(const char* key, dsreg_value v, const char* source,
                      const char* instance = nullptr) const noexcept
    {
        const dsreg_fact f{sizeof f, 0, key, instance, source, v};
        return raw_->fact(raw_, &f);
    }
    // Records a finding with its evidence: {{"url", dsreg::text(url)}, ...}.
    dsreg_status finding(const char* code, std::string_view message,
                         std::initializer_list<dsreg_pair> evidence = {},
                         const char* instance = nullptr) const noexcept
    {
        return finding(code, message, evidence.begin(), evidence.size(), instance);
    }
    // The same with evidence that was collected before.
    dsreg_status finding(const char* code, std::string_view message, const dsreg_pair* evidence,
                         size_t count, const char* instance = nullptr) const noexcept
    {
        const dsreg_finding f{sizeof f, static_cast<uint32_t>(count), code, instance, str(message),
                              evidence};
        return raw_->finding(raw_, &f);
    }
    // 3 error, 4 warning, 6 info, 7 debug.
    void log(int level, std::string_view t) const noexcept { raw_->log(raw_, level, str(t)); }
    // Wall clock.
    int64_t now() const noexcept { return raw_->now(raw_); }
    // What is left of the budget; 0 or less: return now.
    int64_t remaining() const noexcept { return raw_->remaining(raw_); }

private:
    const dsreg_host* raw_;
};

// What dsreg_probe.run points to: dsreg::run<body>, of `dsreg::result body(dsreg::host)`.
template <result (*Body)(host)>
void run(const dsreg_host* raw)
{
    try {
        const result r = Body(host{raw});
        if (r.raw.outcome != 0) raw->conclude(raw, &r.raw);
#ifdef __GLIBCXX__
    } catch (const __cxxabiv1::__forced_unwind&) {
        throw; // pthread_exit: who swallows it is aborted
#endif
    } catch (const std::exception& e) {
        host{raw}.log(3, e.what());
    } catch (...) {
        host{raw}.log(3, "an exception that is no std::exception");
    }
}

} // namespace dsreg
#pragma GCC visibility pop

// Defines the module: DSREG_MODULE("org.example.vpn", "1.0.0", "Example", "https://...", "MIT",
// &probe, ...). Once in a module, outside of all namespaces; everything in it is constexpr.
#define DSREG_MODULE(id_, version_, vendor_, support_, license_, ...)                             \
    static constexpr const dsreg_probe* const dsreg_probe_list_[] = {__VA_ARGS__};                 \
    constexpr dsreg_module dsreg_probe_module_v1 = {                                               \
        sizeof(dsreg_module), DSREG_MAGIC, DSREG_ABI_MAJOR, DSREG_NEEDS_MINOR,                     \
        sizeof dsreg_probe_list_ / sizeof dsreg_probe_list_[0], dsreg_probe_list_, id_,            \
        version_, vendor_, support_, license_}
