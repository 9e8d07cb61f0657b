// Certificates made for a test: a root, and leaves under it.
#pragma once
#include <cstdint>
#include <memory>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <string>
#include <vector>

namespace dsreg::net_test {

struct identity {
    std::shared_ptr<X509> certificate;
    std::shared_ptr<EVP_PKEY> key;
};

struct leaf_plan {
    std::vector<std::string> names; // DNS names
    long from_days = -1;            // from now
    long to_days = 30;
};

class authority
{
public:
    explicit authority(const std::string& common_name);
    ~authority();
    authority(const authority&) = delete;
    authority& operator=(const authority&) = delete;

    identity issue(const leaf_plan& plan) const;
    identity intermediate(const std::string& common_name) const;
    // PEM file with the root, for a world's ca_file; gone with this object.
    const std::string& file() const { return file_; }
    const identity& root() const { return root_; }

private:
    identity root_;
    std::string file_;
};

identity self_signed(const leaf_plan& plan);
identity issue_from(const identity& issuer, const leaf_plan& plan);

} // namespace dsreg::net_test
