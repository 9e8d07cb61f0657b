#include "device/token_reply.h"

#include <dsreg/svc/device.h>
#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::device;

namespace {

const std::string granted =
    R"({"token_type":"Bearer","expires_in":"3599","access_token":"eyJ0.x.y"})";

std::string error_body(const std::string& codes, const std::string& words = "AADSTS1: words")
{
    return R"({"error":"invalid_grant","error_description":")" + words + R"(","error_codes":[)" +
           codes + R"(],"suberror":"device_authentication_failed",)" +
           R"("correlation_id":"F1A1FB57-6e0c-4d4e-9a6e-0b5f2f5d3c11"})";
}

std::string words_only(const std::string& words)
{
    return R"({"error":"invalid_grant","error_description":")" + words + R"("})";
}

wire::device_verdict of_codes(const std::string& codes)
{
    return read_token_reply(400, error_body(codes));
}

uint32_t of_words(const std::string& words)
{
    return read_token_reply(400, words_only(words)).verdict;
}

bool is_protocol(const wire::device_verdict& v)
{
    return v.verdict == DSREG_DEVICE_NO_ANSWER && v.error == DSREG_X_PROTOCOL;
}

std::string nonce_of(int status, const std::string& body)
{
    wire::device_verdict problem;
    return read_nonce(status, body, problem);
}

} // namespace

TEST(TokenReply, AGrantedTokenIsAGoodDeviceAndGoesNoFurther)
{
    const wire::device_verdict v = read_token_reply(200, granted);
    EXPECT_EQ(v.verdict, DSREG_DEVICE_OK);
    EXPECT_EQ(v.http_status, 200);
    EXPECT_EQ(wire::encode(v).find("eyJ0"), std::string::npos);
}

TEST(TokenReply, EveryKnownNumberHasItsMeaning)
{
    for (const char* disabled : {"135011", "130007"}) {
        EXPECT_EQ(of_codes(disabled).verdict, DSREG_DEVICE_DISABLED) << disabled;
        EXPECT_EQ(of_codes(disabled).error, DSREG_X_NONE);
    }
    for (const char* deleted : {"700003", "50155", "130008"})
        EXPECT_EQ(of_codes(deleted).verdict, DSREG_DEVICE_DELETED) << deleted;
    EXPECT_EQ(of_codes("700003").aadsts, 700003u);
}

TEST(TokenReply, EveryOtherNumberIsNoAnswer)
{
    for (const char* other : {"135010", "130006", "50187", "50097", "50027", "50006", "500133",
                              "140000", "90002", "90038", "50049", "221000", "4711"}) {
        const wire::device_verdict v = of_codes(other);
        EXPECT_EQ(v.verdict, DSREG_DEVICE_NO_ANSWER) << other;
        EXPECT_EQ(v.error, DSREG_X_REFUSED) << other;
        EXPECT_EQ(std::to_string(v.aadsts), other);
    }
}

TEST(TokenReply, NumbersAreNeverReadByTheirBeginning)
{
    for (const char* longer : {"1350110", "7000030", "501550", "13501", "70000", "5015"})
        EXPECT_EQ(of_codes(longer).verdict, DSREG_DEVICE_NO_ANSWER) << longer;
    EXPECT_EQ(of_words("AADSTS1350110: no"), DSREG_DEVICE_NO_ANSWER);
    EXPECT_EQ(of_words("AADSTS700003000: no"), DSREG_DEVICE_NO_ANSWER);
}

TEST(TokenReply, AnInnerNumberDecides)
{
    const wire::device_verdict v = of_codes("70002,135011");
    EXPECT_EQ(v.verdict, DSREG_DEVICE_DISABLED);
    EXPECT_EQ(v.aadsts, 135011u);
}

TEST(TokenReply, TheCodesDecideAndNotTheWords)
{
    const std::string words = "AADSTS70002: Error. AADSTS135011: Device is disabled.";
    EXPECT_EQ(read_token_reply(400, error_body("4711", words)).verdict, DSREG_DEVICE_NO_ANSWER);
    EXPECT_EQ(read_token_reply(400, error_body("700003", words)).verdict, DSREG_DEVICE_DELETED);
}

