#include "device/key.h"

#include "device/key_check.h"
#include "device/sample.h"

#include <dsreg/svc/device.h>
#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::device;
using namespace dsreg::device_test;

namespace {

key_state state_of(const std::string& file)
{
    key_ptr key;
    const key_state state = load_key(file, key);
    EXPECT_EQ(static_cast<bool>(key), state == key_state::good);
    return state;
}

uint32_t signing(EVP_PKEY* key, EVP_PKEY* certified)
{
    return sign_with_key(key, der_of(make_certificate(certified).get())).verdict;
}

} // namespace

TEST(Key, EveryFormIsRead)
{
    const key_ptr rsa = rsa_key(), ec = ec_key();
    for (EVP_PKEY* key : {rsa.get(), ec.get()}) {
        for (const std::string& file :
             {pem_of(key), traditional_pem_of(key), der_of(key), pkcs8_der_of(key)}) {
            key_ptr loaded;
            ASSERT_EQ(load_key(file, loaded), key_state::good);
            EXPECT_EQ(EVP_PKEY_eq(loaded.get(), key), 1);
        }
    }
}

TEST(Key, IsFoundBehindACertificateAndParameters)
{
    const key_ptr key = ec_key();
    const std::string parameters =
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    EXPECT_EQ(state_of(pem_of(make_certificate(key.get()).get()) + parameters +
                       traditional_pem_of(key.get())),
              key_state::good);
}

TEST(Key, BehindAPassphraseIsLockedAndNobodyIsAsked)
{
    const key_ptr key = rsa_key();
    EXPECT_EQ(state_of(locked_pem_of(key.get())), key_state::locked);
    EXPECT_EQ(state_of(locked_traditional_pem_of(key.get())), key_state::locked);
    EXPECT_EQ(state_of(locked_der_of(key.get())), key_state::locked);
}

TEST(Key, GarbageIsNone)
{
    const key_ptr key = rsa_key();
    const std::string pem = pem_of(key.get());
    EXPECT_EQ(state_of(""), key_state::none);
    EXPECT_EQ(state_of("garbage"), key_state::none);
    EXPECT_EQ(state_of(pem.substr(0, pem.size() / 2)), key_state::none);
    EXPECT_EQ(state_of(pem_of(make_certificate(key.get()).get())), key_state::none);
    EXPECT_EQ(state_of(der_of(key.get()) + "x"), key_state::none);
    EXPECT_EQ(state_of("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
              key_state::garbage);
}

TEST(Key, OfAnotherKindIsNoDeviceKey)
{
    const key_ptr key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    EXPECT_EQ(state_of(pem_of(key.get())), key_state::garbage);
}

TEST(Key, InATpmIsAReference)
{
    EXPECT_EQ(state_of("-----BEGIN TSS2 PRIVATE KEY-----\nMAA=\n-----END TSS2 PRIVATE KEY-----\n"),
              key_state::hardware);
}

TEST(KeyTest, TheCertificatesOwnKeyMatches)
{
    const key_ptr key = rsa_key(), other = rsa_key(1);
    const std::string der = der_of(make_certificate(key.get()).get());
    EXPECT_EQ(match_key(key.get(), der).verdict, DSREG_DEVICE_OK);
    EXPECT_EQ(match_key(other.get(), der).verdict, DSREG_DEVICE_KEY_MISMATCH);
    EXPECT_EQ(match_key(key.get(), "garbage").verdict, DSREG_DEVICE_KEY_MISMATCH);
}

TEST(KeyTest, SignsWithBothKinds)
{
    const key_ptr rsa = rsa_key(), ec = ec_key("P-384");
    EXPECT_EQ(signing(rsa.get(), rsa.get()), DSREG_DEVICE_OK);
    EXPECT_EQ(signing(ec.get(), ec.get()), DSREG_DEVICE_OK);
}

TEST(KeyTest, AnotherKeyDoesNotSign)
{
    const key_ptr rsa = rsa_key(), other = rsa_key(1), ec = ec_key();
    EXPECT_EQ(signing(other.get(), rsa.get()), DSREG_DEVICE_KEY_MISMATCH);
    EXPECT_EQ(signing(ec.get(), rsa.get()), DSREG_DEVICE_KEY_MISMATCH);
}

TEST(KeyTest, ADamagedKeyFailsToSign)
{
    // The public half is the certificate's, the secret one is not: only signing can tell.
    const key_ptr key = ec_key();
    std::string der = der_of(key.get());
    der[10] = static_cast<char>(der[10] ^ 1); // SEQUENCE, version, OCTET STRING: in the secret
    key_ptr damaged;
    ASSERT_EQ(load_key(der, damaged), key_state::good);
    EXPECT_EQ(match_key(damaged.get(), der_of(make_certificate(key.get()).get())).verdict,
              DSREG_DEVICE_OK);
    EXPECT_EQ(signing(damaged.get(), key.get()), DSREG_DEVICE_SIGN_FAILED);
}

TEST(KeyTest, WhatWasChangedDoesNotVerify)
{
    const key_ptr key = rsa_key();
    std::string signature;
    ASSERT_TRUE(sign(key.get(), EVP_sha256(), "data", signature));
    EXPECT_TRUE(verify(key.get(), EVP_sha256(), "data", signature));
    EXPECT_FALSE(verify(key.get(), EVP_sha256(), "date", signature));
}
