// The documents that Entra's hosts publish about the tenant. Shapes: the community specification of
// Entra device join (aad-join-spec.md, "Discover"), the recorded OpenID metadata in
// azure-sdk-for-js, and Microsoft's UserRealm documentation.
#pragma once
#include "hosts.h"
#include "scenario.h"

#include <boost/json.hpp>
#include <string>

namespace dsreg::lab {

std::string lower(std::string s);
// The sign-in host of the tenant's cloud.
const known_host& home_of(const scenario& s);
// Is this host the place to ask for the tenant? Its own cloud's is, and the public cloud's, which
// answers for the others with their hosts.
bool serves(const scenario& s, const known_host& host);
// "microsoftonline.us" of a sign-in host's cloud.
std::string instance_name(const known_host& host);

boost::json::object discovery_document(const scenario& s);
boost::json::object openid_document(const scenario& s, bool v2);
// `user`: a user or a domain, lower case.
boost::json::object realm_document(const scenario& s, const known_host& host,
                                   const std::string& user);

} // namespace dsreg::lab
