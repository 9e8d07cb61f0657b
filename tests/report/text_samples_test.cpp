// The samples of Microsoft's "Troubleshoot devices by using the dsregcmd command", byte for byte,
// with three slips not copied: the missing blank line after the Device State head, the title line
// of Diagnostic Data that is 73 columns wide, and the missing blank in "AadRecoveryEnabled:". The
// rule that closes each sample is the next section's first line.
#include "samples.h"

#include <gtest/gtest.h>

#include <algorithm>

using namespace dsreg;
using namespace dsreg::report;
using namespace dsreg::report_tests;

namespace {

// Rows come from several modules, in no good order.
std::string drawn(report_t r)
{
    const char* modules[] = {"dsreg.state", "dsreg.certs", "dsreg.zz"};
    std::reverse(r.facts.begin(), r.facts.end());
    std::reverse(r.probes.begin(), r.probes.end());
    for (std::size_t i = 0; i < r.facts.size(); i++) r.facts[i].module = modules[i % 3];
    for (std::size_t i = 0; i < r.probes.size(); i++) r.probes[i].module = modules[i % 2];
    return sections_text(finished(std::move(r)));
}

void add_pre_join(report_t& r, const value& client_time)
{
    add_facts(r, "Diagnostic Data",
              {{"Diagnostics Reference", "www.microsoft.com/aadjerrors"},
               {"User Context", "SYSTEM"},
               {"Fallback to Sync-Join", "ENABLED"}});
    r.facts.push_back(fact_of("Diagnostic Data", "Client Time", client_time));
    for (const char* title : {"AD Connectivity Test", "AD Configuration Test"})
        r.probes.push_back(passed("Diagnostic Data", title));
}

} // namespace

TEST(WindowsSample, DeviceState)
{
    report_t r;
    r.facts = {fact_of("Device State", "AzureAdJoined", yes(), "device.joined"),
               fact_of("Device State", "EnterpriseJoined", no()),
               fact_of("Device State", "DomainJoined", yes()),
               text_fact("Device State", "DomainName", "HYBRIDADFS")};
    EXPECT_EQ(drawn(r),
              R"(+----------------------------------------------------------------------+
| Device State                                                         |
+----------------------------------------------------------------------+

             AzureAdJoined : YES
          EnterpriseJoined : NO
              DomainJoined : YES
                DomainName : HYBRIDADFS

)");
}

TEST(WindowsSample, DeviceDetails)
{
    report_t r;
    add_facts(r, "Device Details",
              {{"DeviceId", "00aa00aa-bb11-cc22-dd33-44ee44ee44ee"},
               {"Thumbprint", "AA11BB22CC33DD44EE55FF66AA77BB88CC99DD00"},
               {"DeviceCertificateValidity",
                "[ 2019-01-11 21:02:50.000 UTC -- 2029-01-11 21:32:50.000 UTC ]"},
               {"KeyContainerId", "00aa00aa-bb11-cc22-dd33-44ee44ee44ee"},
               {"KeyProvider", "Microsoft Software Key Storage Provider"},
               {"DeviceAuthStatus", "SUCCESS"}});
    r.facts.push_back(fact_of("Device Details", "TpmProtected", no()));
    EXPECT_EQ(drawn(r),
              R"(+----------------------------------------------------------------------+
| Device Details                                                       |
+----------------------------------------------------------------------+

                  DeviceId : 00aa00aa-bb11-cc22-dd33-44ee44ee44ee
                Thumbprint : AA11BB22CC33DD44EE55FF66AA77BB88CC99DD00
 DeviceCertificateValidity : [ 2019-01-11 21:02:50.000 UTC -- 2029-01-11 21:32:50.000 UTC ]
            KeyContainerId : 00aa00aa-bb11-cc22-dd33-44ee44ee44ee
               KeyProvider : Microsoft Software Key Storage Provider
              TpmProtected : NO
          DeviceAuthStatus : SUCCESS

)");
}

