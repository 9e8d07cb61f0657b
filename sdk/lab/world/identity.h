// TLS contexts of the web server: a certificate for each host, made when it is first asked for.
#pragma once
#include "keys/certificate.h"
#include "scenario.h"

#include <map>
#include <mutex>
#include <openssl/ssl.h>

namespace dsreg::lab {

class identities
{
public:
    explicit identities(const scenario& what) : scenario_(what) {}
    // `folder` holds what the build made.
    status load(const std::string& folder);
    // nullptr: cannot be made. The contexts live as long as this. [any thread]
    SSL_CTX* context_for(const std::string& server_name);

private:
    struct context_free {
        void operator()(SSL_CTX* c) const noexcept { SSL_CTX_free(c); }
    };
    using context_ptr = std::unique_ptr<SSL_CTX, context_free>;

    const scenario& scenario_;
    issuer lab_, other_;
    key_ptr server_key_;
    std::mutex mutex_;
    context_ptr usual_; // for clients that name no host
    std::map<std::string, context_ptr> by_name_;
};

} // namespace dsreg::lab
