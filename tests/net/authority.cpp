#include "net/authority.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

namespace dsreg::net_test {
namespace {
void add_extension(X509* to, const X509* issuer, int nid, const std::string& value)
{
    X509V3_CTX ctx;
    X509V3_set_ctx_nodb(&ctx);
    X509V3_set_ctx(&ctx, const_cast<X509*>(issuer), to, nullptr, nullptr, 0);
    X509_EXTENSION* one = X509V3_EXT_conf_nid(nullptr, &ctx, nid, value.c_str());
    ASSERT_NE(one, nullptr) << value;
    X509_add_ext(to, one, -1);
    X509_EXTENSION_free(one);
}

identity blank(const std::string& common_name, long from_days, long to_days)
{
    static std::atomic<long> serial{1000};
    identity made;
    made.key.reset(EVP_EC_gen("P-256"), EVP_PKEY_free);
    made.certificate.reset(X509_new(), X509_free);
    X509* c = made.certificate.get();
    X509_set_version(c, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(c), serial++);
    X509_gmtime_adj(X509_getm_notBefore(c), from_days * 86400);
    X509_gmtime_adj(X509_getm_notAfter(c), to_days * 86400);
    X509_set_pubkey(c, made.key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(c), "O", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>("Contoso"), -1, -1, 0);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(c), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                               0);
    return made;
}

void sign(identity& what, const identity& issuer)
{
    X509_set_issuer_name(what.certificate.get(), X509_get_subject_name(issuer.certificate.get()));
    add_extension(what.certificate.get(), issuer.certificate.get(), NID_subject_key_identifier,
                  "hash");
    EXPECT_GT(X509_sign(what.certificate.get(), issuer.key.get(), EVP_sha256()), 0);
}

std::string alternative_names(const leaf_plan& plan)
{
    std::string text;
    for (const std::string& name : plan.names) text += (text.empty() ? "DNS:" : ",DNS:") + name;
    return text;
}

identity signing(const std::string& common_name, const identity* issuer)
{
    identity made = blank(common_name, -10, 3650);
    const X509* by = issuer ? issuer->certificate.get() : made.certificate.get();
    add_extension(made.certificate.get(), by, NID_basic_constraints, "critical,CA:TRUE");
    sign(made, issuer ? *issuer : made);
    return made;
}
} // namespace

identity issue_from(const identity& issuer, const leaf_plan& plan)
{
    identity made = blank(plan.names.at(0), plan.from_days, plan.to_days);
    add_extension(made.certificate.get(), issuer.certificate.get(), NID_subject_alt_name,
                  alternative_names(plan));
    sign(made, issuer);
    return made;
}

identity self_signed(const leaf_plan& plan)
{
    identity made = blank(plan.names.at(0), plan.from_days, plan.to_days);
    add_extension(made.certificate.get(), made.certificate.get(), NID_subject_alt_name,
                  alternative_names(plan));
    sign(made, made);
    return made;
}

authority::authority(const std::string& common_name) : root_(signing(common_name, nullptr))
{
    const char* folder = std::getenv("TMPDIR");
    file_ = std::string(folder ? folder : "/tmp") + "/dsreg-ca-XXXXXX";
    const int fd = ::mkstemp(file_.data());
    std::FILE* out = ::fdopen(fd, "w");
    EXPECT_NE(out, nullptr);
    EXPECT_EQ(PEM_write_X509(out, root_.certificate.get()), 1);
    std::fclose(out);
}

authority::~authority()
{
    ::unlink(file_.c_str());
}

identity authority::issue(const leaf_plan& plan) const
{
    return issue_from(root_, plan);
}

identity authority::intermediate(const std::string& common_name) const
{
    return signing(common_name, &root_);
}

} // namespace dsreg::net_test
