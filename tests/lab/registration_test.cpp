// What each kind of damage leaves in the device root.
#include "file.h"
#include "keys/certificate.h"
#include "registration.h"

#include <ctime>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <sys/stat.h>

namespace dsreg::lab {
namespace {

namespace fs = std::filesystem;
using certificate = certificate_ptr;

const std::string certs = "/etc/microsoft/identity-broker/certs/";
const std::string keys = "/etc/microsoft/identity-broker/private/";
constexpr int64_t day = 86'400;

class Registration : public testing::Test
{
protected:
    void SetUp() override
    {
        t.root = testing::TempDir() + "registration.XXXXXX";
        ASSERT_NE(::mkdtemp(t.root.data()), nullptr);
        name = "drs_" + s.tenant.id + ".pem";
    }
    void TearDown() override { remove_tree(t.root); }

    void write()
    {
        write_registration(t, s, DSREG_BUILD_DIR "/share/dsreg/lab", "/home/lab");
        ASSERT_TRUE(t.error.ok()) << t.error.text();
    }
    bool there(const std::string& path) { return fs::exists(fs::symlink_status(t.root + path)); }
    mode_t mode(const std::string& path)
    {
        struct stat info {};
        EXPECT_EQ(::lstat((t.root + path).c_str(), &info), 0) << path;
        return info.st_mode;
    }
    std::string text(const std::string& path)
    {
        std::string content;
        EXPECT_TRUE(read_file(t.root + path, 1 << 20, content).ok()) << path;
        return content;
    }
    // nullptr: the text holds none.
    static certificate parsed(const std::string& pem)
    {
        BIO* in = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
        certificate c(PEM_read_bio_X509(in, nullptr, nullptr, nullptr));
        BIO_free(in);
        return c;
    }
    certificate the_certificate() { return parsed(text(certs + name)); }
    static key_ptr parsed_key(const std::string& pem, const char* passphrase)
    {
        BIO* in = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
        key_ptr k(PEM_read_bio_PrivateKey(in, nullptr, nullptr, const_cast<char*>(passphrase)));
        BIO_free(in);
        return k;
    }
    // Without asking anybody for a passphrase.
    key_ptr the_key() { return parsed_key(text(keys + name), ""); }
    static bool between(const ASN1_TIME* at, int64_t from, int64_t to)
    {
        const auto now = static_cast<int64_t>(std::time(nullptr));
        return ASN1_TIME_cmp_time_t(at, static_cast<time_t>(now + from)) >= 0 &&
               ASN1_TIME_cmp_time_t(at, static_cast<time_t>(now + to)) <= 0;
    }

