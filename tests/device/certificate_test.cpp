#include "device/certificate.h"

#include "device/extension.h"
#include "device/sample.h"

#include <ctime>
#include <dsreg/svc/device.h>
#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::device;
using namespace dsreg::device_test;

namespace {

std::string vector_file()
{
    return file_bytes(DSREG_SOURCE_DIR "/tests/device/vectors/msdvrj_device.der");
}

certificate parsed(const std::string& file)
{
    certificate c;
    const status s = parse_certificate(file, c);
    EXPECT_TRUE(s.ok()) << s.text();
    return c;
}

certificate parsed(const certificate_plan& plan)
{
    const key_ptr key = ec_key();
    return parsed(der_of(make_certificate(key.get(), plan).get()));
}

bool refused(const std::string& file)
{
    certificate c;
    return !parse_certificate(file, c).ok() && !c.shown.there;
}

// 2016-02-22 22:02:11 UTC and so on, of the contract's nanoseconds.
std::string date(int64_t ns)
{
    const std::time_t seconds = ns / 1'000'000'000;
    char text[32];
    std::strftime(text, sizeof text, "%F %T", std::gmtime(&seconds));
    return text;
}

certificate with(int number, const std::string& value)
{
    certificate_plan plan;
    plan.extensions[number] = value;
    return parsed(plan);
}

} // namespace

TEST(RealCertificate, HasTheThumbprintOfItsReply)
{
    EXPECT_EQ(parsed(vector_file()).shown.thumbprint, "D09A73223D16855752C5E820A70540BA6450103E");
}

TEST(RealCertificate, SaysWhoItIs)
{
    const certificate c = parsed(vector_file());
    EXPECT_EQ(c.shown.subject, "9d53c6fa-b38e-4509-8fb1-51dedb421aac");
    EXPECT_EQ(c.shown.issuer, "MS-Organization-Access");
    EXPECT_EQ(c.shown.device_id, c.shown.subject);
    EXPECT_EQ(c.shown.user_id, c.shown.subject);
    EXPECT_EQ(c.shown.tenant_id, "");
    EXPECT_EQ(c.shown.region, "");
    EXPECT_EQ(c.note, "");
}

TEST(RealCertificate, EveryExtensionHasItsPublishedValue)
{
    const certificate_ptr x = open_certificate(vector_file());
    const std::map<int, std::string> guids = {{1, "d19d4719-70b6-477d-9394-d829cd102726"},
                                              {2, "9d53c6fa-b38e-4509-8fb1-51dedb421aac"},
                                              {3, "9d53c6fa-b38e-4509-8fb1-51dedb421aac"},
                                              {4, "08d8a7f9-581f-401b-95ff-b4f2bb6d9415"}};
    for (const auto& [number, guid] : guids) {
        std::string bytes;
        EXPECT_EQ(find_extension(x.get(), number, bytes), 1) << number;
        EXPECT_EQ(guid_of(bytes), guid) << number;
    }
    std::string join, none;
    EXPECT_EQ(find_extension(x.get(), 7, join), 1);
    EXPECT_EQ(join, "1");
    for (const int absent : {5, 6, 8}) EXPECT_EQ(find_extension(x.get(), absent, none), 0);
}

TEST(RealCertificate, IsOfADirectoryOnPremisesAndJoined)
{
    const certificate c = parsed(vector_file());
    EXPECT_TRUE(c.shown.enterprise);
    EXPECT_EQ(c.shown.join_type, DSREG_JOIN_JOINED);
    EXPECT_TRUE(c.shown.client_auth);
}

TEST(RealCertificate, HasItsDatesAndKey)
{
    const certificate c = parsed(vector_file());
    EXPECT_EQ(date(c.shown.not_before), "2016-02-22 22:02:11");
    EXPECT_EQ(date(c.shown.not_after), "2026-02-19 22:12:11");
    EXPECT_EQ(c.shown.key_type, "RSA");
    EXPECT_EQ(c.shown.key_bits, 2048u);
    EXPECT_EQ(c.shown.der, vector_file());
}

