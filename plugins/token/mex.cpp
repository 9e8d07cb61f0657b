// Endpoint names: AD FS's, as Microsoft Learn lists them ("Configure Microsoft Entra hybrid join").
// Other identity providers name theirs freely, so the policies count too: [WS-Policy] assertions
// http:NegotiateAuthentication and sp:UsernameToken, which clients such as MSAL go by.
#include "token/mex.h"

namespace token {
namespace {

bool has(std::string_view body, const char* word)
{
    return body.find(word) != body.npos;
}

} // namespace

mex read_mex(std::string_view body)
{
    mex found;
    std::string_view start = body;
    if (start.substr(0, 3) == "\xef\xbb\xbf") start.remove_prefix(3);
    while (!start.empty() && static_cast<unsigned char>(start.front()) <= 0x20)
        start.remove_prefix(1);
    found.xml = !start.empty() && start.front() == '<' && has(body, "definitions") &&
                has(body, "http://schemas.xmlsoap.org/wsdl/") && !has(body, "<!DOCTYPE");
    if (!found.xml) return found;
    found.integrated = has(body, "/windowstransport") || has(body, "NegotiateAuthentication");
    found.password = has(body, "/usernamemixed") || has(body, "UsernameToken");
    return found;
}

} // namespace token
