// What is asked of a broker. Shapes as public clients send them (siemens/linux-entra-sso,
// siemens/sso-mib).
#pragma once
#include <boost/json.hpp>

#include <string>

namespace dsreg::broker {

std::string version_request();
std::string accounts_request();
// To the reference broker. "": what it knows of the device alone.
std::string state_request(const std::string& home_account_id);
// `account` as the broker gave it.
std::string removal_request(const boost::json::object& account);
std::string drs_token_request(const boost::json::object& account);
std::string cookie_request(const boost::json::object& account);

} // namespace dsreg::broker
