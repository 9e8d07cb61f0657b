#include "net/http_classify.h"

#include "base/text.h"
#include "net/name.h"

#include <cerrno>

namespace dsreg::net {
namespace {
bool is_tls(CURLcode code)
{
    switch (code) {
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_SHUTDOWN_FAILED:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CLIENTCERT:
        return true;
    default:
        return false;
    }
}

bool says(std::string_view text, std::string_view what)
{
    return text.find(what) != std::string_view::npos;
}

// libcurl has one code for "the handshake failed" and "the peer went away in it"; only its words
// tell them apart.
failure tls_failure(const transfer_end& end, const std::string& host, const handshake& seen,
                    const trust& roots)
{
    if (seen.verify_error != 0) return verification_failure(seen, roots);
    if (seen.alert != 0) return alert_failure(seen);
    const bool reset = says(end.curl_words, "reset by peer");
    if (reset || says(end.curl_words, "SSL_ERROR_SYSCALL") ||
        says(end.curl_words, "unexpected eof"))
        return failure::of(DSREG_X_DISCONNECTED, reset ? ECONNRESET : 0,
                           host + " closed the connection during the TLS handshake");
    return failure::of(DSREG_X_TLS, 0,
                       "TLS handshake with " + host + " failed: " + safe_text(end.curl_words));
}

failure too_late(const std::string& host, const http_plan& plan, const transfer_end& end,
                 const http_reader& got, const handshake& seen)
{
    if (plan.tls && !seen.done)
        return failure::too_late(ETIMEDOUT, host + " did not finish the TLS handshake in time");
    if (end.status == 0)
        return failure::too_late(ETIMEDOUT, host + " took the request and did not answer in time");
    return failure::too_late(
        ETIMEDOUT, host + " began to answer (HTTP " + std::to_string(end.status) + ", " +
                       std::to_string(got.body_size()) + " bytes) and did not finish in time");
}

failure too_large(const std::string& host, const std::string& what)
{
    return failure::of(DSREG_X_TOO_LARGE, 0, host + " sent " + what);
}
} // namespace

failure classify(const transfer_end& end, const http_plan& plan, const http_reader& got,
                 const handshake& seen, const trust& roots)
{
    const std::string host = quoted_name(plan.host);
    if (end.code == CURLE_OK) return {};
    if (got.body_too_large())
        return too_large(host, "more than " + std::to_string(plan.max_body) + " bytes");
    if (got.header_too_large()) return too_large(host, "an endless header");
    if (is_tls(end.code)) return tls_failure(end, host, seen, roots);
    const int native = static_cast<int>(end.system_errno);
    switch (end.code) {
    case CURLE_OPERATION_TIMEDOUT:
        return too_late(host, plan, end, got, seen);
    case CURLE_OUT_OF_MEMORY: // what libcurl calls a header line over its own limit
        return too_large(host, "an endless header line");
    case CURLE_FILESIZE_EXCEEDED:
        return too_large(host, "more than " + std::to_string(plan.max_body) + " bytes");
    case CURLE_COULDNT_RESOLVE_HOST:
        return failure::of(DSREG_X_DNS, 0, "name " + host + " could not be looked up");
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
        return failure::of(DSREG_X_PROXY, native, "the proxy to " + host + " failed");
    case CURLE_COULDNT_CONNECT:
        return failure::of(DSREG_X_CONNECT, native, "connection to " + host + " failed");
    case CURLE_GOT_NOTHING:
        return failure::of(DSREG_X_DISCONNECTED, 0,
                           host + " closed the connection without an answer");
    case CURLE_PARTIAL_FILE:
        return failure::of(DSREG_X_DISCONNECTED, 0,
                           host + " closed the connection in the middle of its answer");
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
        return failure::of(DSREG_X_DISCONNECTED,
                           says(end.curl_words, "reset") ? ECONNRESET : native,
                           "the connection to " + host + " broke: " + safe_text(end.curl_words));
    default:
        return failure::of(DSREG_X_PROTOCOL, 0,
                           "the answer of " + host + " is not HTTP: " + safe_text(end.curl_words));
    }
}

} // namespace dsreg::net
