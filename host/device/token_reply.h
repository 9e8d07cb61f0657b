// What a sign-in service's answer to a device token request says about the device.
//
// Only whole numbers decide, never a prefix or a word: a wrong "deleted" would make somebody
// register the device anew (so does canonical/authd). Numbers: Microsoft Learn, "Microsoft Entra
// authentication and authorization error codes"; public reports for 135011 and 700003.
#pragma once
#include "wire/device.h"

#include <string>
#include <string_view>

namespace dsreg::device {

// OK, DISABLED, DELETED, or NO_ANSWER with DSREG_X_REFUSED (the server's own error: of any other
// number, of one beside them, or with an HTTP status of 500 and more) or DSREG_X_PROTOCOL (not the
// answer of a sign-in service).
wire::device_verdict read_token_reply(int http_status, std::string_view body);

// "" and the reason when there is none. What is in a nonce is signed, so it has to look like one.
std::string read_nonce(int http_status, std::string_view body, wire::device_verdict& ret_problem);

// 50155 is also the answer about a device that is registered but not known everywhere yet.
constexpr uint32_t aadsts_not_authenticated = 50155;

} // namespace dsreg::device
