#include "worker/values.h"

#include "wire/frame.h"

#include <cstring>

namespace dsreg::worker {

dsreg_status take(const char* text, bool may_be_null, std::string& ret)
{
    if (text == nullptr) {
        if (!may_be_null) return DSREG_E_INVALID;
        ret.clear();
        return DSREG_OK;
    }
    const std::size_t length = ::strnlen(text, wire::text_max + 1);
    if (length > wire::text_max) return DSREG_E_LIMIT;
    ret.assign(text, length);
    return DSREG_OK;
}

dsreg_status take(dsreg_str text, std::string& ret)
{
    if (text.len > wire::text_max) return DSREG_E_LIMIT;
    if (text.ptr == nullptr && text.len != 0) return DSREG_E_INVALID;
    if (text.len == 0)
        ret.clear();
    else
        ret.assign(text.ptr, text.len);
    return DSREG_OK;
}

dsreg_status take(const dsreg_value& given, value& ret)
{
    value v;
    v.type = static_cast<value_type>(given.type);
    v.flags = given.flags & (DSREG_F_PERSONAL | DSREG_F_SECRET);
    switch (given.type) {
    case DSREG_T_BOOL:
        v.i = given.u.i != 0 ? 1 : 0;
        break;
    case DSREG_T_INT:
    case DSREG_T_TIME:
    case DSREG_T_DURATION:
        v.i = given.u.i;
        break;
    case DSREG_T_REAL:
        v.d = given.u.d;
        break;
    case DSREG_T_STR:
    case DSREG_T_UNKNOWN:
    case DSREG_T_NOT_APPLICABLE:
        if (const dsreg_status s = take(given.u.s, v.text); s != DSREG_OK) return s;
        break;
    default:
        break; // no such type: the declaration will not match
    }
    ret = std::move(v);
    return DSREG_OK;
}

dsreg_str give(const std::string& s) noexcept
{
    return {s.data(), s.size()};
}

dsreg_value give(const value& v) noexcept
{
    dsreg_value out{};
    out.type = static_cast<dsreg_type>(v.type);
    out.flags = v.flags;
    switch (v.type) {
    case value_type::real:
        out.u.d = v.d;
        break;
    case value_type::text:
    case value_type::unknown:
    case value_type::not_applicable:
        out.u.s = give(v.text);
        break;
    default:
        out.u.i = v.i;
        break;
    }
    return out;
}

} // namespace dsreg::worker
