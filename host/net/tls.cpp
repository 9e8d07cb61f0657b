#include "net/tls.h"

#include "net/address.h"
#include "net/chain.h"
#include "net/name.h"

#include <cerrno>
#include <cstring>
#include <openssl/err.h>

namespace dsreg::net {
namespace {
struct ssl_end {
    void operator()(SSL* p) const { SSL_free(p); }
    void operator()(SSL_CTX* p) const { SSL_CTX_free(p); }
};

failure impossible(const handshake& seen)
{
    return failure::of(DSREG_X_TLS, 0, "TLS to " + quoted_name(seen.host) + " could not be set up");
}

failure disconnected(const handshake& seen, int error)
{
    std::string text = quoted_name(seen.host) + " closed the connection during the TLS handshake";
    if (error != 0) text += std::string(": ") + ::strerror(error);
    return failure::of(DSREG_X_DISCONNECTED, error, std::move(text));
}

failure judge(SSL* ssl, int error, int system_errno, handshake& seen, const trust& roots)
{
    if (seen.verify_error == 0) {
        const long verified = SSL_get_verify_result(ssl);
        if (verified != X509_V_OK) seen.verify_error = static_cast<int>(verified);
    }
    if (seen.verify_error != 0) return verification_failure(seen, roots);
    if (seen.alert != 0) return alert_failure(seen);
    const unsigned long reason = ERR_peek_error();
    if (ERR_GET_REASON(reason) == SSL_R_UNEXPECTED_EOF_WHILE_READING) return disconnected(seen, 0);
    if (error == SSL_ERROR_SYSCALL || error == SSL_ERROR_ZERO_RETURN)
        return disconnected(seen, system_errno);
    const char* said = ERR_reason_error_string(reason);
    return failure::of(DSREG_X_TLS, 0,
                       "TLS handshake with " + quoted_name(seen.host) +
                           " failed: " + (said ? said : "unknown reason"));
}
} // namespace

failure shake_hands(int fd, const trust& roots, int64_t time_offset, time_point until,
                    handshake& ret)
{
    ERR_clear_error();
    const std::unique_ptr<SSL_CTX, ssl_end> ctx(SSL_CTX_new(TLS_client_method()));
    if (!ctx || !watch_handshake(ctx.get(), roots, time_offset, ret)) return impossible(ret);
    const std::unique_ptr<SSL, ssl_end> ssl(SSL_new(ctx.get()));
    if (!ssl || SSL_set_fd(ssl.get(), fd) != 1) return impossible(ret);
    if (!literal(ret.host, 0)) SSL_set_tlsext_host_name(ssl.get(), plain_name(ret.host).c_str());

    for (;;) {
        errno = 0;
        const int rc = SSL_connect(ssl.get());
        const int system_errno = errno;
        if (rc == 1) {
            ret.version = SSL_get_version(ssl.get());
            return {};
        }
        const int error = SSL_get_error(ssl.get(), rc);
        const bool reading = error == SSL_ERROR_WANT_READ;
        if (!reading && error != SSL_ERROR_WANT_WRITE) {
            failure why = judge(ssl.get(), error, system_errno, ret, roots);
            ERR_clear_error();
            return why;
        }
        if (!wait_for(fd, reading ? POLLIN : POLLOUT, until))
            return failure::too_late(ETIMEDOUT, quoted_name(ret.host) +
                                                    " did not finish the TLS handshake in time");
    }
}

} // namespace dsreg::net
