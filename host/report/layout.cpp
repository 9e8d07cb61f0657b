#include "report/layout.h"

#include <iterator>

namespace dsreg::report {
namespace {

struct section_entry {
    std::string_view title; // one that ends in a blank is followed by a number
    shown_when rule = shown_when::always;
};

// Sections in their order; third parties' come before the last one.
constexpr section_entry sections[] = {
    {"Device State"},
    {"Device Details", shown_when::joined},
    {"Tenant Details", shown_when::joined},
    {"User State"},
    {"SSO State"},
    {"Work Account "},
    {"Broker Information"},
    {"Diagnostic Data"},
    {"Device Checks"},
    {"Network Checks"},
    {"SSO Checks"},
    {"Ngc Prerequisite Check"},
};
constexpr uint32_t third_party_rank = std::size(sections) - 1;

struct group_entry {
    std::string_view section;
    std::string_view labels;    // in their order, parted by '|'
    std::string_view keys = ""; // facts of this group have keys that begin so; "": any other key
    shown_when rule = shown_when::always;
    bool parted = false;
};

#define DSREG_ATTEMPT_ROWS                                                                         \
    "Previous Prt Attempt|Attempt Status|User Identity|Credential Type|Correlation ID|"            \
    "Endpoint URI|HTTP Method|HTTP Error|HTTP status|Server Error Code|Server Error Description"

// Groups of a section in their order, rows of a group in theirs.
constexpr group_entry groups[] = {
    {"Device State",
     "AzureAdJoined|EnterpriseJoined|DomainJoined|DomainName|Virtual Desktop|Provider|Type|"
     "User mode|Extensions|Device Name"},
    {"Device Details",
     "DeviceId|Thumbprint|DeviceCertificateValidity|KeyContainerId|KeyProvider|TpmProtected|"
     "DeviceAuthStatus",
     "", shown_when::joined},
    {"Tenant Details",
     "TenantName|TenantId|Idp|AuthCodeUrl|AccessTokenUrl|MdmUrl|MdmTouUrl|MdmComplianceUrl|"
     "SettingsUrl|JoinSrvVersion|JoinSrvUrl|JoinSrvId|KeySrvVersion|KeySrvUrl|KeySrvId|"
     "WebAuthNSrvVersion|WebAuthNSrvUrl|WebAuthNSrvId|DeviceManagementSrvVer|"
     "DeviceManagementSrvUrl|DeviceManagementSrvId",
     "", shown_when::joined},
    {"User State", "NgcSet|NgcKeyId|CanReset|WorkplaceJoined|WorkAccountCount|WamDefaultSet|"
                   "WamDefaultAuthority|WamDefaultId|WamDefaultGUID"},
    {"SSO State", "AzureAdPrt|AzureAdPrtUpdateTime|AzureAdPrtExpiryTime|AzureAdPrtAuthority"},
    {"SSO State", "AcquirePrtDiagnostics|" DSREG_ATTEMPT_ROWS},
    {"SSO State", "RefreshPrtDiagnostics|" DSREG_ATTEMPT_ROWS, "prt.refresh."},
    {"SSO State", "EnterprisePrt|EnterprisePrtUpdateTime|EnterprisePrtExpiryTime|"
                  "EnterprisePrtAuthority|OnPremTgt|CloudTgt|KerbTopLevelNames"},
    {"Work Account ", "WorkplaceDeviceId|WorkplaceThumbprint|DeviceCertificateValidity|"
                      "KeyContainerId|KeyProvider|TpmProtected|WorkplaceTenantId|"
                      "WorkplaceTenantName"},
    {"Broker Information", "Broker Version|Broker Service Name|Broker Binary Path|"
                           "Broker Binary Timestamp|Device Mode"},
    {"Diagnostic Data",
     "Diagnostics Reference|User Context|Client Time|AD Connectivity Test|AD Configuration Test|"
     "DRS Discovery Test|DRS Connectivity Test|Token acquisition Test|Fallback to Sync-Join",
     "", shown_when::pre_join},
    {"Diagnostic Data",
     "Previous Registration|Registration Type|Error Phase|Client ErrorCode|Server ErrorCode|"
     "Server Message|Https Status|Request Id|Executing Account Name",
     "", shown_when::pre_join, true},
    {"Diagnostic Data", "AadRecoveryEnabled|KeySignTest", "", shown_when::registered, true},
    {"Ngc Prerequisite Check",
     "IsDeviceJoined|IsUserAzureAD|PolicyEnabled|PostLogonEnabled|DeviceEligible|"
     "SessionIsNotRemote|CertEnrollment|AdfsRefreshToken|AdfsRaIsReady|LogonCertTemplateReady|"
     "OnPremTGT|PreReqResult"},
};
#undef DSREG_ATTEMPT_ROWS

constexpr row_words words[] = {{"Diagnostic Data", "KeySignTest", "PASSED", "FAILED"}};

constexpr stand_in stand_ins[] = {
    {"Device Details", "DeviceAuthStatus", "device.auth-status", "device.server-state"},
};

bool is_section(std::string_view entry, std::string_view title)
{
    return entry.back() == ' ' ? title.starts_with(entry) : title == entry;
}

// Place of `label` in a list parted by '|'; -1: not in it.
int place_in(std::string_view labels, std::string_view label)
{
    for (int place = 0; !labels.empty(); place++) {
        const std::size_t end = labels.find('|');
        if (labels.substr(0, end) == label) return place;
        labels.remove_prefix(end == std::string_view::npos ? labels.size() : end + 1);
    }
    return -1;
}

} // namespace

section_place place_of_section(std::string_view title)
{
    for (uint32_t i = 0; i < std::size(sections); i++)
        if (is_section(sections[i].title, title))
            return {i < third_party_rank ? i : i + 1, true, sections[i].rule};
    return {third_party_rank, false, shown_when::always};
}

row_place place_of_row(std::string_view section, std::string_view label, std::string_view key,
                       std::string_view module)
{
    const bool bundled = module.starts_with("dsreg.");
    row_place found, after;
    after.rule = place_of_section(section).rule;
    for (const group_entry& group : groups) {
        if (!is_section(group.section, section)) continue;
        const int row = bundled ? place_in(group.labels, label) : -1;
        const bool by_key = !group.keys.empty();
        if (row >= 0 && (by_key ? key.starts_with(group.keys) : !found.known))
            found = {after.group, static_cast<uint32_t>(row), true, group.parted, group.rule};
        after.parted = after.parted || group.parted;
        after.group++;
    }
    return found.known ? found : after;
}

const stand_in* stand_in_of(std::string_view probe)
{
    for (const stand_in& entry : stand_ins)
        if (entry.probe == probe) return &entry;
    return nullptr;
}

// In the samples a managed tenant reads `Token acquisition Test : SKIPPED`.
bool stays_when_not_applicable(std::string_view section, std::string_view label)
{
    return section == "Diagnostic Data" && label == "Token acquisition Test";
}

const row_words* words_of_row(std::string_view section, std::string_view label)
{
    for (const row_words& entry : words)
        if (entry.section == section && entry.label == label) return &entry;
    return nullptr;
}

} // namespace dsreg::report
