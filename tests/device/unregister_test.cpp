// Telling the tenant that this device leaves, over real TLS, and what each answer means here.
#include "device/unregister_stage.h"

using namespace dsreg;
using namespace dsreg::device;
using namespace dsreg::device_test;
using net_test::contains;

TEST_F(Unregister, RemovesCertificateAndKeysAfterTheTenantsYes)
{
    const auto before = tree();
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::done);
    EXPECT_EQ(end.device_id, device_id);
    EXPECT_EQ(end.host, drs);
    EXPECT_EQ(end.http_status, 200);
    EXPECT_FALSE(end.finished_earlier);
    ASSERT_EQ(end.steps.size(), 3u);
    EXPECT_EQ(count(end, wire::removed::yes), 3u);
    for (const auto& path : {certs + "drs_a.pem", keys + "drs_a.pem", keys + "stk_a.pem"})
        EXPECT_FALSE(is_there(path)) << path;
    EXPECT_EQ(rest_of(tree()), rest_of(before)); // no note is left either
}

TEST_F(Unregister, ShowsTheDevicesCertificateAndNothingElse)
{
    unregister();
    ASSERT_EQ(removals.size(), 1u);
    ASSERT_TRUE(shown);
    EXPECT_EQ(EVP_PKEY_eq(X509_get0_pubkey(shown.get()), rsa_key(0).get()), 1);
    const std::string& sent = removals[0];
    EXPECT_EQ(sent.substr(0, sent.find("\r\n")), std::string("DELETE /EnrollmentServer/device/") +
                                                     device_id + "?api-version=1.0 HTTP/1.1");
    EXPECT_TRUE(contains(sent, "\r\nocp-adrs-client-name: dsreg\r\n"));
    EXPECT_TRUE(contains(sent, "\r\nocp-adrs-client-version: "));
    EXPECT_TRUE(contains(sent, "\r\nUser-Agent: dsreg/"));
    EXPECT_TRUE(contains(sent, "\r\nreturn-client-request-id: true\r\n"));
    EXPECT_FALSE(contains(sent, "Authorization")) << sent;
    EXPECT_FALSE(contains(sent, "Content-Type")) << sent;
}

TEST_F(Unregister, SaysUnderWhichIdTheServerKnowsTheRequest)
{
    const wire::device_unregistering end = unregister();
    ASSERT_EQ(removals.size(), 1u);
    std::string guid;
    EXPECT_TRUE(parse_guid(end.correlation, guid));
    EXPECT_TRUE(contains(removals[0], "client-request-id: " + end.correlation + "\r\n"));
}

TEST_F(Unregister, AsksDiscoveryWithoutTheCertificate)
{
    unregister();
    ASSERT_EQ(questions.size(), 1u);
    EXPECT_FALSE(shown_to_discovery);
    EXPECT_EQ(questions[0].substr(0, questions[0].find("\r\n")),
              std::string("GET /") + tenant_id + "/Discover?api-version=1.9 HTTP/1.1");
}

TEST_F(Unregister, WithoutARegistrationOfTheTenantAsksNobody)
{
    const device_broker device(where);
    const std::string tenant = "00000000-0000-0000-0000-000000000001";
    const auto before = tree();
    const auto end = device.unregister(tenant, net::clock::now() + 20s);
    EXPECT_END(end, unregistered::nothing);
    EXPECT_TRUE(contains(end.text, "not registered in the tenant " + tenant)) << end.text;
    EXPECT_EQ(server->connections(), 0u);
    EXPECT_EQ(tree(), before);
}

TEST_F(Unregister, WithAKeyThatDoesNotFitAsksNobody)
{
    write(keys + "drs_a.pem", pem_of(rsa_key(2).get()));
    EXPECT_END(unregister(), unregistered::no_key);
    files::remove(on_disk(keys + "drs_a.pem"));
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::no_key);
    EXPECT_TRUE(contains(end.text, "private key")) << end.text;
    EXPECT_EQ(server->connections(), 0u);
}