TEST(Certificate, OfEntraIsRead)
{
    const certificate c = parsed(certificate_plan{});
    EXPECT_EQ(c.shown.device_id, device_id);
    EXPECT_EQ(c.shown.tenant_id, tenant_id);
    EXPECT_EQ(c.shown.user_id, user_id);
    EXPECT_EQ(c.shown.region, "EU");
    EXPECT_EQ(c.shown.join_type, DSREG_JOIN_JOINED);
    EXPECT_FALSE(c.shown.enterprise);
    EXPECT_EQ(c.note, "");
}

TEST(Certificate, AMultiValuedIssuerIsTakenApart)
{
    const certificate c = parsed(certificate_plan{});
    EXPECT_EQ(c.shown.issuer, "MS-Organization-Access");
    EXPECT_EQ(c.shown.issuer_unit, "82dbaca4-3e81-46ca-9c73-0950c1eaca97");
}

TEST(Certificate, PemAndDerSayTheSame)
{
    const key_ptr key = ec_key();
    const certificate_ptr x = make_certificate(key.get());
    const certificate pem = parsed(pem_of(x.get())), der = parsed(der_of(x.get()));
    EXPECT_EQ(pem.shown.thumbprint, der.shown.thumbprint);
    EXPECT_EQ(pem.shown.der, der.shown.der);
    EXPECT_EQ(pem.shown.thumbprint.size(), 40u);
}

TEST(Certificate, BothFormsOfTheLengthAreRead)
{
    const std::string bytes = windows_bytes(device_id);
    EXPECT_EQ(with(2, short_form(bytes)).shown.device_id, device_id);
    EXPECT_EQ(with(2, long_form(bytes)).shown.device_id, device_id);
    EXPECT_EQ(with(2, std::string("\x04\x82\x00\x10", 4) + bytes).shown.device_id, device_id);
}

TEST(Certificate, AnExtensionOfAnotherShapeIsNoValueAndSaidSo)
{
    const std::string bytes = windows_bytes(device_id);
    const std::string bad[] = {
        bytes,                              // no OCTET STRING
        "\x0c\x10" + bytes,                 // a UTF8String
        long_form(bytes) + "x",             // something behind it
        "\x04\x81\x20" + bytes,             // longer than it is
        long_form(bytes.substr(1)),         // no GUID
        long_form(bytes + bytes),           // two of them
        std::string("\x04\x80", 2) + bytes, // indefinite length
        "\x04\x84\xff\xff\xff\xff" + bytes, // four gigabytes
        "\x04\x81",                         // cut off
        "\x04\x85\x01\x01\x01\x01\x01\x01", // a length of five octets
    };
    for (const std::string& value : bad) {
        const certificate c = with(2, value);
        EXPECT_EQ(c.shown.device_id, "") << testing::PrintToString(value);
        EXPECT_NE(c.note.find("284.2"), std::string::npos) << testing::PrintToString(value);
        EXPECT_EQ(c.shown.tenant_id, tenant_id);
    }
}

TEST(Certificate, AnExtensionThatIsThereTwiceIsNoValue)
{
    certificate_plan plan;
    plan.repeat = 5;
    EXPECT_EQ(parsed(plan).shown.tenant_id, "");
}

TEST(Certificate, TheKindOfJoin)
{
    EXPECT_EQ(with(7, long_form("0")).shown.join_type, DSREG_JOIN_REGISTERED);
    EXPECT_EQ(with(7, short_form("1")).shown.join_type, DSREG_JOIN_JOINED);
    for (const char* other : {"2", "01", "\x01", "joined"})
        EXPECT_EQ(with(7, long_form(other)).shown.join_type, DSREG_JOIN_UNKNOWN) << other;
}

TEST(Certificate, ARegionIsTwoCapitals)
{
    EXPECT_EQ(with(8, long_form("NA")).shown.region, "NA");
    for (const char* other : {"eu", "E", "EUR", "E\n", ""})
        EXPECT_EQ(with(8, long_form(other)).shown.region, "") << other;
}

TEST(Certificate, EitherExtensionOfADirectoryOnPremisesCounts)
{
    EXPECT_TRUE(with(1, long_form(windows_bytes(device_id))).shown.enterprise);
    EXPECT_TRUE(with(4, long_form(windows_bytes(device_id))).shown.enterprise);
}

TEST(Certificate, ATrailingNulOfTheSubjectIsDropped)
{
    certificate_plan plan;
    plan.subject = device_id + std::string(1, '\0');
    EXPECT_EQ(parsed(plan).shown.subject, device_id);
}