TEST(TokenReply, AWrapperAloneLeavesItToTheWordsThatItWraps)
{
    const auto of = [](const std::string& words) {
        return read_token_reply(400, error_body("70002", words));
    };
    EXPECT_EQ(of("AADSTS70002: Error. AADSTS135011: Disabled.").verdict, DSREG_DEVICE_DISABLED);
    EXPECT_EQ(of("AADSTS70002: Error. AADSTS135011: Disabled.").aadsts, 135011u);
    EXPECT_EQ(of("AADSTS70002: Error. AADSTS50155: Unknown.").verdict, DSREG_DEVICE_DELETED);
    EXPECT_EQ(of("AADSTS70002: Error.").verdict, DSREG_DEVICE_NO_ANSWER);
    EXPECT_EQ(of("AADSTS70002: Error.").aadsts, 70002u);
    EXPECT_EQ(of("AADSTS700003: Unknown.").verdict, DSREG_DEVICE_NO_ANSWER); // it wraps nothing
}

TEST(TokenReply, DisabledWinsOverDeletedWhateverTheOrder)
{
    for (const char* codes : {"50155,135011", "135011,50155", "700003,70002,130007"})
        EXPECT_EQ(of_codes(codes).verdict, DSREG_DEVICE_DISABLED) << codes;
}

TEST(TokenReply, ACodeThatIsNotAboutTheDeviceLeavesNoVerdict)
{
    for (const char* codes : {"90033,700003", "700003,90033", "70002,50155,4711", "135011,4711"}) {
        EXPECT_EQ(of_codes(codes).verdict, DSREG_DEVICE_NO_ANSWER) << codes;
        EXPECT_EQ(of_codes(codes).error, DSREG_X_REFUSED) << codes;
    }
    EXPECT_EQ(of_codes("700003,90033").aadsts, 90033u);
}

TEST(TokenReply, AServerInTroubleDecidesNothing)
{
    for (const int status : {500, 502, 503, 504}) {
        const wire::device_verdict v = read_token_reply(status, error_body("700003"));
        EXPECT_EQ(v.verdict, DSREG_DEVICE_NO_ANSWER) << status;
        EXPECT_EQ(v.error, DSREG_X_REFUSED) << status;
    }
}

TEST(TokenReply, ANumberThatTheWordsMerelyMentionDecidesNothing)
{
    EXPECT_EQ(of_words("AADSTS50049: Unknown or invalid instance, compare AADSTS700003."),
              DSREG_DEVICE_NO_ANSWER);
    EXPECT_EQ(of_words("AADSTS70002: Error. AADSTS50049: No. Compare AADSTS700003."),
              DSREG_DEVICE_NO_ANSWER);
    EXPECT_EQ(of_words("AADSTS700003000: Odd. AADSTS700003"), DSREG_DEVICE_NO_ANSWER);
    EXPECT_EQ(of_words("AADSTS: Odd. AADSTS700003"), DSREG_DEVICE_NO_ANSWER);
}

TEST(TokenReply, WithoutCodesTheNumbersInTheWordsDecide)
{
    EXPECT_EQ(of_words("AADSTS70002: Error validating credentials. AADSTS135011: Device used "
                       "during the authentication is disabled."),
              DSREG_DEVICE_DISABLED);
    EXPECT_EQ(of_words("AADSTS700003: Device object was not found in the tenant 'x' directory."),
              DSREG_DEVICE_DELETED);
    EXPECT_EQ(of_words("The device was deleted."), DSREG_DEVICE_NO_ANSWER);
    EXPECT_EQ(of_words("AADSTS: 700003"), DSREG_DEVICE_NO_ANSWER);
}

TEST(TokenReply, KeepsWhatTheServerSaid)
{
    const wire::device_verdict v = read_token_reply(
        400, error_body("135011", R"(AADSTS135011: Device is disabled.\r\nTrace ID: 1-2-3\r\n)"
                                  R"(Correlation ID: 4-5-6\r\nTimestamp: 2026-01-01 00:00:00Z)"));
    EXPECT_EQ(v.text, "AADSTS135011: Device is disabled.");
    EXPECT_EQ(v.suberror, "device_authentication_failed");
    EXPECT_EQ(v.correlation, "f1a1fb57-6e0c-4d4e-9a6e-0b5f2f5d3c11");
    EXPECT_EQ(v.http_status, 400);
}

TEST(TokenReply, AnEchoOfTheRequestIsRemoved)
{
    const std::string jws =
        "eyJhbGciOiJSUzI1NiJ9.eyJyZXNvdXJjZSI6Imh0dHBzOi8vZ3JhcGgifQ.c2lnbmF0dXJl";
    const wire::device_verdict v = read_token_reply(400, words_only("AADSTS50027: bad " + jws));
    EXPECT_EQ(wire::encode(v).find("eyJ"), std::string::npos);
    EXPECT_EQ(v.aadsts, 50027u);
}