TEST_F(Unregister, KnownToAnotherProgramAloneHasNoKey)
{
    files::remove(on_disk(certs + "drs_a.pem"));
    Stage::note("/home/alice/.config/intune/registration.toml",
                "aad_device_hint = \"" + std::string(device_id) +
                    "\"\nauthority = \"https://login.microsoftonline.com/" + tenant_id + "\"\n");
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::no_key);
    EXPECT_TRUE(contains(end.text, "only registration.toml names this device; it may have left "
                                   "the tenant already; if it has, sudo dsreg --cleanup"))
        << end.text;
    write(certs + "drs_a.pem", "garbage");
    const wire::device_unregistering damaged = unregister();
    EXPECT_END(damaged, unregistered::no_key);
    EXPECT_TRUE(contains(damaged.text, "cannot tell the tenant that the device leaves; it can be "
                                       "removed in the Microsoft Entra admin center"))
        << damaged.text;
    EXPECT_EQ(server->connections(), 0u);
}

TEST_F(Unregister, WithMoreFilesThanAreLookedAtAsksNobody)
{
    const std::string key = file_bytes(on_disk(keys + "drs_a.pem"));
    for (int i = 0; i < 260; i++) write(keys + "drs_z" + std::to_string(i), key);
    const auto before = tree();
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::not_started);
    EXPECT_TRUE(contains(end.text, "more files than a device has")) << end.text;
    EXPECT_EQ(server->connections(), 0u);
    EXPECT_EQ(tree(), before);
}

TEST_F(Unregister, WithAFileThatMayNotBeReadAsksNobody)
{
    where.elevated = false; // in this world a disk denies root nothing: all but one file is ours
    where.owners.clear();
    write(keys + "drs_secret.pem", file_bytes(on_disk(keys + "drs_a.pem")));
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::not_started);
    EXPECT_TRUE(contains(end.text, "may not be read")) << end.text;
    EXPECT_EQ(server->connections(), 0u);
}

TEST_F(Unregister, RefusedSaysBothReasonsAndLeavesAll)
{
    const auto before = tree();
    removal_reply = http(401, "");
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::refused);
    EXPECT_EQ(end.http_status, 401);
    for (const char* words : {"gone from the tenant already", "did not arrive", "TLS is inspected",
                              "Nothing was removed", "--cleanup"})
        EXPECT_TRUE(contains(end.text, words)) << end.text;
    EXPECT_FALSE(contains(end.text, "did not even ask"));
    EXPECT_EQ(rest_of(tree()), rest_of(before));
    EXPECT_TRUE(is_there(certs + "drs_a.pem"));
    EXPECT_TRUE(is_there(keys + "drs_a.pem"));
}

TEST_F(Unregister, RefusedWithACertificateOutOfItsTimeNamesThatFirst)
{
    removal_reply = http(401, "");
    certificate_plan hours;
    hours.from_seconds = -3600;
    hours.to_seconds = 3600;
    register_device("drs_a.pem", 0, hours);
    for (const bool late : {true, false}) { // by the clock of this world
        where.clock_offset = (late ? 7200 : -7200) * int64_t{1'000'000'000};
        const wire::device_unregistering end = unregister();
        EXPECT_END(end, unregistered::refused);
        const std::string first = drs + " answered 401: this device's certificate " +
                                  (late ? "has expired (" : "is not valid yet (before ");
        EXPECT_EQ(end.text.substr(0, first.size()), first);
        EXPECT_FALSE(contains(end.text, "either")) << end.text;
        EXPECT_TRUE(contains(end.text,
                             "Nothing was removed here. If the device is gone, sudo dsreg "
                             "--cleanup"))
            << end.text;
        EXPECT_TRUE(is_there(keys + "drs_a.pem"));
    }
}

TEST_F(Unregister, RefusedByAServerThatNeverAskedForTheCertificateSaysSo)
{
    server->ask_who = false;
    removal_reply = http(401, "");
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::refused);
    EXPECT_TRUE(contains(end.text, "did not even ask for the certificate")) << end.text;
    EXPECT_TRUE(contains(end.text, "dsreg test root")) << end.text;
}

TEST_F(Unregister, AYesOfAServerThatNeverAskedForTheCertificateIsNone)
{
    server->ask_who = false;
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::not_removed);
    EXPECT_EQ(end.error, DSREG_X_PROTOCOL);
    EXPECT_TRUE(is_there(keys + "drs_a.pem"));
}