TEST(WindowsSample, TenantDetails)
{
    const char* drs = "https://enterpriseregistration.windows.net";
    const std::string tenant = "aaaabbbb-0000-cccc-1111-dddd2222eeee", d = drs;
    const std::string id = "urn:ms-drs:enterpriseregistration.windows.net";
    const std::string sts = "https://login.microsoftonline.com/" + tenant + "/oauth2/";
    report_t r;
    for (const auto& [label, text] : std::initializer_list<std::pair<const char*, std::string>>{
             {"TenantName", "HybridADFS"},
             {"TenantId", tenant},
             {"Idp", "login.windows.net"},
             {"AuthCodeUrl", sts + "authorize"},
             {"AccessTokenUrl", sts + "token"},
             {"MdmUrl",
              "https://enrollment.manage-beta.microsoft.com/EnrollmentServer/Discovery.svc"},
             {"MdmTouUrl", "https://portal.manage-beta.microsoft.com/TermsOfUse.aspx"},
             {"MdmComplianceUrl",
              "https://portal.manage-beta.microsoft.com/?portalAction=Compliance"},
             {"SettingsUrl", "eyJVx{lots of characters}xxxx=="},
             {"JoinSrvVersion", "1.0"},
             {"JoinSrvUrl", d + "/EnrollmentServer/device/"},
             {"JoinSrvId", id},
             {"KeySrvVersion", "1.0"},
             {"KeySrvUrl", d + "/EnrollmentServer/key/"},
             {"KeySrvId", id},
             {"WebAuthNSrvVersion", "1.0"},
             {"WebAuthNSrvUrl", d + "/webauthn/" + tenant + "/"},
             {"WebAuthNSrvId", id},
             {"DeviceManagementSrvVer", "1.0"},
             {"DeviceManagementSrvUrl", d + "/manage/" + tenant + "/"},
             {"DeviceManagementSrvId", id}})
        r.facts.push_back(text_fact("Tenant Details", label, text));
    EXPECT_EQ(drawn(r),
              R"(+----------------------------------------------------------------------+
| Tenant Details                                                       |
+----------------------------------------------------------------------+

                TenantName : HybridADFS
                  TenantId : aaaabbbb-0000-cccc-1111-dddd2222eeee
                       Idp : login.windows.net
               AuthCodeUrl : https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/authorize
            AccessTokenUrl : https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/token
                    MdmUrl : https://enrollment.manage-beta.microsoft.com/EnrollmentServer/Discovery.svc
                 MdmTouUrl : https://portal.manage-beta.microsoft.com/TermsOfUse.aspx
          MdmComplianceUrl : https://portal.manage-beta.microsoft.com/?portalAction=Compliance
               SettingsUrl : eyJVx{lots of characters}xxxx==
            JoinSrvVersion : 1.0
                JoinSrvUrl : https://enterpriseregistration.windows.net/EnrollmentServer/device/
                 JoinSrvId : urn:ms-drs:enterpriseregistration.windows.net
             KeySrvVersion : 1.0
                 KeySrvUrl : https://enterpriseregistration.windows.net/EnrollmentServer/key/
                  KeySrvId : urn:ms-drs:enterpriseregistration.windows.net
        WebAuthNSrvVersion : 1.0
            WebAuthNSrvUrl : https://enterpriseregistration.windows.net/webauthn/aaaabbbb-0000-cccc-1111-dddd2222eeee/
             WebAuthNSrvId : urn:ms-drs:enterpriseregistration.windows.net
    DeviceManagementSrvVer : 1.0
    DeviceManagementSrvUrl : https://enterpriseregistration.windows.net/manage/aaaabbbb-0000-cccc-1111-dddd2222eeee/
     DeviceManagementSrvId : urn:ms-drs:enterpriseregistration.windows.net

)");
}

TEST(WindowsSample, UserState)
{
    report_t r;
    r.facts = {fact_of("User State", "NgcSet", yes()),
               fact_of("User State", "WorkplaceJoined", no()),
               fact_of("User State", "WamDefaultSet", yes())};
    add_facts(r, "User State",
              {{"NgcKeyId", "{aaaaaaaa-0b0b-1c1c-2d2d-333333333333}"},
               {"CanReset", "DestructiveAndNonDestructive"},
               {"WamDefaultAuthority", "organizations"},
               {"WamDefaultId", "https://login.microsoft.com"},
               {"WamDefaultGUID", "{ B16898C6-A148-4967-9171-64D755DA8520 } (AzureAd)"}});
    EXPECT_EQ(drawn(r),
              R"(+----------------------------------------------------------------------+
| User State                                                           |
+----------------------------------------------------------------------+

                    NgcSet : YES
                  NgcKeyId : {aaaaaaaa-0b0b-1c1c-2d2d-333333333333}
                  CanReset : DestructiveAndNonDestructive
           WorkplaceJoined : NO
             WamDefaultSet : YES
       WamDefaultAuthority : organizations
              WamDefaultId : https://login.microsoft.com
            WamDefaultGUID : { B16898C6-A148-4967-9171-64D755DA8520 } (AzureAd)

)");
}

