// What is taken out of a recording, and what stays in it.
#include "recording/cleaner.h"

#include <gtest/gtest.h>

using dsreg::recording::cleaner;

namespace {

const std::string jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl";
const std::string sha256 = "009afd85a3a5d1ed58350e667836e6dba1a5a47b5d66402f252c63e23207ec6b";

std::string pem(const std::string& label)
{
    std::string block = "-----BEGIN " + label + "-----\n";
    for (int i = 0; i < 3; i++)
        block += "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo\n";
    return block + "-----END " + label + "-----\n";
}

} // namespace

TEST(RecordingCleaner, TokensLeaveTextsBodiesAndFiles)
{
    const cleaner c;
    for (const char* member : {"text", "error_text", "body", "bytes", "owner"}) {
        const std::string clean = c.member(member, "token " + jwt + " there");
        EXPECT_EQ(clean, "token [removed] there") << member;
        EXPECT_EQ(c.member(member, clean), clean) << member;
    }
}

TEST(RecordingCleaner, CertificatesStayAndPrivateKeysDoNot)
{
    const cleaner c;
    EXPECT_EQ(c.member("bytes", "x\n" + pem("CERTIFICATE") + "y\n"),
              "x\n" + pem("CERTIFICATE") + "y\n");
    EXPECT_EQ(c.member("bytes", pem("PUBLIC KEY")), pem("PUBLIC KEY"));
    for (const char* label :
         {"PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY"})
        EXPECT_EQ(c.member("bytes", "x\n" + pem(label) + pem("CERTIFICATE")),
                  "x\n[removed]\n" + pem("CERTIFICATE"))
            << label;
    const std::string cut = pem("PRIVATE KEY").substr(0, 80);
    EXPECT_EQ(c.member("bytes", "x\n" + cut), "x\n[removed]");
}

TEST(RecordingCleaner, LongPathsAndFingerprintsAreNoTokens)
{
    const cleaner c;
    const std::string path = "/var/lib/" + std::string(40, 'a') + "/" + std::string(40, 'b') + "/x";
    EXPECT_EQ(c.member("path", path), path);
    EXPECT_EQ(c.text(path), path);
    EXPECT_EQ(c.text("/var/" + jwt + "/x"), "/var/[removed]/x");
    EXPECT_EQ(c.member("sha256", sha256), sha256);
    EXPECT_EQ(c.text(sha256), sha256);
    EXPECT_EQ(c.text("key " + sha256), "key [removed]");
}

TEST(RecordingCleaner, HeadersThatCarryCredentialsAreEmptied)
{
    const cleaner c;
    EXPECT_EQ(c.header("Date", "Mon, 21 Sep 2026"), "Mon, 21 Sep 2026");
    for (const char* name : {"Authorization", "set-cookie", "COOKIE", "proxy-authorization"})
        EXPECT_EQ(c.header(name, "short"), "[removed]") << name;
}

TEST(RecordingCleaner, BytesThatAreNoUtf8AreCleanedAsWords)
{
    const cleaner c({"canary"});
    EXPECT_EQ(c.member("bytes", std::string("\xff\x00", 2) + jwt),
              std::string("\xff\x00", 2) + "[removed]");
    EXPECT_EQ(c.member("body", "caf\xe9 " + pem("PRIVATE KEY")), "caf\xe9 [removed]\n");
    EXPECT_EQ(c.member("body", "password=caf\xe9word&x=\xe9"), "password=[removed]&x=\xe9");
    EXPECT_EQ(c.member("bytes", "\xff CANARY"), "\xff [removed]");
    const std::string binary("\xff\x00\x01 ELF \xfe", 8);
    EXPECT_EQ(c.member("bytes", binary), binary);
    EXPECT_EQ(c.member("path", "/x/canary"), "/x/[removed]");
}

TEST(RecordingCleaner, SecretsThatOverlapGoWhole)
{
    const cleaner c({"abcdef", "cdefghij", "efgh", "mnopmnop"});
    EXPECT_EQ(c.text("x abcdefghij y"), "x [removed] y");
    EXPECT_EQ(c.text("x abcdef abcdefgh y"), "x [removed] [removed] y");
    EXPECT_EQ(c.text("abcde ABCDEFx cdefghi"), "abcde [removed]x cd[removed]i");
    EXPECT_EQ(c.text("mnopmnopmnop mnop"), "[removed] mnop");
}

TEST(RecordingCleaner, ASecretThatIsInTheMarkLeavesTheMark)
{
    const cleaner c({"move", "remo"});
    EXPECT_EQ(c.text("[removed] removed"), "[removed] [removed]d") << "two that overlap are one";
    EXPECT_EQ(c.text(c.text("a remo b")), "a [removed] b");
}

TEST(RecordingCleaner, TheLastOfManySecretsGoesToo)
{
    std::vector<std::string> many;
    for (int i = 0; i < 4000; i++) many.push_back("filler-" + std::to_string(i) + ";");
    for (int i = 0; i < 9000; i++) many.push_back("the same one");
    many.push_back("canary");
    const cleaner c(many);
    ASSERT_TRUE(c.usable());
    EXPECT_EQ(c.text("a canary, filler-3999; and filler-4000;"),
              "a [removed], [removed] and filler-4000;");
}

TEST(RecordingCleaner, MoreSecretsThanItCanLookForAreAnErrorAndLeaveNothing)
{
    std::vector<std::string> many;
    for (int i = 0; i < 4097; i++) many.push_back("filler-" + std::to_string(i));
    for (const cleaner& c : {cleaner(many), cleaner({std::string(1024 * 1024 + 1, 's')})}) {
        EXPECT_EQ(c.usable().code(), dsreg::errc::too_large);
        EXPECT_EQ(c.text("anything"), "[removed]");
        EXPECT_EQ(c.member("body", "anything"), "[removed]");
    }
    many.pop_back();
    EXPECT_TRUE(cleaner(many).usable());
}

// Each of these took minutes and more when every find cost a look at the whole text.
// In time that grows with the text alone: else these take hours, and the test's own deadline.
TEST(RecordingCleaner, LargeTextsAreCleanedInOnePass)
{
    constexpr std::size_t most = 4 * 1024 * 1024; // of a body
    std::string body;
    while (body.size() < most) body += "canary ";
    std::string clean = cleaner({"canary"}).member("path", body);
    EXPECT_EQ(clean.substr(0, 20), "[removed] [removed] ");
    EXPECT_EQ(clean.find("canary"), clean.npos);

    std::vector<std::string> alike;
    for (std::size_t i = 4; i < 1000; i++) alike.push_back(std::string(i, 'a') + 'b');
    const std::string nearly(most, 'a');
    EXPECT_EQ(cleaner(alike).member("path", nearly), nearly);
}
