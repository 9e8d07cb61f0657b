// The lab's web servers: HTTPS and HTTP on loopback, a thread a connection. What is said comes from
// the caller; this knows no Entra.
#pragma once
#include "base/status.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <openssl/types.h>
#include <string>
#include <utility>
#include <vector>

namespace dsreg::lab {

struct web_request {
    bool tls = false;
    std::string server_name; // of the TLS handshake; "": none
    std::string host;        // of the request, without its port, lower case
    std::string method;
    std::string target;     // path and query, as they came
    std::string type;       // of the body
    std::string body;       // at most 64 KiB
    bool asked_who = false; // the client was asked for a certificate
    std::string client;     // DER, as it came and whoever it is of; "": none
};

struct web_response {
    unsigned status = 200;
    std::string type = "text/html; charset=utf-8";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    bool hang = false; // no answer at all; ends when the client goes away
};

struct web_handlers {
    std::function<web_response(const web_request&)> answer; // called from many threads
    // Context for a server name; "" when the client named none. nullptr: alert.
    std::function<SSL_CTX*(const std::string& server_name)> identity;
    // Are clients of this one asked for a certificate? Whatever they show is taken.
    std::function<bool(const std::string& server_name)> asks_who = {};
};

class web_server
{
public:
    web_server();
    ~web_server();
    // Listens on 127.0.0.1 at free ports and serves from threads of its own, which never end.
    status start(web_handlers handlers, uint16_t& ret_https, uint16_t& ret_http);

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

} // namespace dsreg::lab