TEST(WindowsSample, SsoState)
{
    report_t r;
    r.facts = {fact_of("SSO State", "AzureAdPrt", no()),
               fact_of("SSO State", "Previous Prt Attempt", utc(2020, 7, 18, 20, 10, 33, 789)),
               fact_of("SSO State", "HTTP status", value::of_int(400)),
               fact_of("SSO State", "EnterprisePrt", yes()),
               fact_of("SSO State", "EnterprisePrtUpdateTime", utc(2019, 1, 24, 19, 15, 33)),
               fact_of("SSO State", "EnterprisePrtExpiryTime", utc(2019, 2, 7, 19, 15, 33)),
               fact_of("SSO State", "OnPremTgt", yes()),
               fact_of("SSO State", "CloudTgt", yes())};
    add_facts(r, "SSO State",
              {{"AzureAdPrtAuthority",
                "https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee"},
               {"AcquirePrtDiagnostics", "PRESENT"},
               {"Attempt Status", "0xc000006d"},
               {"User Identity", "john@contoso.com"},
               {"Credential Type", "Password"},
               {"Correlation ID", "0000aaaa-11bb-cccc-dd22-eeeeee333333"},
               {"Endpoint URI", "https://login.microsoftonline.com/"
                                "aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/token/"},
               {"HTTP Method", "POST"},
               {"HTTP Error", "0x0"},
               {"Server Error Code", "invalid_grant"},
               {"Server Error Description", "AADSTS50126: Error validating credentials due to "
                                            "invalid username or password."},
               {"EnterprisePrtAuthority", "https://fs.hybridadfs.nttest.microsoft.com:443/adfs"},
               {"KerbTopLevelNames", ".windows.net,.windows.net:1433,.windows.net:3342,.azure.net,"
                                     ".azure.net:1433,.azure.net:3342"}});
    EXPECT_EQ(drawn(r),
              R"(+----------------------------------------------------------------------+
| SSO State                                                            |
+----------------------------------------------------------------------+

                AzureAdPrt : NO
       AzureAdPrtAuthority : https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee
     AcquirePrtDiagnostics : PRESENT
      Previous Prt Attempt : 2020-07-18 20:10:33.789 UTC
            Attempt Status : 0xc000006d
             User Identity : john@contoso.com
           Credential Type : Password
            Correlation ID : 0000aaaa-11bb-cccc-dd22-eeeeee333333
              Endpoint URI : https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/token/
               HTTP Method : POST
                HTTP Error : 0x0
               HTTP status : 400
         Server Error Code : invalid_grant
  Server Error Description : AADSTS50126: Error validating credentials due to invalid username or password.
             EnterprisePrt : YES
   EnterprisePrtUpdateTime : 2019-01-24 19:15:33.000 UTC
   EnterprisePrtExpiryTime : 2019-02-07 19:15:33.000 UTC
    EnterprisePrtAuthority : https://fs.hybridadfs.nttest.microsoft.com:443/adfs
                 OnPremTgt : YES
                  CloudTgt : YES
         KerbTopLevelNames : .windows.net,.windows.net:1433,.windows.net:3342,.azure.net,.azure.net:1433,.azure.net:3342

)");
}

TEST(WindowsSample, DiagnosticDataWithADiscoveryError)
{
    report_t r;
    add_pre_join(r, utc(2019, 1, 31, 9, 25, 31));
    r.probes.push_back(failed("Diagnostic Data", "DRS Discovery Test", 0x801c0021, 0x801c000c));
    for (const char* title : {"DRS Connectivity Test", "Token acquisition Test"})
        r.probes.push_back(skipped("Diagnostic Data", title, "missing-input"));
    r.facts.push_back(
        fact_of("Diagnostic Data", "Previous Registration", utc(2019, 1, 31, 9, 23, 30)));
    add_facts(r, "Diagnostic Data",
              {{"Error Phase", "discover"}, {"Client ErrorCode", "0x801c0021"}});
    EXPECT_EQ(drawn(r),
              R"(+----------------------------------------------------------------------+
| Diagnostic Data                                                      |
+----------------------------------------------------------------------+

     Diagnostics Reference : www.microsoft.com/aadjerrors
              User Context : SYSTEM
               Client Time : 2019-01-31 09:25:31.000 UTC
      AD Connectivity Test : PASS
     AD Configuration Test : PASS
        DRS Discovery Test : FAIL [0x801c0021/0x801c000c]
     DRS Connectivity Test : SKIPPED
    Token acquisition Test : SKIPPED
     Fallback to Sync-Join : ENABLED

     Previous Registration : 2019-01-31 09:23:30.000 UTC
               Error Phase : discover
          Client ErrorCode : 0x801c0021

)");
}

