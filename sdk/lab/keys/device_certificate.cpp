#include "keys/device_certificate.h"

#include <cstring>
#include <ctime>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

namespace dsreg::lab {
namespace {

struct part_free {
    void operator()(ASN1_OBJECT* p) const noexcept { ASN1_OBJECT_free(p); }
    void operator()(ASN1_OCTET_STRING* p) const noexcept { ASN1_OCTET_STRING_free(p); }
    void operator()(X509_EXTENSION* p) const noexcept { X509_EXTENSION_free(p); }
    void operator()(BIGNUM* p) const noexcept { BN_free(p); }
    void operator()(BIO* p) const noexcept { BIO_free_all(p); }
};
template <class T>
using part = std::unique_ptr<T, part_free>;

status failed(const char* what)
{
    char text[256] = "unknown";
    ERR_error_string_n(ERR_get_error(), text, sizeof text);
    return {errc::internal, std::string("cannot ") + what + ": " + text};
}

const unsigned char* bytes(const std::string& s)
{
    return reinterpret_cast<const unsigned char*>(s.data());
}

bool add_name(X509_NAME* name, const char* field, const std::string& value, int set)
{
    return X509_NAME_add_entry_by_txt(name, field, MBSTRING_ASC, bytes(value),
                                      static_cast<int>(value.size()), -1, set) == 1;
}

// `set` -1 puts an entry into the relative distinguished name before it.
bool set_authority_name(X509_NAME* name)
{
    return add_name(name, "DC", "net", 0) && add_name(name, "DC", "windows", -1) &&
           add_name(name, "CN", "MS-Organization-Access", -1) &&
           add_name(name, "OU", "82dbaca4-3e81-46ca-9c73-0950c1eaca97", -1);
}

bool add_private_extension(X509* certificate, int number, const std::string& content)
{
    const std::string oid = "1.2.840.113556.1.5.284." + std::to_string(number);
    const std::string value = extension_bytes(content);
    const part<ASN1_OBJECT> id(OBJ_txt2obj(oid.c_str(), 1));
    const part<ASN1_OCTET_STRING> octets(ASN1_OCTET_STRING_new());
    if (content.empty() || !id || !octets ||
        ASN1_OCTET_STRING_set(octets.get(), bytes(value), static_cast<int>(value.size())) != 1) {
        return false;
    }
    const part<X509_EXTENSION> extension(
        X509_EXTENSION_create_by_OBJ(nullptr, id.get(), 0, octets.get()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

// The serial number follows from `from`, so that it is the same in every lab.
bool set_frame(X509* c, EVP_PKEY* key, const std::string& from, int64_t begin, int64_t end)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    if (EVP_Digest(from.data(), from.size(), hash, nullptr, EVP_sha256(), nullptr) != 1)
        return false;
    hash[0] = static_cast<unsigned char>((hash[0] & 0x7f) | 0x40); // positive, full length
    const part<BIGNUM> number(BN_bin2bn(hash, 16, nullptr));
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(c)) != nullptr &&
           X509_set_version(c, X509_VERSION_3) == 1 &&
           ASN1_TIME_set(X509_getm_notBefore(c), static_cast<time_t>(begin)) != nullptr &&
           ASN1_TIME_set(X509_getm_notAfter(c), static_cast<time_t>(end)) != nullptr &&
           X509_set_pubkey(c, key) == 1;
}

std::string text_of(BIO* bio)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

} // namespace

std::string extension_bytes(const std::string& content)
{
    return std::string("\x04\x81", 2) + static_cast<char>(content.size()) + content;
}

std::string guid_bytes(const std::string& guid)
{
    std::string out;
    static constexpr int order[] = {6, 4, 2, 0, 11, 9, 16, 14, 19, 21, 24, 26, 28, 30, 32, 34};
    if (guid.size() != 36) return out;
    for (const int at : order) {
        const char pair[3] = {guid[static_cast<std::size_t>(at)],
                              guid[static_cast<std::size_t>(at) + 1], 0};
        out += static_cast<char>(std::strtoul(pair, nullptr, 16));
    }
    return out;
}

status make_rsa_key(unsigned bits, key_ptr& ret)
{
    key_ptr key(EVP_RSA_gen(bits));
    if (!key) return failed("make an RSA key");
    ret = std::move(key);
    return {};
}

status make_device_authority(issuer& ret)
{
    issuer made;
    if (status s = make_rsa_key(2048, made.key); !s.ok()) return s;
    made.certificate.reset(X509_new());
    X509* const c = made.certificate.get();
    const int64_t now = std::time(nullptr), year = 365LL * 86'400;
    if (!c || !set_frame(c, made.key.get(), "authority", now - 20 * year, now + 30 * year) ||
        !set_authority_name(X509_get_subject_name(c)) ||
        X509_set_issuer_name(c, X509_get_subject_name(c)) != 1 ||
        !add_extension(c, c, NID_basic_constraints, "critical,CA:TRUE") ||
        !add_extension(c, c, NID_key_usage, "critical,keyCertSign,cRLSign") ||
        !add_extension(c, c, NID_subject_key_identifier, "hash") ||
        X509_sign(c, made.key.get(), EVP_sha256()) == 0) {
        return failed("make the authority of device certificates");
    }
    ret = std::move(made);
    return {};
}

status make_device_certificate(const issuer& by, EVP_PKEY* key,
                               const device_certificate_request& what, certificate_ptr& ret)
{
    certificate_ptr made(X509_new());
    X509* const c = made.get();
    X509* const authority = by.certificate.get();
    const std::string serial_from = what.device_id + what.tenant_id;
    if (!c || !set_frame(c, key, serial_from, what.not_before, what.not_after) ||
        !add_name(X509_get_subject_name(c), "CN", what.device_id, 0) ||
        X509_set_issuer_name(c, X509_get_subject_name(authority)) != 1 ||
        !add_extension(c, authority, NID_basic_constraints, "critical,CA:FALSE") ||
        !add_extension(c, authority, NID_ext_key_usage, "critical,clientAuth") ||
        !add_private_extension(c, 2, guid_bytes(what.device_id)) ||
        !add_private_extension(c, 3, guid_bytes(what.user_id)) ||
        !add_private_extension(c, 5, guid_bytes(what.tenant_id)) ||
        !add_private_extension(c, 8, what.region) ||
        !add_private_extension(c, 7, what.joined ? "1" : "0") ||
        X509_sign(c, by.key.get(), EVP_sha256()) == 0) {
        return failed("make a device certificate");
    }
    ret = std::move(made);
    return {};
}

std::string der_of(X509* certificate)
{
    unsigned char* data = nullptr;
    const int size = i2d_X509(certificate, &data);
    std::string out;
    if (size > 0) out.assign(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
    OPENSSL_free(data);
    return out;
}

std::string locked_pem_of(EVP_PKEY* key, const std::string& passphrase)
{
    const part<BIO> out(BIO_new(BIO_s_mem()));
    const int done =
        PEM_write_bio_PKCS8PrivateKey(out.get(), key, EVP_aes_256_cbc(), passphrase.data(),
                                      static_cast<int>(passphrase.size()), nullptr, nullptr);
    return done == 1 ? text_of(out.get()) : std::string();
}

} // namespace dsreg::lab
