// The key tests of a record.
#include "device/device_broker.h"
#include "device/stage.h"

using namespace dsreg;
using namespace dsreg::device;
using namespace dsreg::device_test;

namespace {

class RecordKey : public Stage
{
protected:
    wire::device_verdict match(const std::string& instance = "drs_a")
    {
        return device_broker(where).key_match(instance);
    }
    wire::device_verdict sign(const std::string& instance = "drs_a")
    {
        return device_broker(where).sign_test(instance);
    }
    void certificate_of(EVP_PKEY* key)
    {
        write(certs + "drs_a", pem_of(make_certificate(key).get()));
    }
};

} // namespace

TEST_F(RecordKey, OfARegisteredDeviceMatchesAndSigns)
{
    register_device("drs_a");
    EXPECT_EQ(match().verdict, DSREG_DEVICE_OK);
    EXPECT_EQ(sign().verdict, DSREG_DEVICE_OK);
    EXPECT_EQ(sign().text, "");
}

TEST_F(RecordKey, MayBeOfAnEllipticCurve)
{
    const auto key = ec_key();
    certificate_of(key.get());
    write(keys + "drs_a", pem_of(key.get()));
    EXPECT_EQ(sign().verdict, DSREG_DEVICE_OK);
}

TEST_F(RecordKey, ThatIsAnotherIsAMismatch)
{
    certificate_of(rsa_key(0).get());
    write(keys + "drs_a", pem_of(rsa_key(1).get()));
    EXPECT_EQ(match().verdict, DSREG_DEVICE_KEY_MISMATCH);
    EXPECT_EQ(sign().verdict, DSREG_DEVICE_KEY_MISMATCH);
}

TEST_F(RecordKey, ThatIsNotThereIsMissing)
{
    certificate_of(rsa_key().get());
    EXPECT_EQ(match().verdict, DSREG_DEVICE_KEY_MISSING);
    write(keys + "drs_b", pem_of(rsa_key(1).get()));
    EXPECT_EQ(match().verdict, DSREG_DEVICE_KEY_MISSING);
}

TEST_F(RecordKey, ThatIsGarbageLockedOrNoFileIsUnusable)
{
    certificate_of(rsa_key().get());
    for (const std::string& bad :
         {std::string("garbage"), locked_pem_of(rsa_key().get()), std::string(70000, 'x')}) {
        write(keys + "drs_a", bad);
        EXPECT_EQ(match().verdict, DSREG_DEVICE_KEY_UNUSABLE) << bad.substr(0, 40);
        EXPECT_NE(match().text, "");
    }
    files::remove(on_disk(keys + "drs_a"));
    files::create_directory(on_disk(keys + "drs_a"));
    EXPECT_EQ(sign().verdict, DSREG_DEVICE_KEY_UNUSABLE);
}

TEST_F(RecordKey, ThatOnlyRootMayReadGivesNoAnswer)
{
    register_device("drs_a");
    pretend(certs + "drs_a", 0100644);
    where.elevated = false;
    EXPECT_EQ(match().verdict, DSREG_DEVICE_NO_ANSWER);
    EXPECT_EQ(match().error, DSREG_X_ACCESS);
    EXPECT_EQ(sign().error, DSREG_X_ACCESS);
}

TEST_F(RecordKey, InATpmGivesNoAnswer)
{
    certificate_of(rsa_key().get());
    write(keys + "drs_a",
          "-----BEGIN TSS2 PRIVATE KEY-----\nMAA=\n-----END TSS2 PRIVATE KEY-----\n");
    EXPECT_EQ(sign().verdict, DSREG_DEVICE_NO_ANSWER);
    EXPECT_NE(sign().text.find("TPM"), std::string::npos);
}

TEST_F(RecordKey, OfWhatIsNotHereGivesNoAnswer)
{
    EXPECT_EQ(match("drs_b").verdict, DSREG_DEVICE_NO_ANSWER);
    EXPECT_EQ(match("drs_b").error, DSREG_X_NOT_FOUND);
    note("/home/alice/.config/intune/registration.toml",
         "aad_device_hint = \"" + std::string(device_id) + "\"\n");
    EXPECT_EQ(match("registration.toml").verdict, DSREG_DEVICE_NO_ANSWER);
}

TEST_F(RecordKey, OfWhatMayNotBeSeenAsksForRoot)
{
    register_device("drs_a");
    where.elevated = false;
    EXPECT_EQ(match().error, DSREG_X_ACCESS);
}

TEST_F(RecordKey, IsLookedUpForItsOwnTenant)
{
    register_device("drs_a", 0);
    register_device("drs_b", 1);
    write(keys + "drs_b", pem_of(rsa_key(2).get()));
    EXPECT_EQ(match("drs_a").verdict, DSREG_DEVICE_OK);
    EXPECT_EQ(match("drs_b").verdict, DSREG_DEVICE_KEY_MISMATCH);
}