TEST(TokenReply, WordsAreBoundedAndSafe)
{
    const wire::device_verdict v = read_token_reply(
        400, words_only("AADSTS1: \\u001b[31m " + std::string(10000, 'a') + " \\u0000"));
    EXPECT_LE(v.text.size(), 1024u);
    EXPECT_EQ(v.text.find('\x1b'), std::string::npos);
}

TEST(TokenReply, APageOfAPortalIsNoAnswer)
{
    EXPECT_TRUE(is_protocol(read_token_reply(200, "<html>Sign in to the hotel</html>")));
    EXPECT_TRUE(is_protocol(read_token_reply(302, "")));
    EXPECT_TRUE(is_protocol(read_token_reply(200, "")));
}

TEST(TokenReply, WithoutATokenIsNotGranted)
{
    for (const char* body :
         {"{}", R"({"access_token":""})", R"({"access_token":null})", R"({"access_token":1})",
          R"({"x":{"access_token":"a"}})", R"({"access_token":"a","error":"invalid_grant"})"})
        EXPECT_TRUE(is_protocol(read_token_reply(200, body))) << body;
}

TEST(TokenReply, AServersTroubleIsItsOwnError)
{
    for (const int status : {400, 404, 500, 503}) {
        const wire::device_verdict v = read_token_reply(status, "<html>Service Unavailable</html>");
        EXPECT_EQ(v.verdict, DSREG_DEVICE_NO_ANSWER);
        EXPECT_EQ(v.error, DSREG_X_REFUSED);
        EXPECT_EQ(v.http_status, status);
    }
}

TEST(TokenReply, GarbageIsNeverAVerdict)
{
    for (const char* body :
         {"[]", "[{\"error_codes\":[700003]}]", "null", "\"700003\"", "700003", "{", "{\"error\":",
          R"({"error":"a","error_codes":["700003"]})", R"({"error":"a","error_codes":[700003.0]})",
          R"({"error":"a","error_codes":700003})", R"({"error":"a","error_codes":{"a":700003}})",
          R"({"error":"a","error_codes":[[700003]]})", R"({"error":"a","error_codes":[-700003]})",
          R"({"error":"a","error_codes":[4295667299]})", R"({"error":1,"error_codes":[700003]})",
          R"({"error":"a","error_codes":[1],"error_codes":[700003]})",
          R"({"error_codes":[700003]})", R"({"error":"a","error_codes":[700003]} x)"})
        EXPECT_EQ(read_token_reply(400, body).verdict, DSREG_DEVICE_NO_ANSWER) << body;
    std::string deep = "{\"error\":\"a\",\"x\":";
    for (int i = 0; i < 10000; i++) deep += '[';
    EXPECT_EQ(read_token_reply(400, deep).verdict, DSREG_DEVICE_NO_ANSWER);
}

TEST(TokenReply, MembersInsideOfOthersAreNotRead)
{
    EXPECT_EQ(read_token_reply(400, R"({"error":"a","inner":{"error_codes":[700003]}})").verdict,
              DSREG_DEVICE_NO_ANSWER);
}

TEST(Nonce, IsRead)
{
    EXPECT_EQ(nonce_of(200, R"({"Nonce":"AwABAAEAAAAC_-.~+/="})"), "AwABAAEAAAAC_-.~+/=");
}

TEST(Nonce, WithAnythingThatCouldChangeTheRequestIsNone)
{
    for (const char* bad :
         {R"({"Nonce":"a\",\"resource\":\"b"})", R"({"Nonce":"a b"})", R"({"Nonce":"a\\b"})",
          R"({"Nonce":""})", R"({"Nonce":1})", "{}", R"({"nonce":"a"})", "<html>"})
        EXPECT_EQ(nonce_of(200, bad), "") << bad;
    EXPECT_EQ(nonce_of(200, "{\"Nonce\":\"" + std::string(5000, 'a') + "\"}"), "");
    EXPECT_EQ(nonce_of(400, R"({"Nonce":"a"})"), "");
}

TEST(Nonce, ThatIsRefusedSaysNothingAboutTheDevice)
{
    wire::device_verdict problem;
    EXPECT_EQ(read_nonce(400, error_body("700003"), problem), "");
    EXPECT_EQ(problem.verdict, DSREG_DEVICE_NO_ANSWER);
    EXPECT_EQ(problem.error, DSREG_X_REFUSED);
    EXPECT_EQ(problem.aadsts, 700003u);
}
