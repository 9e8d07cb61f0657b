// What a broker publishes of the device and of the primary refresh token: our own reference broker
// by an interface of its own, Microsoft's through its package's dsreg, others nothing.
#pragma once
#include "broker/vendor_output.h"
#include "wire/services.h"

#include <string_view>

namespace dsreg::broker {

constexpr const char* reference_interface = "org.dsreg.ReferenceBroker1";
constexpr const char* not_published = "the broker does not publish it";

// getState of the reference broker. Whatever is wrong with it: an error, and nothing of it is kept.
wire::broker_state read_state(std::string_view reply);

// Adds what the vendor's tool printed for this account. Its one token belongs to the account that
// it names first.
void add_vendor_output(const vendor_output& from, const std::string& home_account_id,
                       wire::broker_state& ret);

} // namespace dsreg::broker
