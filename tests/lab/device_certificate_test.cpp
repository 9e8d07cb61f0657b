#include "keys/device_certificate.h"

#include <ctime>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace dsreg::lab {
namespace {

const std::string share = DSREG_BUILD_DIR "/share/dsreg/lab/";

std::string hex(const std::string& bytes)
{
    static const char digits[] = "0123456789abcdef";
    std::string out;
    for (const char c : bytes) {
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

// The value of 1.2.840.113556.1.5.284.`number`, in hex; "-": there is none.
std::string extension(X509* c, int number)
{
    const std::string oid = "1.2.840.113556.1.5.284." + std::to_string(number);
    ASN1_OBJECT* id = OBJ_txt2obj(oid.c_str(), 1);
    const int at = X509_get_ext_by_OBJ(c, id, -1);
    ASN1_OBJECT_free(id);
    if (at < 0) return "-";
    const ASN1_OCTET_STRING* value = X509_EXTENSION_get_data(X509_get_ext(c, at));
    return hex(std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
                           static_cast<std::size_t>(ASN1_STRING_length(value))));
}

class DeviceCertificate : public testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_TRUE(load_issuer(share + "device-ca.pem", share + "device-ca.key", ca).ok());
        ASSERT_TRUE(load_key(share + "device.key", key).ok());
        what.device_id = "11223344-5566-7788-99aa-bbccddeeff00";
        what.tenant_id = "9d53c6fa-b38e-4509-8fb1-51dedb421aac";
        what.user_id = "d19d4719-70b6-477d-9394-d829cd102726";
        what.not_before = 1'700'000'000;
        what.not_after = 2'015'360'000;
        ASSERT_TRUE(make_device_certificate(ca, key.get(), what, made).ok());
    }
    issuer ca;
    key_ptr key;
    device_certificate_request what;
    certificate_ptr made;
};

TEST_F(DeviceCertificate, ExtensionsHaveTheRealForm)
{
    EXPECT_EQ(extension(made.get(), 2), "048110443322116655887799aabbccddeeff00");
    EXPECT_EQ(extension(made.get(), 3), "04811019479dd1b6707d479394d829cd102726");
    EXPECT_EQ(extension(made.get(), 5), "048110fac6539d8eb309458fb151dedb421aac");
    EXPECT_EQ(extension(made.get(), 8), "0481024555");
    EXPECT_EQ(extension(made.get(), 7), "04810131");
    EXPECT_EQ(extension(made.get(), 1), "-"); // those are AD FS's
    EXPECT_EQ(extension(made.get(), 4), "-");
    what.joined = false;
    ASSERT_TRUE(make_device_certificate(ca, key.get(), what, made).ok());
    EXPECT_EQ(extension(made.get(), 7), "04810130");
}

TEST_F(DeviceCertificate, TheIssuerIsOneNameOfFourParts)
{
    X509_NAME* issuer_name = X509_get_issuer_name(made.get());
    ASSERT_EQ(X509_NAME_entry_count(issuer_name), 4);
    for (int i = 0; i < 4; i++)
        EXPECT_EQ(X509_NAME_ENTRY_set(X509_NAME_get_entry(issuer_name, i)), 0) << i;
    char text[256];
    X509_NAME_get_text_by_NID(issuer_name, NID_commonName, text, sizeof text);
    EXPECT_STREQ(text, "MS-Organization-Access");
    X509_NAME_get_text_by_NID(issuer_name, NID_organizationalUnitName, text, sizeof text);
    EXPECT_STREQ(text, "82dbaca4-3e81-46ca-9c73-0950c1eaca97");
}

TEST_F(DeviceCertificate, TheSubjectIsTheDeviceAlone)
{
    X509_NAME* subject = X509_get_subject_name(made.get());
    ASSERT_EQ(X509_NAME_entry_count(subject), 1);
    char text[256];
    X509_NAME_get_text_by_NID(subject, NID_commonName, text, sizeof text);
    EXPECT_EQ(text, what.device_id);
}

TEST_F(DeviceCertificate, ItMayAuthenticateAClientAndNoMore)
{
    EXPECT_EQ(X509_get_extended_key_usage(made.get()), static_cast<uint32_t>(XKU_SSL_CLIENT));
    EXPECT_EQ(X509_check_ca(made.get()), 0);
    for (const int nid : {NID_basic_constraints, NID_ext_key_usage}) {
        const int at = X509_get_ext_by_NID(made.get(), nid, -1);
        ASSERT_GE(at, 0);
        EXPECT_EQ(X509_EXTENSION_get_critical(X509_get_ext(made.get(), at)), 1);
    }
}

TEST_F(DeviceCertificate, TheAuthoritySignedItWithRsaAndSha256)
{
    EXPECT_EQ(X509_verify(made.get(), ca.key.get()), 1);
    EXPECT_EQ(X509_get_signature_nid(made.get()), NID_sha256WithRSAEncryption);
    EXPECT_EQ(X509_NAME_cmp(X509_get_issuer_name(made.get()),
                            X509_get_subject_name(ca.certificate.get())),
              0);
}

TEST_F(DeviceCertificate, ValidityIsWhatWasAsked)
{
    EXPECT_EQ(ASN1_TIME_cmp_time_t(X509_get0_notBefore(made.get()), 1'700'000'000), 0);
    EXPECT_EQ(ASN1_TIME_cmp_time_t(X509_get0_notAfter(made.get()), 2'015'360'000), 0);
}

TEST_F(DeviceCertificate, TheSameDeviceHasTheSameCertificate)
{
    certificate_ptr again;
    ASSERT_TRUE(make_device_certificate(ca, key.get(), what, again).ok());
    EXPECT_EQ(der_of(made.get()), der_of(again.get()));
}

TEST_F(DeviceCertificate, IdsThatAreNoGuidsAreRefused)
{
    what.tenant_id = "contoso.com";
    certificate_ptr other;
    EXPECT_FALSE(make_device_certificate(ca, key.get(), what, other).ok());
    EXPECT_EQ(other, nullptr);
}

TEST(DeviceKeys, ThePoolIsWhatItsNamesSay)
{
    const std::pair<const char*, int> sizes[] = {
        {"device", 2048}, {"device2", 2048}, {"wrong", 2048}, {"weak", 1024}, {"stk", 2048}};
    std::vector<key_ptr> keys;
    for (const auto& [name, bits] : sizes) {
        key_ptr& key = keys.emplace_back();
        ASSERT_TRUE(load_key(share + name + ".key", key).ok()) << name;
        EXPECT_EQ(EVP_PKEY_get_base_id(key.get()), EVP_PKEY_RSA);
        EXPECT_EQ(EVP_PKEY_get_bits(key.get()), bits) << name;
    }
    for (std::size_t i = 0; i < keys.size(); i++) {
        for (std::size_t k = 0; k < i; k++) EXPECT_NE(EVP_PKEY_eq(keys[i].get(), keys[k].get()), 1);
    }
}

} // namespace
} // namespace dsreg::lab
