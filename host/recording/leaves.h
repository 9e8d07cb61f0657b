// Texts, numbers and values as JSON, and back.
//
// A text is a JSON string; bytes that are no UTF-8 are {"base64": "..."}, and either may stand
// wherever a text may. A value is {"type": "text", "value": "..."}; times and durations are whole
// nanoseconds, unknown and not-applicable have a "reason", "flags" are words. A secret has
// {"type": ..., "secret": true} and nothing else: what is read back is empty.
#pragma once
#include "base/value.h"
#include "recording/cleaner.h"
#include "recording/place.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace dsreg::recording {

boost::json::value text_json(const std::string& text); // already clean
void read_text(const place& where, const boost::json::value& from, faults& out, std::string& ret);

boost::json::object value_json(const value& v, const cleaner& clean);
void read_value(const place& where, const boost::json::value& from, faults& out, value& ret);

// A whole number from `least` to `most`.
void read_number(const place& where, const boost::json::value& from, int64_t least, uint64_t most,
                 faults& out, int64_t& ret_signed, uint64_t& ret_unsigned);
void read_bool(const place& where, const boost::json::value& from, faults& out, bool& ret);

// {"key", "instance", "source", "value"}
boost::json::object fact_json(const fact& f, const cleaner& clean);
void read_fact(const place& where, const boost::json::value& from, faults& out, fact& ret);

// {"name", "value"}
boost::json::object named_json(const named_value& v, const cleaner& clean);
void read_named(const place& where, const boost::json::value& from, faults& out, named_value& ret);

// The members of an object; a complaint when `from` is none, and nothing then.
const boost::json::object* read_object(const place& where, const boost::json::value& from,
                                       faults& out);
const boost::json::array* read_array(const place& where, const boost::json::value& from,
                                     faults& out);
// Absent: `ret` stays as it is.
void read_member_text(const place& where, const boost::json::object& from, std::string_view name,
                      faults& out, std::string& ret);

} // namespace dsreg::recording
