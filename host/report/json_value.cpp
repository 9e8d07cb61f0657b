#include "report/json_value.h"

#include "report/words.h"

#include <dsreg/probe.h>

#include <boost/json.hpp>

#include <cmath>

namespace dsreg::report {

std::string rfc3339(int64_t ns)
{
    std::string text = format_time(ns); // 2019-01-31 09:25:31.000 UTC
    text[10] = 'T';
    return text.substr(0, text.size() - 4) + "Z";
}

boost::json::value text_or_null(std::string_view text)
{
    if (text.empty()) return nullptr;
    return boost::json::string(text);
}

boost::json::object json_value(const value& v, uint32_t flags)
{
    boost::json::object out;
    flags |= v.flags;
    if ((flags & DSREG_F_SECRET) != 0) {
        out["type"] = "secret";
        return out;
    }
    out["type"] = type_word(v.type);
    switch (v.type) {
    case value_type::boolean:
        out["value"] = v.i != 0;
        break;
    case value_type::integer:
        out["value"] = v.i;
        break;
    case value_type::text:
        out["value"] = v.text;
        break;
    case value_type::time:
        out["value"] = rfc3339(v.i);
        break;
    case value_type::duration:
        out["value"] = static_cast<double>(v.i) / 1e6;
        break;
    case value_type::unknown:
    case value_type::not_applicable:
        out["reason"] = v.text;
        break;
    case value_type::real:
        if (std::isfinite(v.d)) {
            out["value"] = v.d;
        } else {
            out["type"] = "unknown";
            out["reason"] = "not a finite number";
        }
        break;
    }
    if ((flags & DSREG_F_PERSONAL) != 0) out["personal"] = true;
    return out;
}

void put_tool(boost::json::object& out, const char* schema, const origin& o)
{
    using boost::json::object;
    out["schema"] = schema;
    out["format"] = "1.0";
    out["tool"] = object{{"name", "dsreg"}, {"version", o.tool_version}};
    out["host"] = object{{"name", o.host_name}};
}

void put_user(boost::json::object& out, const origin& o)
{
    using boost::json::object;
    out["user"] = object{{"name", o.user}, {"uid", o.uid}};
    out["elevated"] = o.elevated;
    out["lab"] = nullptr;
    if (o.lab) out["lab"] = object{{"scenario", o.scenario}};
}

} // namespace dsreg::report
