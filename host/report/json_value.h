// Values in JSON: an object with a `type`, so that text "YES" and boolean true stay apart.
#pragma once
#include "base/value.h"
#include "report/origin.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dsreg::report {

// {"type":"text","value":"..."}; unknown and not-applicable have a `reason` instead, a secret has
// nothing. Times are RFC 3339, durations milliseconds. "personal" and, in a redacted document, the
// pseudonym as text. `flags` are those of the declaration.
boost::json::object json_value(const value& v, uint32_t flags = 0);

// "2019-01-31T09:25:31.000Z"
std::string rfc3339(int64_t ns);

// "" becomes null: the member says that there is none.
boost::json::value text_or_null(std::string_view text);

// The members that every document has: first what it is and who made it, then, after its times, for
// whom.
void put_tool(boost::json::object& out, const char* schema, const origin& o);
void put_user(boost::json::object& out, const origin& o);

template <class T>
boost::json::array array_of(const std::vector<T>& items)
{
    boost::json::array out;
    out.reserve(items.size());
    for (const T& item : items) out.emplace_back(item);
    return out;
}

} // namespace dsreg::report