TEST(WindowsSample, DiagnosticDataWithADirectoryError)
{
    report_t r;
    add_pre_join(r, utc(2019, 1, 31, 9, 16, 50));
    for (const char* title :
         {"DRS Discovery Test", "DRS Connectivity Test", "Token acquisition Test"})
        r.probes.push_back(passed("Diagnostic Data", title));
    r.facts.push_back(
        fact_of("Diagnostic Data", "Previous Registration", utc(2019, 1, 31, 9, 16, 43)));
    r.facts.push_back(fact_of("Diagnostic Data", "Https Status", value::of_int(400)));
    add_facts(r, "Diagnostic Data",
              {{"Registration Type", "sync"},
               {"Error Phase", "join"},
               {"Client ErrorCode", "0x801c03f2"},
               {"Server ErrorCode", "DirectoryError"},
               {"Server Message", "The device object by the given id "
                                  "(aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb) isn't found."},
               {"Request Id", "6bff0bd9-820b-484b-ab20-2a4f7b76c58e"}});
    EXPECT_EQ(drawn(r),
              R"(+----------------------------------------------------------------------+
| Diagnostic Data                                                      |
+----------------------------------------------------------------------+

     Diagnostics Reference : www.microsoft.com/aadjerrors
              User Context : SYSTEM
               Client Time : 2019-01-31 09:16:50.000 UTC
      AD Connectivity Test : PASS
     AD Configuration Test : PASS
        DRS Discovery Test : PASS
     DRS Connectivity Test : PASS
    Token acquisition Test : PASS
     Fallback to Sync-Join : ENABLED

     Previous Registration : 2019-01-31 09:16:43.000 UTC
         Registration Type : sync
               Error Phase : join
          Client ErrorCode : 0x801c03f2
          Server ErrorCode : DirectoryError
            Server Message : The device object by the given id (aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb) isn't found.
              Https Status : 400
                Request Id : 6bff0bd9-820b-484b-ab20-2a4f7b76c58e

)");
}

TEST(WindowsSample, PostJoin)
{
    report_t r;
    r.facts = {fact_of("Diagnostic Data", "AadRecoveryEnabled", no())};
    r.probes = {passed("Diagnostic Data", "KeySignTest")};
    EXPECT_EQ(drawn(r),
              R"(+----------------------------------------------------------------------+
| Diagnostic Data                                                      |
+----------------------------------------------------------------------+

        AadRecoveryEnabled : NO
               KeySignTest : PASSED

)");
}

TEST(WindowsSample, NgcPrerequisiteCheck)
{
    report_t r;
    for (const char* label :
         {"IsDeviceJoined", "IsUserAzureAD", "PolicyEnabled", "PostLogonEnabled", "DeviceEligible",
          "SessionIsNotRemote", "AdfsRefreshToken", "AdfsRaIsReady"})
        r.facts.push_back(fact_of("Ngc Prerequisite Check", label, yes()));
    add_facts(r, "Ngc Prerequisite Check",
              {{"CertEnrollment", "enrollment authority"},
               {"LogonCertTemplateReady", "YES ( StateReady )"},
               {"PreReqResult", "WillProvision"}});
    EXPECT_EQ(drawn(r),
              R"(+----------------------------------------------------------------------+
| Ngc Prerequisite Check                                               |
+----------------------------------------------------------------------+

            IsDeviceJoined : YES
             IsUserAzureAD : YES
             PolicyEnabled : YES
          PostLogonEnabled : YES
            DeviceEligible : YES
        SessionIsNotRemote : YES
            CertEnrollment : enrollment authority
          AdfsRefreshToken : YES
             AdfsRaIsReady : YES
    LogonCertTemplateReady : YES ( StateReady )
              PreReqResult : WillProvision

)");
}

TEST(WindowsSample, AcquireAndRefreshDiagnosticsTogether)
{
    report_t r;
    r.facts = {fact_of("SSO State", "AzureAdPrt", yes()),
               fact_of("SSO State", "AcquirePrtDiagnostics", value::of_text("PRESENT"),
                       "prt.acquire.present"),
               fact_of("SSO State", "HTTP status", value::of_int(400), "prt.acquire.http-status"),
               fact_of("SSO State", "RefreshPrtDiagnostics", value::of_text("PRESENT"),
                       "prt.refresh.present"),
               fact_of("SSO State", "HTTP status", value::of_int(503), "prt.refresh.http-status"),
               fact_of("SSO State", "OnPremTgt", no())};
    EXPECT_EQ(drawn(r),
              R"(+----------------------------------------------------------------------+
| SSO State                                                            |
+----------------------------------------------------------------------+

                AzureAdPrt : YES
     AcquirePrtDiagnostics : PRESENT
               HTTP status : 400
     RefreshPrtDiagnostics : PRESENT
               HTTP status : 503
                 OnPremTgt : NO

)");
}
