// What brokers answer, whatever their vendor and era: pure functions from a reply's text.
#pragma once
#include "broker/document.h"
#include "wire/services.h"

#include <string_view>

namespace dsreg::broker {

// The broker's error, wherever its era puts it: at the top, or in brokerTokenResponse. False when
// there is none. `ret.kind` is REFUSED, or PROTOCOL when the error itself cannot be read.
// Himmelblau says status 0 in every error, where it means nothing.
bool find_error(const boost::json::object& root, uint32_t vendor, wire::broker_error& ret);

wire::broker_error protocol_error(const status& why);

// Fills version and version_source (an error reply names a version too), or the error.
void read_version(std::string_view reply, uint32_t vendor, wire::broker_info& ret);

wire::broker_accounts read_accounts(std::string_view reply, uint32_t vendor);

// The account of that id ("": the first one) as it came; false when there is none.
bool pick_account(std::string_view accounts_reply, const std::string& home_account_id,
                  boost::json::object& ret);

// Verdict and claims of acquireTokenSilently and acquirePrtSsoCookie. The caller wipes `reply`.
wire::broker_token read_token(std::string_view reply, uint32_t vendor);
wire::broker_token read_cookie(std::string_view reply, uint32_t vendor);

} // namespace dsreg::broker
