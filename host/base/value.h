// A value as it travels: what dsreg_value is to a probe, owning its text.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace dsreg {

enum class value_type : uint32_t { // numbers of DSREG_T_*
    unknown = 0,                   // `text` says why
    boolean = 1,
    integer = 2,
    real = 3,
    text = 4,
    time = 5,           // ns since 1970
    duration = 6,       // ns
    not_applicable = 7, // `text` says why
};

struct value {
    value_type type = value_type::unknown;
    uint32_t flags = 0; // DSREG_F_PERSONAL, DSREG_F_SECRET
    int64_t i = 0;      // boolean, integer, time, duration
    double d = 0;       // real
    std::string text;

    static value unknown(std::string why);
    static value of_text(std::string t, uint32_t flags = 0);
    static value of_int(int64_t n, value_type type = value_type::integer);
    static value of_bool(bool b) { return of_int(b ? 1 : 0, value_type::boolean); }
    bool known() const noexcept
    {
        return type != value_type::unknown && type != value_type::not_applicable;
    }
    bool operator==(const value&) const = default;
};

// A named value: evidence of a finding, an item of a bus reply.
using named_value = std::pair<std::string, value>;

struct fact {
    std::string key;
    std::string instance; // "": single
    std::string source;
    value val;
    bool operator==(const fact&) const = default;
};

struct finding {
    std::string code;
    std::string instance;
    std::string message;
    std::vector<named_value> evidence;
    bool operator==(const finding&) const = default;
};

// "YYYY-MM-DD HH:MM:SS.mmm UTC" of ns since 1970 (`with_ms` false leaves out the fraction).
// Years outside 0..9999 print as the bare number of nanoseconds.
std::string format_time(int64_t ns, bool with_ms = true);

// What text renderers print: YES/NO, times in UTC, UNKNOWN, NOT APPLICABLE. Text comes as it is,
// so the caller still has to make it safe (base/text.h). Never depends on the locale.
std::string display(const value& v);

} // namespace dsreg
