// An HTTPS server that behaves as badly as a test needs.
#pragma once
#include "net/authority.h"
#include "net/listener.h"

#include <atomic>
#include <functional>
#include <openssl/ssl.h>
#include <string>
#include <vector>

namespace dsreg::net_test {

// One TLS connection on the server's side.
class talk
{
public:
    talk(SSL* ssl, int fd) : ssl_(ssl), fd_(fd) {}
    std::string request();       // up to the empty line
    std::string whole_request(); // with the body, as long as Content-Length says
    bool send(const std::string& text);
    void wait_for_close();
    void reset() { net_test::reset(fd_); }
    std::string server_name() const;
    std::shared_ptr<X509> client() const; // null: it showed no certificate

private:
    SSL* ssl_;
    int fd_;
};

class tls_server
{
public:
    using handler = std::function<void(talk&)>;
    tls_server(identity who, handler serve, std::vector<identity> chain = {}, uint16_t port = 0);
    uint16_t port() const { return listener_.port(); }
    std::size_t connections() { return listener_.connections(); }
    std::atomic<bool> refuse_names = false;   // answers every SNI with an alert
    std::atomic<bool> ask_who = false;        // wants a certificate of the client, whichever
    std::atomic<int> newest = TLS1_3_VERSION; // protocol

private:
    void serve(int fd);

    identity who_;
    handler handler_;
    std::vector<identity> chain_;
    listener listener_; // last: its threads use the members above
};

// A handler that sends `text` once it has the request.
tls_server::handler answering(std::string text);
std::string ok(const std::string& body, const std::string& fields = "");

} // namespace dsreg::net_test
