#include "net/handshake.h"

#include "net/address.h"
#include "net/name.h"

#include <ctime>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

namespace dsreg::net {
namespace {
int slot()
{
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

handshake* of(const SSL* ssl)
{
    return static_cast<handshake*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), slot()));
}

std::vector<x509_ptr> copy(const STACK_OF(X509) * chain)
{
    std::vector<x509_ptr> list;
    const int count = chain ? sk_X509_num(chain) : 0;
    for (int i = 0; i < count && list.size() < chain_max; i++) {
        X509* one = sk_X509_value(chain, i);
        X509_up_ref(one);
        list.emplace_back(one);
    }
    return list;
}

// Objections stay objections: the handshake ends at the first one.
int on_verify(int fine, X509_STORE_CTX* ctx)
{
    const int index = SSL_get_ex_data_X509_STORE_CTX_idx();
    const auto* ssl = static_cast<const SSL*>(X509_STORE_CTX_get_ex_data(ctx, index));
    handshake* seen = ssl ? of(ssl) : nullptr;
    if (!seen) return 0;
    try {
        if (seen->peer.empty()) {
            seen->version = SSL_get_version(ssl);
            seen->peer = copy(X509_STORE_CTX_get0_untrusted(ctx));
        }
        if (!fine && seen->verify_error == 0) seen->verify_error = X509_STORE_CTX_get_error(ctx);
        if (fine && X509_STORE_CTX_get_error_depth(ctx) == 0)
            seen->path = copy(X509_STORE_CTX_get0_chain(ctx));
    } catch (...) {
        return 0; // no exception may cross OpenSSL
    }
    return fine;
}

void on_step(const SSL* ssl, int where, int value)
{
    handshake* seen = of(ssl);
    if (!seen || seen->done) return; // later ones carry session tickets
    if ((where & SSL_CB_HANDSHAKE_START) && !seen->started) {
        seen->started = true;
        seen->start = seen->end = clock::now();
    } else if (where & SSL_CB_HANDSHAKE_DONE) {
        seen->done = true;
        seen->end = clock::now();
    } else if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT) {
        seen->alert = value & 0xff;
    }
}
} // namespace

int64_t handshake::nanoseconds() const
{
    if (!started) return -1;
    return std::chrono::nanoseconds((done ? end : clock::now()) - start).count();
}

bool watch_handshake(SSL_CTX* ctx, const trust& roots, int64_t time_offset, handshake& ret)
{
    if (slot() < 0 || SSL_CTX_set_ex_data(ctx, slot(), &ret) != 1) return false;
    SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, on_verify);
    SSL_CTX_set_info_callback(ctx, on_step);
    SSL_CTX_set1_cert_store(ctx, roots.store());

    X509_VERIFY_PARAM* rules = SSL_CTX_get0_param(ctx);
    if (time_offset != 0) X509_VERIFY_PARAM_set_time(rules, std::time(nullptr) + time_offset);
    X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (const auto numeric = literal(ret.host, 0))
        return X509_VERIFY_PARAM_set1_ip_asc(rules, numeric->address.c_str()) == 1;
    return X509_VERIFY_PARAM_set1_host(rules, plain_name(ret.host).c_str(), 0) == 1;
}

} // namespace dsreg::net
