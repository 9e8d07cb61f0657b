// Values of the testkit as they travel inside dsreg, and back.
#pragma once
#include "base/value.h"

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

} // namespace dsreg::testkit