TEST(Certificate, ASubjectIsSafeText)
{
    certificate_plan plan;
    plan.subject = std::string("a\0b\x1b[31m", 8);
    const std::string subject = parsed(plan).shown.subject;
    EXPECT_EQ(subject.find('\0'), std::string::npos);
    EXPECT_EQ(subject.find('\x1b'), std::string::npos);
}

TEST(Certificate, OnlyClientAuthenticationCounts)
{
    certificate_plan plan;
    plan.usage = "serverAuth";
    EXPECT_FALSE(parsed(plan).shown.client_auth);
    plan.usage = "serverAuth,clientAuth";
    EXPECT_TRUE(parsed(plan).shown.client_auth);
    plan.usage = ""; // no restriction
    EXPECT_TRUE(parsed(plan).shown.client_auth);
}

TEST(Certificate, KindAndSizeOfTheKey)
{
    EXPECT_EQ(parsed(certificate_plan{}).shown.key_type, "EC");
    EXPECT_EQ(parsed(certificate_plan{}).shown.key_bits, 256u);
    const key_ptr weak = weak_key();
    const certificate c = parsed(der_of(make_certificate(weak.get()).get()));
    EXPECT_EQ(c.shown.key_type, "RSA");
    EXPECT_EQ(c.shown.key_bits, 1024u);
}

TEST(Certificate, DatesAreReadAndNotJudged)
{
    certificate_plan expired, future;
    expired.from_seconds = -86400L * 4000;
    expired.to_seconds = -86400;
    future.from_seconds = 86400;
    const int64_t now = int64_t{std::time(nullptr)} * 1'000'000'000;
    EXPECT_LT(parsed(expired).shown.not_after, now);
    EXPECT_GT(parsed(future).shown.not_before, now);
}

TEST(Certificate, TheFirstOfSeveralCountsAndTheRestIsSaid)
{
    const key_ptr key = ec_key();
    certificate_plan other;
    other.subject = "other";
    const std::string first = pem_of(make_certificate(key.get()).get());
    const std::string second = pem_of(make_certificate(key.get(), other).get());
    const certificate c = parsed("a comment\n" + first + second);
    EXPECT_EQ(c.shown.subject, device_id);
    EXPECT_NE(c.note, "");
    EXPECT_EQ(parsed(first + "\n\n").note, "");
    EXPECT_NE(parsed(first + "rubbish").note, "");
}

TEST(Certificate, RubbishBehindDerIsSaidAndNotCounted)
{
    const std::string der = vector_file();
    const certificate c = parsed(der + "rubbish");
    EXPECT_NE(c.note, "");
    EXPECT_EQ(c.shown.der, der);
    EXPECT_EQ(c.shown.thumbprint, parsed(der).shown.thumbprint);
}

TEST(Certificate, GarbageIsNone)
{
    const key_ptr key = ec_key();
    const std::string pem = pem_of(make_certificate(key.get()).get());
    EXPECT_TRUE(refused(""));
    EXPECT_TRUE(refused("garbage"));
    EXPECT_TRUE(refused("\x30"));
    EXPECT_TRUE(refused(std::string(1000, '\x30')));
    EXPECT_TRUE(refused(std::string("\x30\x84\xff\xff\xff\xff")));
    EXPECT_TRUE(refused(pem.substr(0, pem.size() / 2)));
    EXPECT_TRUE(refused("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
    EXPECT_TRUE(refused(pem_of(key.get())));
    EXPECT_TRUE(refused(vector_file().substr(0, 1000)));
    EXPECT_TRUE(refused(std::string(64 * 1024 + 1, ' ') + pem));
}

TEST(Certificate, NoDamageOfOneByteBreaksTheParser)
{
    const std::string whole = vector_file();
    for (std::size_t i = 0; i < whole.size(); i++) {
        for (const int change : {0x01, 0x80, 0xff}) {
            std::string damaged = whole;
            damaged[i] = static_cast<char>(damaged[i] ^ change);
            certificate c;
            if (parse_certificate(damaged, c).ok()) {
                EXPECT_EQ(c.shown.thumbprint.size(), 40u) << i;
            }
        }
    }
}
