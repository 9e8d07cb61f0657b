// What crosses from org.dsreg.DeviceBroker1 as JSON; what dsreg itself asks for, both ways.
//
// Members have the names of wire/device.h; enumerations are words ("good", "key-missing"), bytes
// are base64, ids and texts as they are there. A list is
//   {"error": "none", "text": "", "registrations": [...], "files": [...]}
// with "certificate" in a registration that has one. A verdict of the server has "cut": true when
// it ended for want of time.
#pragma once
#include "base/status.h"
#include "wire/device.h"

#include <string>
#include <string_view>

namespace dsreg::device {

std::string to_json(const wire::device_list& of);
std::string to_json(const wire::device_verdict& of, bool cut = false);
std::string to_json(const wire::device_removal& of);
std::string to_json(const wire::device_unregistering& of);

// errc::protocol: no JSON, longer than 1 MiB, a member twice, of another type or with a word or a
// number that it may not have, or more than there may be of anything. Unknown members are left out.
status from_json(std::string_view text, wire::device_list& ret);
status from_json(std::string_view text, wire::device_verdict& ret, bool& ret_cut);

} // namespace dsreg::device
