#include "keys/certificate.h"
#include "world/identity.h"

#include <gtest/gtest.h>
#include <openssl/x509v3.h>

namespace dsreg::lab {
namespace {

// 0, or the X509_V_ERR_* with which a client that trusts `root` alone refuses.
int verify(X509* leaf, X509* root, const char* host)
{
    X509_STORE* store = X509_STORE_new();
    X509_STORE_add_cert(store, root);
    X509_STORE_CTX* context = X509_STORE_CTX_new();
    X509_STORE_CTX_init(context, store, leaf, nullptr);
    X509_VERIFY_PARAM* wanted = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set1_host(wanted, host, 0);
    X509_VERIFY_PARAM_set_purpose(wanted, X509_PURPOSE_SSL_SERVER);
    X509_VERIFY_PARAM_set_flags(wanted, X509_V_FLAG_X509_STRICT);
    X509_verify_cert(context);
    const int result = X509_STORE_CTX_get_error(context);
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    return result;
}

TEST(Certificates, ALeafIsGoodForItsHostAndItsAuthority)
{
    issuer ca, other;
    key_ptr key;
    ASSERT_TRUE(make_authority("one", ca).ok());
    ASSERT_TRUE(make_authority("two", other).ok());
    ASSERT_TRUE(make_key(key).ok());
    leaf_request what;
    what.names = {"login.microsoftonline.com"};
    certificate_ptr leaf;
    ASSERT_TRUE(make_leaf(ca, key.get(), what, leaf).ok());
    EXPECT_EQ(verify(leaf.get(), ca.certificate.get(), "login.microsoftonline.com"), X509_V_OK);
    EXPECT_EQ(verify(leaf.get(), ca.certificate.get(), "graph.microsoft.com"),
              X509_V_ERR_HOSTNAME_MISMATCH);
    EXPECT_NE(verify(leaf.get(), other.certificate.get(), "login.microsoftonline.com"), X509_V_OK);
    what.days_ago = 100;
    what.days_left = -1;
    ASSERT_TRUE(make_leaf(ca, key.get(), what, leaf).ok());
    EXPECT_EQ(verify(leaf.get(), ca.certificate.get(), "login.microsoftonline.com"),
              X509_V_ERR_CERT_HAS_EXPIRED);
}

TEST(Certificates, TheServerChoosesByHost)
{
    const std::string folder = DSREG_BUILD_DIR "/share/dsreg/lab";
    scenario s;
    s.hosts.push_back({"graph.microsoft.com", "answer", "answer", "other-ca"});
    identities all(s);
    ASSERT_TRUE(all.load(folder).ok());
    issuer ca, other;
    ASSERT_TRUE(load_issuer(folder + "/ca.pem", folder + "/ca.key", ca).ok());
    ASSERT_TRUE(load_issuer(folder + "/other-ca.pem", folder + "/other-ca.key", other).ok());
    const auto served = [&](const char* host) {
        return SSL_CTX_get0_certificate(all.context_for(host));
    };
    EXPECT_EQ(verify(served("vpn.example"), ca.certificate.get(), "vpn.example"), X509_V_OK);
    EXPECT_EQ(verify(served("graph.microsoft.com"), other.certificate.get(), "graph.microsoft.com"),
              X509_V_OK);
    EXPECT_EQ(verify(served(""), ca.certificate.get(), "portal.manage.microsoft.com"), X509_V_OK);
    EXPECT_EQ(served("vpn.example"), served("vpn.example")); // made once
    EXPECT_EQ(all.context_for("a,DNS:b"), nullptr);
}

} // namespace
} // namespace dsreg::lab
