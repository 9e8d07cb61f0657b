#include "world/identity.h"

namespace dsreg::lab {

namespace {

constexpr std::size_t most_names = 1000; // a client may name any host

} // namespace

status identities::load(const std::string& folder)
{
    const std::string base = folder + "/";
    if (status s = load_issuer(base + "ca.pem", base + "ca.key", lab_); !s.ok()) return s;
    if (status s = load_issuer(base + "other-ca.pem", base + "other-ca.key", other_); !s.ok()) {
        return s;
    }
    if (status s = load_key(base + "server.key", server_key_); !s.ok()) return s;
    usual_.reset(SSL_CTX_new(TLS_server_method()));
    if (!usual_ ||
        SSL_CTX_use_certificate_file(usual_.get(), (base + "server.pem").c_str(),
                                     SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_PrivateKey(usual_.get(), server_key_.get()) != 1) {
        return {errc::io, "cannot use the lab's certificate " + base + "server.pem"};
    }
    return {};
}

SSL_CTX* identities::context_for(const std::string& server_name)
{
    if (server_name.empty()) return usual_.get();
    const std::lock_guard lock(mutex_);
    const auto known = by_name_.find(server_name);
    if (known != by_name_.end()) return known->second.get();
    if (by_name_.size() >= most_names || server_name.size() > 253 ||
        server_name.find_first_of(",:/ ") != std::string::npos) {
        return nullptr;
    }
    const issuer& by = behaviour(scenario_, server_name).certificate == "lab" ? lab_ : other_;
    leaf_request what;
    what.names = {server_name};
    certificate_ptr leaf;
    if (!make_leaf(by, server_key_.get(), what, leaf).ok()) return nullptr;
    context_ptr made(SSL_CTX_new(TLS_server_method()));
    if (!made || SSL_CTX_use_certificate(made.get(), leaf.get()) != 1 ||
        SSL_CTX_use_PrivateKey(made.get(), server_key_.get()) != 1) {
        return nullptr;
    }
    return (by_name_[server_name] = std::move(made)).get();
}

} // namespace dsreg::lab