TEST_F(Unregister, AYesWithAPageIsNone)
{
    removal_reply = http(200, "<html>Your request was blocked</html>");
    EXPECT_END(unregister(), unregistered::not_removed);
    EXPECT_TRUE(is_there(keys + "drs_a.pem"));
}

TEST_F(Unregister, AnEmptyYesIsOne)
{
    removal_reply = http(200, "");
    EXPECT_END(unregister(), unregistered::done);
}

TEST_F(Unregister, TheServersReasonIsShownWithoutSecrets)
{
    removal_reply = http(400, R"({"ErrorType":"DirectoryError","Message":"no \u001b[31mway: )"
                              R"(eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2lnbmF0dXJl0123456789012)"
                              R"(34567890123456789","TraceId":"5a895a81"})");
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::not_removed);
    EXPECT_EQ(end.error, DSREG_X_REFUSED);
    EXPECT_EQ(end.http_status, 400);
    EXPECT_TRUE(contains(end.text, "HTTP 400, DirectoryError: no ")) << end.text;
    EXPECT_TRUE(contains(end.text, "trace id 5a895a81")) << end.text;
    EXPECT_FALSE(contains(end.text, "eyJ")) << end.text;
    EXPECT_FALSE(contains(end.text, "\033")) << end.text;
    EXPECT_TRUE(is_there(keys + "drs_a.pem"));
    EXPECT_FALSE(is_there(note("asked")));
}

TEST_F(Unregister, ARedirectIsNotFollowed)
{
    removal_reply = "HTTP/1.1 302 Found\r\nLocation: https://" + drs +
                    "/elsewhere\r\nContent-Length: 0\r\n\r\n";
    EXPECT_END(unregister(), unregistered::not_removed);
    EXPECT_EQ(removals.size(), 1u);
    EXPECT_EQ(questions.size(), 1u);
}

TEST_F(Unregister, AServiceInTroubleRemovesNothingHere)
{
    removal_reply = http(503, "busy");
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::not_removed);
    EXPECT_TRUE(contains(end.text, "HTTP 503")) << end.text;
    EXPECT_TRUE(is_there(keys + "drs_a.pem"));
}

TEST_F(Unregister, WithoutAnAnswerSaysThatTheRequestMayHaveArrived)
{
    removal_reply = silence;
    const wire::device_unregistering end = unregister(5s);
    EXPECT_END(end, unregistered::unreachable);
    EXPECT_EQ(end.error, DSREG_X_TIMEOUT);
    EXPECT_TRUE(contains(end.text, "may have reached the tenant")) << end.text;
    EXPECT_TRUE(is_there(keys + "drs_a.pem"));
    EXPECT_TRUE(is_there(note("asked")));
}

TEST_F(Unregister, WithoutAnAnswerBeforeARefusalNamesThat)
{
    removal_reply = ""; // the connection breaks
    EXPECT_END(unregister(), unregistered::unreachable);
    removal_reply = http(401, "");
    for (int i = 0; i < 2; i++) { // the doubt stays as long as nobody resolves it
        const wire::device_unregistering end = unregister();
        EXPECT_END(end, unregistered::refused);
        EXPECT_TRUE(contains(end.text, "went without an answer")) << end.text;
        EXPECT_TRUE(is_there(keys + "drs_a.pem"));
    }
    removal_reply = http(400, "{}"); // the tenant has it, so nothing was removed
    EXPECT_END(unregister(), unregistered::not_removed);
    EXPECT_FALSE(is_there(note("asked")));
}

TEST_F(Unregister, AnUntrustedServerNeverSeesTheRequest)
{
    const net_test::authority other("another root");
    where.ca_file = other.file();
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::unreachable);
    EXPECT_EQ(end.error, DSREG_X_TLS);
    EXPECT_TRUE(removals.empty());
    EXPECT_FALSE(shown);
    EXPECT_FALSE(is_there(note("asked")));
}

TEST_F(Unregister, WithoutAHostIsUnreachable)
{
    where.hosts = {{drs, 443, "127.0.0.1", 1, ""}};
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::unreachable);
    EXPECT_EQ(end.error, DSREG_X_CONNECT);
}

