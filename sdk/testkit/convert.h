// What the testkit shows, as it travels inside dsreg, and back.
#pragma once
#include "base/value.h"
#include "wire/messages.h"

#include <dsreg/testkit.hpp>

namespace dsreg::testkit {

inline dsreg::value to_wire(const value& v)
{
    dsreg::value out;
    out.type = static_cast<value_type>(v.type);
    out.flags = v.flags;
    out.i = v.i;
    out.d = v.d;
    out.text = v.s;
    return out;
}

inline value from_wire(const dsreg::value& v)
{
    return {static_cast<dsreg_type>(v.type), v.flags, v.i, v.d, v.text};
}

inline fact from_wire(const dsreg::fact& f)
{
    return {f.key, f.instance, f.source, from_wire(f.val)};
}

// What a probe said, and with which error dsreg takes its place ("": none, it stands).
inline void show(const wire::conclusion& said, const std::string& error, const std::string& text,
                 outcome& ret)
{
    ret.said = {said.outcome, said.reason, said.outer, said.inner, said.about, said.text};
    ret.error = error;
    ret.error_text = text;
    if (!error.empty()) return;
    ret.result = said.outcome;
    ret.reason = said.reason;
    ret.outer = said.outer;
    ret.inner = said.inner;
    ret.about = said.about;
    ret.text = said.text;
}

} // namespace dsreg::testkit
