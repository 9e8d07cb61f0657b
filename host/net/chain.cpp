#include "net/chain.h"

#include "base/text.h"
#include "base/value.h"
#include "net/name.h"

#include <algorithm>
#include <ctime>
#include <limits>
#include <openssl/evp.h>
#include <openssl/x509_vfy.h>

namespace dsreg::net {
namespace {
constexpr std::size_t der_max = 16 * 1024;
constexpr std::size_t name_max = 1024;

std::string text_of(const X509_NAME* name)
{
    const std::unique_ptr<BIO, int (*)(BIO*)> out(BIO_new(BIO_s_mem()), BIO_free);
    // RFC 2253, but with UTF-8 as it is.
    const unsigned long style = XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
    if (!out || X509_NAME_print_ex(out.get(), name, 0, style) < 0) return "";
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    if (size <= 0) return "";
    return std::string(cut_utf8(valid_utf8({data, static_cast<std::size_t>(size)}), name_max));
}

int64_t nanoseconds_of(const ASN1_TIME* time)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return 0;
    constexpr int64_t second = 1'000'000'000;
    constexpr int64_t most = std::numeric_limits<int64_t>::max() / second;
    return std::clamp<int64_t>(::timegm(&parts), -most, most) * second;
}

std::string sha256_of(const X509* certificate)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (X509_digest(certificate, EVP_sha256(), digest, &size) != 1) return "";
    constexpr char digits[] = "0123456789abcdef";
    std::string hex;
    for (unsigned i = 0; i < size; i++) {
        hex += digits[digest[i] >> 4];
        hex += digits[digest[i] & 15];
    }
    return hex;
}

std::string der_of(const X509* certificate)
{
    const int size = i2d_X509(certificate, nullptr);
    if (size <= 0 || static_cast<std::size_t>(size) > der_max) return "";
    std::string der(static_cast<std::size_t>(size), '\0');
    auto* to = reinterpret_cast<unsigned char*>(der.data());
    i2d_X509(certificate, &to);
    return der;
}

// Whether it leads to a root, whatever its dates and names.
bool leads_to_root(X509* certificate, const std::vector<x509_ptr>& peer, const trust& roots)
{
    const std::unique_ptr<X509_STORE_CTX, x509_end> ctx(X509_STORE_CTX_new());
    STACK_OF(X509)* others = sk_X509_new_null();
    bool fine = ctx && others;
    for (const x509_ptr& one : peer) fine = fine && sk_X509_push(others, one.get()) > 0;
    fine = fine && X509_STORE_CTX_init(ctx.get(), roots.store(), certificate, others) == 1;
    if (fine) {
        X509_STORE_CTX_set_flags(ctx.get(), X509_V_FLAG_NO_CHECK_TIME);
        fine = X509_verify_cert(ctx.get()) == 1;
    }
    sk_X509_free(others);
    return fine;
}

bool contains(const std::vector<x509_ptr>& list, const X509* one)
{
    return std::any_of(list.begin(), list.end(),
                       [&](const x509_ptr& other) { return X509_cmp(other.get(), one) == 0; });
}

std::string day(int64_t when)
{
    return format_time(when, false);
}

std::string objection(const handshake& seen)
{
    const X509* leaf = seen.peer.empty() ? nullptr : seen.peer.front().get();
    const char* said = X509_verify_cert_error_string(seen.verify_error);
    if (!leaf) return said;
    switch (seen.verify_error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return std::string(said) + " (the peer's own is valid until " +
               day(nanoseconds_of(X509_get0_notAfter(leaf))) + ")";
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return std::string(said) + " (the peer's own is valid from " +
               day(nanoseconds_of(X509_get0_notBefore(leaf))) + ")";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return "it is made for another name, " + text_of(X509_get_subject_name(leaf));
    default:
        return std::string(said) + " (issuer " + text_of(X509_get_issuer_name(leaf)) + ")";
    }
}
} // namespace

std::vector<wire::net_cert> describe(const handshake& seen, const trust& roots)
{
    std::vector<wire::net_cert> list;
    for (const x509_ptr& one : seen.peer) {
        wire::net_cert c;
        c.trusted = contains(seen.path, one.get()) || leads_to_root(one.get(), seen.peer, roots);
        c.subject = text_of(X509_get_subject_name(one.get()));
        c.issuer = text_of(X509_get_issuer_name(one.get()));
        c.sha256 = sha256_of(one.get());
        c.not_before = nanoseconds_of(X509_get0_notBefore(one.get()));
        c.not_after = nanoseconds_of(X509_get0_notAfter(one.get()));
        c.der = der_of(one.get());
        list.push_back(std::move(c));
    }
    return list;
}

failure verification_failure(const handshake& seen, const trust& roots)
{
    std::string text = "certificate of " + quoted_name(seen.host) + " is not accepted: ";
    text += objection(seen);
    if (!roots.problem().empty()) text += "; " + roots.problem();
    return failure::of(DSREG_X_TLS, seen.verify_error, std::string(cut_utf8(text, 2048)));
}

failure alert_failure(const handshake& seen)
{
    return failure::of(DSREG_X_TLS, 0,
                       quoted_name(seen.host) + " refused the TLS handshake: alert " +
                           std::to_string(seen.alert) + ", " +
                           SSL_alert_desc_string_long(seen.alert));
}

} // namespace dsreg::net