TEST_F(Unregister, ADiscoveryThatSendsElsewhereIsRefused)
{
    discovery_reply = http(200, discovery("https://sts.contoso.com/EnrollmentServer/device/"));
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::not_removed);
    EXPECT_TRUE(contains(end.text, "sts.contoso.com")) << end.text;
    EXPECT_TRUE(removals.empty());
}

TEST_F(Unregister, ADiscoveryOfAnotherTenantIsRefused)
{
    discovery_reply = http(200, R"({"DeviceJoinService":{"JoinEndpoint":"https://)" + drs +
                                    R"(/x/"},"TenantInfo":{"TenantId":")" + other_tenant + "\"}}");
    EXPECT_END(unregister(), unregistered::not_removed);
    EXPECT_TRUE(removals.empty());
}

TEST_F(Unregister, AsksTheCloudsInTurnAndSaysWhatTheFirstSaid)
{
    discovery_reply = http(400, R"({"ErrorType":"InvalidParameter","Message":"who?"})");
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::not_removed);
    EXPECT_EQ(end.host, drs);
    EXPECT_TRUE(contains(end.text, "who?")) << end.text;
    ASSERT_EQ(questions.size(), 3u);
    EXPECT_TRUE(contains(questions[1], "Host: enterpriseregistration.microsoftonline.us\r\n"));
}

TEST_F(Unregister, AsksTheOneCloudThatIsNamed)
{
    unregister(20s, "usgov");
    ASSERT_EQ(questions.size(), 1u);
    EXPECT_TRUE(contains(questions[0], "Host: enterpriseregistration.microsoftonline.us\r\n"));
}

TEST_F(Unregister, AKeyThatAnotherCertificateHasTooStays)
{
    certificate_plan other;
    other.usual = false;
    other.extensions = {{2, long_form(windows_bytes(other_device))},
                        {5, long_form(windows_bytes(other_tenant))}};
    register_device("drs_other.pem", 0, other); // the key of drs_a, a copy of it
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::done);
    EXPECT_FALSE(is_there(certs + "drs_a.pem"));
    EXPECT_TRUE(is_there(keys + "drs_other.pem"));
    EXPECT_GE(count(end, wire::removed::kept), 1u);
}

TEST_F(Unregister, ATransportKeyOfNobodyKnownStaysAndIsNamed)
{
    write(keys + "stk_unknown.pem", pem_of(rsa_key(2).get()));
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::done);
    EXPECT_TRUE(is_there(keys + "stk_unknown.pem"));
    ASSERT_EQ(count(end, wire::removed::kept), 1u);
    EXPECT_EQ(end.steps.back().path, keys + "stk_unknown.pem");
}

TEST_F(Unregister, CopiesOfTheRegistrationGoToo)
{
    write(old_place + "drs_a.pem",
          file_bytes(on_disk(certs + "drs_a.pem")) + file_bytes(on_disk(keys + "drs_a.pem")));
    EXPECT_END(unregister(), unregistered::done);
    EXPECT_FALSE(is_there(old_place + "drs_a.pem"));
}

TEST_F(Unregister, ALinkInTheWayIsNeverFollowed)
{
    files::rename(on_disk(keys), on_disk("/etc/real"));
    files::create_directory_symlink("../../real",
                                    on_disk("/etc/microsoft/identity-broker/private"));
    const wire::device_unregistering end = unregister();
    EXPECT_END(end, unregistered::left_behind);
    EXPECT_TRUE(files::exists(on_disk("/etc/real/drs_a.pem")));
    EXPECT_TRUE(is_there(note("gone")));
}

TEST_F(Unregister, LookingSaysWhatWouldHappenAndAsksNobody)
{
    const auto before = tree();
    const device_broker device(where);
    const auto ready = device.look_to_unregister(tenant_id);
    EXPECT_EQ(ready.end, 0u);
    EXPECT_EQ(ready.device_id, device_id);
    EXPECT_END(device.look_to_unregister("00000000-0000-0000-0000-000000000001"),
               unregistered::nothing);
    EXPECT_EQ(tree(), before);
    EXPECT_EQ(server->connections(), 0u);
}
