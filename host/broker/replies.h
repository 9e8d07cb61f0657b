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

// Which account is meant. A member that is "" admits all; both "": the first one.
struct account_choice {
    std::string home_account_id;
    std::string tenant_id; // its realm, in any case
};

// The first account that is meant, as it came; false when there is none.
bool pick_account(std::string_view accounts_reply, const account_choice& whose,
                  boost::json::object& ret);

// Verdict and claims of acquireTokenSilently and acquirePrtSsoCookie. The caller wipes `reply`.
wire::broker_token read_token(std::string_view reply, uint32_t vendor);
wire::broker_token read_cookie(std::string_view reply, uint32_t vendor);

// The token of acquireTokenSilently itself, if it is a JWT; kind NONE when it was taken. The caller
// wipes `reply` and `ret`.
wire::broker_error take_token(std::string_view reply, uint32_t vendor, std::string& ret);

} // namespace dsreg::broker
