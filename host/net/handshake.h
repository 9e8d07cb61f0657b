// What is seen of one TLS handshake, whoever drives it (our own client, or libcurl).
#pragma once
#include "net/trust.h"
#include "net/wait.h"

#include <openssl/ssl.h>
#include <string>
#include <vector>

namespace dsreg::net {

constexpr std::size_t chain_max = 10; // certificates kept of a peer

// Lives longer than the SSL_CTX that it watches; one handshake, one thread.
struct handshake {
    std::string host;
    bool started = false, done = false;
    time_point start{}, end{};
    std::string version;        // "TLSv1.3"; "": not agreed on
    int alert = 0;              // the peer's alert that ended it, e.g. 40
    int verify_error = 0;       // X509_V_ERR_* of the first objection
    std::vector<x509_ptr> peer; // as sent, leaf first, also when verification failed
    std::vector<x509_ptr> path; // that verified, leaf first

    int64_t nanoseconds() const; // -1: not begun
};

// Prepares a context: TLS 1.2 or newer, these roots and no others, the name must match, and every
// step is written into `ret`. `time_offset` seconds are added to the wall clock. False: no memory,
// or the name cannot be checked.
bool watch_handshake(SSL_CTX* ctx, const trust& roots, int64_t time_offset, handshake& ret);

} // namespace dsreg::net
