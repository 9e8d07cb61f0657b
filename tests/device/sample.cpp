#include "device/sample.h"

#include <array>
#include <fstream>
#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <sstream>

namespace dsreg::device_test {

const char* const device_id = "11223344-5566-7788-99aa-bbccddeeff00";
const char* const tenant_id = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const char* const user_id = "00112233-4455-6677-8899-aabbccddeeff";

using namespace device;

std::string long_form(const std::string& content)
{
    return std::string("\x04\x81") + static_cast<char>(content.size()) + content;
}

std::string short_form(const std::string& content)
{
    return std::string("\x04") + static_cast<char>(content.size()) + content;
}

std::string windows_bytes(const std::string& guid)
{
    std::string hex;
    for (const char c : guid)
        if (c != '-') hex += c;
    std::string plain;
    for (std::size_t i = 0; i < hex.size(); i += 2)
        plain += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    std::string out;
    for (const int i : {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15})
        out += plain[static_cast<std::size_t>(i)];
    return out;
}

namespace {

void add_private(X509* to, int number, const std::string& value)
{
    const std::string oid = "1.2.840.113556.1.5.284." + std::to_string(number);
    ASN1_OBJECT* const object = OBJ_txt2obj(oid.c_str(), 1);
    ASN1_OCTET_STRING* const data = ASN1_OCTET_STRING_new();
    ASN1_OCTET_STRING_set(data, reinterpret_cast<const unsigned char*>(value.data()),
                          static_cast<int>(value.size()));
    X509_EXTENSION* const one = X509_EXTENSION_create_by_OBJ(nullptr, object, 0, data);
    X509_add_ext(to, one, -1);
    X509_EXTENSION_free(one);
    ASN1_OCTET_STRING_free(data);
    ASN1_OBJECT_free(object);
}

void add_known(X509* to, int nid, const std::string& value)
{
    X509_EXTENSION* const one = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str());
    ASSERT_NE(one, nullptr);
    X509_add_ext(to, one, -1);
    X509_EXTENSION_free(one);
}

// One RDN with four values, as Entra's issuer is.
void set_issuer(X509_NAME* name)
{
    int set = 0;
    for (const auto& [field, value] : {std::pair("DC", "net"), std::pair("DC", "windows"),
                                       std::pair("CN", "MS-Organization-Access"),
                                       std::pair("OU", "82dbaca4-3e81-46ca-9c73-0950c1eaca97")}) {
        X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(value), -1, -1, set);
        set = -1; // to the RDN before it
    }
}

template <class F>
std::string written(F&& write)
{
    const openssl_ptr<BIO> out(BIO_new(BIO_s_mem()));
    EXPECT_EQ(write(out.get()), 1);
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

char passphrase[] = "secret";

} // namespace

key_ptr rsa_key(int which)
{
    static const std::array<key_ptr, 3> pool = {
        key_ptr(EVP_RSA_gen(2048u)), key_ptr(EVP_RSA_gen(2048u)), key_ptr(EVP_RSA_gen(2048u))};
    EVP_PKEY* const key = pool.at(static_cast<std::size_t>(which)).get();
    EVP_PKEY_up_ref(key);
    return key_ptr(key);
}

key_ptr weak_key()
{
    return key_ptr(EVP_RSA_gen(1024u));
}

key_ptr ec_key(const char* curve)
{
    return key_ptr(EVP_EC_gen(curve));
}

certificate_ptr make_certificate(EVP_PKEY* key, const certificate_plan& plan)
{
    certificate_ptr made(X509_new());
    X509* const c = made.get();
    X509_set_version(c, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(c), 4711);
    X509_gmtime_adj(X509_getm_notBefore(c), plan.from_seconds);
    X509_gmtime_adj(X509_getm_notAfter(c), plan.to_seconds);
    X509_set_pubkey(c, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(c), "CN", V_ASN1_UTF8STRING,
                               reinterpret_cast<const unsigned char*>(plan.subject.data()),
                               static_cast<int>(plan.subject.size()), -1, 0);
    set_issuer(X509_get_issuer_name(c));
    add_known(c, NID_basic_constraints, "critical,CA:FALSE");
    if (!plan.usage.empty()) add_known(c, NID_ext_key_usage, plan.usage);
    std::map<int, std::string> all = plan.extensions;
    if (plan.usual)
        all.insert({{2, long_form(windows_bytes(device_id))},
                    {3, long_form(windows_bytes(user_id))},
                    {5, long_form(windows_bytes(tenant_id))},
                    {8, long_form("EU")},
                    {7, long_form("1")}});
    for (const auto& [number, value] : all) add_private(c, number, value);
    if (plan.repeat != 0) add_private(c, plan.repeat, all[plan.repeat]);
    EXPECT_GT(X509_sign(c, key, EVP_sha256()), 0);
    return made;
}

std::string der_of(X509* certificate)
{
    return written([&](BIO* b) { return i2d_X509_bio(b, certificate); });
}
std::string pem_of(X509* certificate)
{
    return written([&](BIO* b) { return PEM_write_bio_X509(b, certificate); });
}
std::string der_of(EVP_PKEY* key)
{
    return written([&](BIO* b) { return i2d_PrivateKey_bio(b, key); });
}
std::string pkcs8_der_of(EVP_PKEY* key)
{
    return written([&](BIO* b) { return i2d_PKCS8PrivateKeyInfo_bio(b, key); });
}
std::string pem_of(EVP_PKEY* key)
{
    return written([&](BIO* b) {
        return PEM_write_bio_PKCS8PrivateKey(b, key, nullptr, nullptr, 0, nullptr, nullptr);
    });
}
std::string traditional_pem_of(EVP_PKEY* key)
{
    return written([&](BIO* b) {
        return PEM_write_bio_PrivateKey_traditional(b, key, nullptr, nullptr, 0, nullptr, nullptr);
    });
}
std::string locked_pem_of(EVP_PKEY* key)
{
    return written([&](BIO* b) {
        return PEM_write_bio_PKCS8PrivateKey(b, key, EVP_aes_256_cbc(), passphrase, 6, nullptr,
                                             nullptr);
    });
}
std::string locked_traditional_pem_of(EVP_PKEY* key)
{
    return written([&](BIO* b) {
        return PEM_write_bio_PrivateKey_traditional(b, key, EVP_aes_256_cbc(),
                                                    reinterpret_cast<unsigned char*>(passphrase), 6,
                                                    nullptr, nullptr);
    });
}
std::string locked_der_of(EVP_PKEY* key)
{
    return written([&](BIO* b) {
        return i2d_PKCS8PrivateKey_bio(b, key, EVP_aes_256_cbc(), passphrase, 6, nullptr, nullptr);
    });
}

std::string file_bytes(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

} // namespace dsreg::device_test
