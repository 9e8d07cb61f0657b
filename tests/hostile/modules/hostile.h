// What the hostile modules share: one fact for each door that was tried, with what came of it.
#pragma once
#include <dsreg/probe.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <string>

namespace hostile {

#define HOSTILE_ID "x.hostile." HOSTILE_NAME

// Every door is tried; a call that is refused is what the probe passes for.
inline constexpr dsreg_call trying{sizeof(dsreg_call), DSREG_CALL_OPTIONAL, 0, 0};

// Of the probe that runs; a fact has one provider.
inline const char* door_key = "";

inline void report(const dsreg_host* host, const char* door, const std::string& what)
{
    dsreg_fact f{};
    f.struct_size = sizeof f;
    f.key = door_key;
    f.instance = door;
    f.source = "test";
    f.value.type = DSREG_T_STR;
    f.value.u.s = {what.data(), what.size()};
    host->fact(host, &f);
}

// `rc` as a system call returns it: an errno by its name, or "open" and the number.
inline void attempt(const dsreg_host* host, const char* door, long rc)
{
    const int error = errno;
    const char* name = strerrorname_np(error);
    report(host, door,
           rc < 0 ? std::string(name != nullptr ? name : "?") : "open " + std::to_string(rc));
}

// "UNDECLARED", or for a call that was carried out "world 9", the DSREG_X_* of its reply; with
// "open" and how much came, if anything did.
inline std::string answer(dsreg_status status, uint32_t error, std::size_t bytes)
{
    switch (status) {
    case DSREG_OK:
        return (bytes != 0 ? "open " + std::to_string(bytes) + " " : "") + "world " +
               std::to_string(error);
    case DSREG_E_INVALID:
        return "INVALID";
    case DSREG_E_UNDECLARED:
        return "UNDECLARED";
    case DSREG_E_LIMIT:
        return "LIMIT";
    default:
        return "status " + std::to_string(status);
    }
}

inline void pass(const dsreg_host* host)
{
    dsreg_result r{};
    r.struct_size = sizeof r;
    r.outcome = DSREG_PASS;
    host->conclude(host, &r);
}

inline std::string setting(const dsreg_host* host, const char* name)
{
    const dsreg_value* v = nullptr;
    if (host->setting(host, name, &v) != DSREG_OK || v == nullptr) return {};
    return {v->u.s.ptr, v->u.s.len};
}

constexpr dsreg_probe probe(const char* id, const char* title, void (*run)(const dsreg_host*),
                            const dsreg_fact_decl* const* outputs, uint32_t flags = 0,
                            const char* const* services = nullptr,
                            const char* const* paths = nullptr,
                            const char* const* settings = nullptr)
{
    return {sizeof(dsreg_probe),
            flags,
            15'000,
            0,
            id,
            "Hostile Modules",
            title,
            services,
            nullptr,
            settings,
            outputs,
            nullptr,
            run,
            paths};
}

template <class T>
const T* service(const dsreg_host* host, const char* id)
{
    return static_cast<const T*>(host->service(host, id));
}

template <std::size_t N>
constexpr dsreg_module module(const dsreg_probe* const (&probes)[N])
{
    return {sizeof(dsreg_module), DSREG_MAGIC, DSREG_ABI_MAJOR,  0,       N,    probes,
            HOSTILE_ID,           "1.0.0",     "Tests of dsreg", nullptr, "MIT"};
}

} // namespace hostile

// The probe `var`: x.hostile.MODULE.NAME with the fact x.hostile.MODULE.NAME.door. What follows
// `body`: flags, services, paths, settings.
#define HOSTILE_PROBE(var, name, title, body, ...)                                                 \
    constexpr dsreg_fact_decl var##_decl{                                                          \
        sizeof(dsreg_fact_decl),     DSREG_T_STR,       DSREG_F_MANY, 0,                           \
        HOSTILE_ID "." name ".door", "Hostile Modules", "Door"};                                   \
    constexpr const dsreg_fact_decl* var##_outputs[] = {&var##_decl, nullptr};                     \
    void var##_run(const dsreg_host* host)                                                         \
    {                                                                                              \
        hostile::door_key = var##_decl.key;                                                        \
        body(host);                                                                                \
    }                                                                                              \
    constexpr dsreg_probe var = hostile::probe(HOSTILE_ID "." name, title, var##_run,              \
                                               var##_outputs __VA_OPT__(, ) __VA_ARGS__)
