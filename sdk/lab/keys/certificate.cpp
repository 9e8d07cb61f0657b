#include "keys/certificate.h"

#include "file.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace dsreg::lab {
namespace {

constexpr long day = 24L * 3600;
using bio_ptr = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

status failed(const char* what)
{
    char text[256] = "unknown";
    ERR_error_string_n(ERR_get_error(), text, sizeof text);
    return {errc::internal, std::string("cannot ") + what + ": " + text};
}

bool set_name(X509_NAME* name, const std::string& common_name)
{
    const auto add = [&](const char* field, const std::string& value) {
        return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                          reinterpret_cast<const unsigned char*>(value.data()),
                                          static_cast<int>(value.size()), -1, 0) == 1;
    };
    return add("O", "dsreg lab") && add("CN", common_name.substr(0, 64));
}

bool set_frame(X509* certificate, EVP_PKEY* key, int days_ago, int days_left)
{
    unsigned char serial[16];
    if (RAND_bytes(serial, sizeof serial) != 1) return false;
    serial[0] = static_cast<unsigned char>((serial[0] & 0x7f) | 0x40); // positive, full length
    BIGNUM* number = BN_bin2bn(serial, sizeof serial, nullptr);
    const bool numbered =
        number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
    BN_free(number);
    return numbered && X509_set_version(certificate, X509_VERSION_3) == 1 &&
           X509_gmtime_adj(X509_getm_notBefore(certificate), -days_ago * day) &&
           X509_gmtime_adj(X509_getm_notAfter(certificate), days_left * day) &&
           X509_set_pubkey(certificate, key) == 1;
}

} // namespace

bool add_extension(X509* certificate, X509* by, int nid, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, by, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    if (!extension) return false;
    const bool added = X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

status make_key(key_ptr& ret)
{
    key_ptr key(EVP_EC_gen("P-256"));
    if (!key) return failed("make a key");
    ret = std::move(key);
    return {};
}

status make_authority(const std::string& name, issuer& ret)
{
    issuer made;
    if (status s = make_key(made.key); !s.ok()) return s;
    made.certificate.reset(X509_new());
    X509* const c = made.certificate.get();
    if (!c || !set_frame(c, made.key.get(), 365, 30 * 365) ||
        !set_name(X509_get_subject_name(c), name) ||
        X509_set_issuer_name(c, X509_get_subject_name(c)) != 1 ||
        !add_extension(c, c, NID_basic_constraints, "critical,CA:TRUE") ||
        !add_extension(c, c, NID_key_usage, "critical,keyCertSign,cRLSign") ||
        !add_extension(c, c, NID_subject_key_identifier, "hash") ||
        X509_sign(c, made.key.get(), EVP_sha256()) == 0) {
        return failed("make a certificate authority");
    }
    ret = std::move(made);
    return {};
}

status make_leaf(const issuer& by, EVP_PKEY* key, const leaf_request& what, certificate_ptr& ret)
{
    std::string names;
    for (const std::string& name : what.names) names += (names.empty() ? "DNS:" : ",DNS:") + name;
    certificate_ptr made(X509_new());
    X509* const c = made.get();
    X509* const authority = by.certificate.get();
    if (!c || what.names.empty() || !set_frame(c, key, what.days_ago, what.days_left) ||
        !set_name(X509_get_subject_name(c), what.names.front()) ||
        X509_set_issuer_name(c, X509_get_subject_name(authority)) != 1 ||
        !add_extension(c, authority, NID_basic_constraints, "critical,CA:FALSE") ||
        !add_extension(c, authority, NID_key_usage, "critical,digitalSignature") ||
        !add_extension(c, authority, NID_ext_key_usage, "serverAuth") ||
        !add_extension(c, authority, NID_subject_key_identifier, "hash") ||
        !add_extension(c, authority, NID_authority_key_identifier, "keyid") ||
        !add_extension(c, authority, NID_subject_alt_name, names) ||
        X509_sign(c, by.key.get(), EVP_sha256()) == 0) {
        return failed("make a certificate");
    }
    ret = std::move(made);
    return {};
}

namespace {

std::string text_of(BIO* bio)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

} // namespace

std::string pem_of(X509* certificate)
{
    const bio_ptr out(BIO_new(BIO_s_mem()), BIO_free_all);
    return PEM_write_bio_X509(out.get(), certificate) == 1 ? text_of(out.get()) : std::string();
}

std::string pem_of(EVP_PKEY* key)
{
    const bio_ptr out(BIO_new(BIO_s_mem()), BIO_free_all);
    const int done =
        PEM_write_bio_PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return done == 1 ? text_of(out.get()) : std::string();
}

status load_key(const std::string& file, key_ptr& ret)
{
    std::string pem;
    if (status s = read_file(file, 65536, pem); !s.ok()) return s;
    const bio_ptr in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free_all);
    key_ptr key(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr));
    if (!key) return failed("read a key");
    ret = std::move(key);
    return {};
}

status load_issuer(const std::string& certificate_file, const std::string& key_file, issuer& ret)
{
    issuer loaded;
    std::string pem;
    if (status s = read_file(certificate_file, 65536, pem); !s.ok()) return s;
    const bio_ptr in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free_all);
    loaded.certificate.reset(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
    if (!loaded.certificate) return failed("read a certificate");
    if (status s = load_key(key_file, loaded.key); !s.ok()) return s;
    ret = std::move(loaded);
    return {};
}

} // namespace dsreg::lab
