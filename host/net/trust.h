// The roots that count: one CA file and nothing behind it, or the system's.
#pragma once
#include <memory>
#include <openssl/x509.h>
#include <string>

namespace dsreg::net {

struct x509_end {
    void operator()(X509* p) const { X509_free(p); }
    void operator()(X509_STORE* p) const { X509_STORE_free(p); }
    void operator()(X509_STORE_CTX* p) const { X509_STORE_CTX_free(p); }
};
using x509_ptr = std::unique_ptr<X509, x509_end>;

// Made once; used by many threads at once (a store has its own lock).
class trust
{
public:
    explicit trust(const std::string& ca_file);
    X509_STORE* store() const { return store_.get(); }
    // "" or why no root could be loaded, one sentence.
    const std::string& problem() const { return problem_; }

private:
    std::unique_ptr<X509_STORE, x509_end> store_;
    std::string problem_;
};

} // namespace dsreg::net