    tree t;
    scenario s;
    std::string name;
};

TEST_F(Registration, AHealthyDeviceHasAPairATransportKeyAndANote)
{
    write();
    const certificate c = the_certificate();
    ASSERT_NE(c, nullptr);
    EXPECT_EQ(X509_check_private_key(c.get(), the_key().get()), 1);
    EXPECT_TRUE(between(X509_get0_notBefore(c.get()), -90 * day - 1860, -90 * day - 1800));
    EXPECT_TRUE(between(X509_get0_notAfter(c.get()), 3560 * day - 60, 3560 * day));
    EXPECT_TRUE(there(keys + "stk_" + s.tenant.id + ".pem"));
    EXPECT_EQ(mode(certs + name), S_IFREG | 0600u);
    EXPECT_EQ(mode(keys + name), S_IFREG | 0600u);
    EXPECT_EQ(mode(certs.substr(0, certs.size() - 1)), S_IFDIR | 0700u);
    EXPECT_EQ(mode(keys.substr(0, keys.size() - 1)), S_IFDIR | 0700u);
    EXPECT_EQ(text(keys + name).rfind("-----BEGIN PRIVATE KEY-----", 0), 0u); // PKCS#8
}

TEST_F(Registration, TheNoteOfIntuneNamesTheDevice)
{
    write();
    const std::string note = "/home/lab/.config/intune/registration.toml";
    EXPECT_EQ(mode(note), S_IFREG | 0600u);
    EXPECT_NE(text(note).find("aad_device_hint = \"" + s.device.id + "\"\n"), std::string::npos);
    EXPECT_NE(text(note).find("authority = \"https://login.microsoftonline.com/" + s.tenant.id),
              std::string::npos);
    s.device.intune_id = "11111111-2222-3333-4444-555555555555";
    s.tenant.cloud = "usgov";
    write();
    EXPECT_NE(text(note).find("aad_device_hint = \"11111111-"), std::string::npos);
    EXPECT_NE(text(note).find("https://login.microsoftonline.us/"), std::string::npos);
}

TEST_F(Registration, AnUnregisteredDeviceHasNothing)
{
    s.device.registered = false;
    write();
    EXPECT_TRUE(fs::is_empty(t.root));
}

TEST_F(Registration, IntuneMayBeMissing)
{
    s.device.intune = false;
    write();
    EXPECT_FALSE(there("/home"));
    EXPECT_TRUE(there(certs + name));
}

TEST_F(Registration, Expired)
{
    s.device.certificate = "expired";
    write();
    EXPECT_TRUE(between(X509_get0_notAfter(the_certificate().get()), -10 * day - 60, -10 * day));
}

TEST_F(Registration, ExpiringInTwelveWholeDays)
{
    s.device.certificate = "expiring";
    write();
    EXPECT_TRUE(between(X509_get0_notAfter(the_certificate().get()), 12 * day, 13 * day - 1));
}

TEST_F(Registration, NotYetValid)
{
    s.device.certificate = "not-yet-valid";
    write();
    EXPECT_TRUE(between(X509_get0_notBefore(the_certificate().get()), day - 60, day));
}

TEST_F(Registration, AWrongClockDoesNotMoveTheCertificate)
{
    s.machine.clock_offset_s = 30 * day;
    write();
    EXPECT_TRUE(
        between(X509_get0_notBefore(the_certificate().get()), -90 * day - 1860, -90 * day - 1800));
}

TEST_F(Registration, GarbageIsNoCertificate)
{
    s.device.certificate = "garbage";
    write();
    EXPECT_EQ(the_certificate(), nullptr);
    EXPECT_GT(text(certs + name).size(), 0u);
    ERR_clear_error();
}

TEST_F(Registration, AMissingCertificateLeavesItsKey)
{
    s.device.certificate = "missing";
    write();
    EXPECT_FALSE(there(certs + name));
    EXPECT_TRUE(there(keys + name));
}

TEST_F(Registration, AWeakKeyBelongsToItsCertificate)
{
    s.device.certificate = "weak";
    write();
    const key_ptr key = the_key();
    EXPECT_EQ(EVP_PKEY_get_bits(key.get()), 1024);
    EXPECT_EQ(X509_check_private_key(the_certificate().get(), key.get()), 1);
}

TEST_F(Registration, ALinkLeadsToTheCertificateInsideTheRoot)
{
    s.device.certificate = "link";
    write();
    EXPECT_EQ(mode(certs + name) & S_IFMT, static_cast<mode_t>(S_IFLNK));
    EXPECT_EQ(fs::canonical(t.root + certs + name)
                  .string()
                  .rfind(fs::canonical(t.root).string() + "/var/lib/", 0),
              0u);
    EXPECT_NE(the_certificate(), nullptr);
}

TEST_F(Registration, AFolderStandsWhereTheCertificateShould)
{
    s.device.certificate = "folder";
    write();
    EXPECT_EQ(mode(certs + name) & S_IFMT, static_cast<mode_t>(S_IFDIR));
}

TEST_F(Registration, AHugeFileTakesNoRoom)
{
    s.device.certificate = "huge";
    write();
    struct stat info {};
    ASSERT_EQ(::stat((t.root + certs + name).c_str(), &info), 0);
    EXPECT_EQ(info.st_size, 64L * 1024 * 1024);
    EXPECT_LT(info.st_blocks * 512, 1024 * 1024);
}

TEST_F(Registration, AnotherDevicesCertificate)
{
    s.device.certificate = "other-device";
    write();
    char text[64];
    X509_NAME_get_text_by_NID(X509_get_subject_name(the_certificate().get()), NID_commonName, text,
                              sizeof text);
    EXPECT_STRNE(text, s.device.id.c_str());
    EXPECT_EQ(X509_check_private_key(the_certificate().get(), the_key().get()), 1);
}

TEST_F(Registration, ACertificateMayBeDer)
{
    s.device.format = "der";
    write();
    EXPECT_FALSE(there(certs + name));
    const std::string der = text(certs + "drs_" + s.tenant.id + ".der");
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const certificate c(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    ASSERT_NE(c, nullptr);
    EXPECT_EQ(X509_check_private_key(c.get(), the_key().get()), 1);
}

TEST_F(Registration, AMissingKey)
{
    s.device.key = "missing";
    write();
    EXPECT_FALSE(there(keys + name));
    EXPECT_TRUE(there(certs + name));
}

TEST_F(Registration, AKeyOfAnotherCertificate)
{
    s.device.key = "mismatch";
    write();
    const key_ptr key = the_key();
    ASSERT_NE(key, nullptr);
    EXPECT_NE(X509_check_private_key(the_certificate().get(), key.get()), 1);
    ERR_clear_error();
}

TEST_F(Registration, AKeyThatIsNone)
{
    s.device.key = "garbage";
    write();
    EXPECT_EQ(the_key(), nullptr);
    ERR_clear_error();
}

TEST_F(Registration, ALockedKeyOpensWithItsPassphrase)
{
    s.device.key = "locked";
    write();
    EXPECT_EQ(the_key(), nullptr);
    ERR_clear_error();
    const key_ptr key = parsed_key(text(keys + name), "lab");
    ASSERT_NE(key, nullptr);
    EXPECT_EQ(X509_check_private_key(the_certificate().get(), key.get()), 1);
}

TEST_F(Registration, AnExposedKeyIsForEverybody)
{
    s.device.key = "exposed";
    write();
    EXPECT_EQ(mode(keys + name), S_IFREG | 0644u);
    EXPECT_EQ(mode(keys.substr(0, keys.size() - 1)), S_IFDIR | 0755u); // else nobody gets to it
}

TEST_F(Registration, TheTransportKeyMayBeMissing)
{
    s.device.transport_key = "missing";
    write();
    EXPECT_FALSE(there(keys + "stk_" + s.tenant.id + ".pem"));
    EXPECT_TRUE(there(keys + name));
}

TEST_F(Registration, OtherDevicesHavePairsOfTheirOwn)
{
    s.device.certificate = "missing";
    s.other_devices = {
        {"21111111-2222-3333-4444-555555555555", "31111111-2222-3333-4444-555555555555"}};
    write();
    const std::string other = "drs_" + s.other_devices[0].tenant_id + ".pem";
    const certificate c = parsed(text(certs + other));
    ASSERT_NE(c, nullptr);
    EXPECT_EQ(X509_check_private_key(c.get(), parsed_key(text(keys + other), "").get()), 1);
    EXPECT_NE(text(keys + other), text(keys + name));
}

TEST_F(Registration, HimmelblauKeepsItsOwnNote)
{
    s.broker.kind = "himmelblau";
    write();
    EXPECT_FALSE(there("/etc"));
    EXPECT_FALSE(there("/home"));
    const std::string note = "/var/cache/himmelblaud/himmelblau.conf";
    EXPECT_EQ(mode(note), S_IFREG | 0600u);
    EXPECT_EQ(text(note), "[contoso.com]\ndevice_id = " + s.device.id + "\ntenant_id = " +
                              s.tenant.id + "\nauthority_host = login.microsoftonline.com\n");
}

TEST_F(Registration, AJavaDeviceWithoutACertificateHasNoneOfTheFiles)
{
    s.broker.kind = "java";
    s.device.certificate = "missing";
    write();
    EXPECT_FALSE(there("/etc"));
    EXPECT_TRUE(there("/home/lab/.config/intune/registration.toml"));
}

TEST_F(Registration, WithoutTheLabsKeysItFails)
{
    write_registration(t, s, t.root + "/nowhere", "/home/lab");
    EXPECT_FALSE(t.error.ok());
}

} // namespace
} // namespace dsreg::lab
