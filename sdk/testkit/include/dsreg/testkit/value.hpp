// SPDX-License-Identifier: MIT
// dsreg/testkit/value.hpp - a value of the contract that owns its text.
#pragma once
#include <dsreg/probe.h>

#include <cstdint>
#include <string>
#include <utility>

namespace dsreg::testkit {

struct value {
    dsreg_type type = DSREG_T_UNKNOWN; // DSREG_T_*
    uint32_t flags = 0;                // DSREG_F_PERSONAL, DSREG_F_SECRET
    int64_t i = 0;                     // BOOL (0, 1), INT, TIME (ns since 1970), DURATION (ns)
    double d = 0;                      // REAL
    std::string s;                     // STR; of UNKNOWN and NOT_APPLICABLE why

    value() = default;
    value(std::string text) : type(DSREG_T_STR), s(std::move(text)) {}
    value(const char* text) : type(DSREG_T_STR), s(text) {}
    value(dsreg_type type_, uint32_t flags_, int64_t i_, double d_ = 0, std::string s_ = {})
        : type(type_), flags(flags_), i(i_), d(d_), s(std::move(s_))
    {}

    static value text(std::string t) { return value(std::move(t)); }
    static value integer(int64_t n) { return value(DSREG_T_INT, 0, n); }
    static value boolean(bool b) { return value(DSREG_T_BOOL, 0, b ? 1 : 0); }
    static value real(double d) { return value(DSREG_T_REAL, 0, 0, d); }
    static value time(int64_t ns) { return value(DSREG_T_TIME, 0, ns); }
    static value duration(int64_t ns) { return value(DSREG_T_DURATION, 0, ns); }
    static value unknown(std::string why)
    {
        return value(DSREG_T_UNKNOWN, 0, 0, 0, std::move(why));
    }
    static value not_applicable(std::string why)
    {
        return value(DSREG_T_NOT_APPLICABLE, 0, 0, 0, std::move(why));
    }

    // The same value with a flag more.
    value personal() const { return with(DSREG_F_PERSONAL); }
    value secret() const { return with(DSREG_F_SECRET); }

    // False for UNKNOWN and NOT_APPLICABLE.
    bool known() const { return type != DSREG_T_UNKNOWN && type != DSREG_T_NOT_APPLICABLE; }

private:
    value with(uint32_t flag) const
    {
        value v = *this;
        v.flags |= flag;
        return v;
    }
};

} // namespace dsreg::testkit
