// SPDX-License-Identifier: MIT
// dsreg/probe.hpp - C++17 face of probe.h. Header-only, hidden, no part of the ABI. An exception
// that leaves a probe's body is caught here, logged, and the probe ends without an outcome, which
// the host reports as `error [internal]`.
#pragma once
#include <dsreg/probe.h>
#include <exception>
#include <initializer_list>
#include <string_view>
#include <utility>

#pragma GCC visibility push(hidden)
namespace dsreg {

inline dsreg_str str(std::string_view v) noexcept { return {v.data(), v.size()}; }
inline std::string_view view(dsreg_str s) noexcept { return {s.ptr, s.len}; }
inline dsreg_value text(std::string_view v, uint32_t flags = 0) noexcept
{
    dsreg_value r{DSREG_T_STR, flags, {}};
    r.u.s = str(v);
    return r;
}
inline dsreg_value unknown(std::string_view why) noexcept
{
    dsreg_value r{DSREG_T_UNKNOWN, 0, {}};
    r.u.s = str(why);
    return r;
}
inline dsreg_value not_applicable(std::string_view why) noexcept
{
    dsreg_value r{DSREG_T_NOT_APPLICABLE, 0, {}};
    r.u.s = str(why);
    return r;
}
inline dsreg_value number(int64_t v, dsreg_type type = DSREG_T_INT) noexcept
{
    dsreg_value r{type, 0, {}};
    r.u.i = v;
    return r;
}
inline dsreg_value boolean(bool v) noexcept { return number(v, DSREG_T_BOOL); }

class result {
public:
    static result pass() noexcept { return result{DSREG_PASS}; }
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
    // `why` must outlive run(): a literal, as a rule.
    static result skip(uint32_t reason, std::string_view why, const char* about = nullptr) noexcept
    {
        result r{DSREG_SKIP};
        r.raw.reason = reason;
        r.raw.text = str(why);
        r.raw.about = about;
        return r;
    }
    static result none() noexcept { return result{0}; } // a service broke: say nothing
    dsreg_result raw{};

private:
    explicit result(dsreg_outcome o) noexcept
    {
        raw.struct_size = sizeof raw;
        raw.outcome = o;
    }
};

class host {
public:
    explicit host(const dsreg_host* raw) noexcept : raw_(raw) {}
    const dsreg_host* raw() const noexcept { return raw_; }
    template <class S>
    const S* service(const char* id) const noexcept
    {
        return static_cast<const S*>(raw_->service(raw_, id));
    }
    uint32_t input(const char* key, const dsreg_fact*& ret, uint32_t index = 0) const noexcept
    {
        return raw_->input(raw_, key, index, &ret);
    }
    dsreg_status fact(const char* key, dsreg_value v, const char* source,
                      const char* instance = nullptr) const noexcept
    {
        const dsreg_fact f{sizeof f, 0, key, instance, source, v};
        return raw_->fact(raw_, &f);
    }
    dsreg_status finding(const char* code, std::string_view message,
                         std::initializer_list<dsreg_pair> evidence = {},
                         const char* instance = nullptr) const noexcept
    {
        return finding(code, message, evidence.begin(), evidence.size(), instance);
    }
    dsreg_status finding(const char* code, std::string_view message, const dsreg_pair* evidence,
                         size_t count, const char* instance = nullptr) const noexcept
    {
        const dsreg_finding f{sizeof f, static_cast<uint32_t>(count), code, instance, str(message),
                              evidence};
        return raw_->finding(raw_, &f);
    }
    void log(int level, std::string_view t) const noexcept { raw_->log(raw_, level, str(t)); }
    int64_t now() const noexcept { return raw_->now(raw_); }
    int64_t remaining() const noexcept { return raw_->remaining(raw_); }

private:
    const dsreg_host* raw_;
};

namespace detail {
template <result (*Body)(host)>
void run(const dsreg_host* raw) noexcept
{
    try {
        const result r = Body(host{raw});
        if (r.raw.outcome != 0) raw->conclude(raw, &r.raw);
    } catch (const std::exception& e) {
        host{raw}.log(3, e.what());
    } catch (...) {
        host{raw}.log(3, "an exception that is no std::exception");
    }
}
} // namespace detail
} // namespace dsreg
#pragma GCC visibility pop

#define DSREG_MODULE(id_, version_, vendor_, support_, license_, ...)                             \
    static constexpr const dsreg_probe* const dsreg_probe_list_[] = {__VA_ARGS__};                 \
    extern "C" const dsreg_module dsreg_probe_module_v1 = {                                        \
        sizeof(dsreg_module), DSREG_MAGIC, DSREG_ABI_MAJOR, DSREG_TARGET_MINOR,                    \
        sizeof dsreg_probe_list_ / sizeof dsreg_probe_list_[0], dsreg_probe_list_, id_,            \
        version_, vendor_, support_, license_}
