// The metadata exchange document (MEX) of a federation service: which kinds of sign-in does it
// offer? It is foreign and is only looked through, never interpreted as XML.
#pragma once
#include <string_view>

namespace token {

struct mex {
    bool xml = false;        // a WSDL document at all
    bool integrated = false; // by the machine's Kerberos identity: AD FS's windowstransport
    bool password = false;   // by name and password: usernamemixed
};

mex read_mex(std::string_view body);

} // namespace token
