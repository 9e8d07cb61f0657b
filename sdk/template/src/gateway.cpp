// The probe org.example.vpn.gateway-test: can this machine reach the gateway of its VPN?
//
// PASS    the gateway answers with TLS
// FAIL    it does not, or there is no name of one
// SKIP    Example VPN is not installed, or its profile may not be read
#include <dsreg/probe.hpp>
#include <dsreg/svc/fs.h>
#include <dsreg/svc/net.h>

#include <string>
#include <string_view>

namespace {

// ---- what the module declares; dsreg --list-probes and --explain show it ------------------------

constexpr const char* section = "Example VPN";

constexpr dsreg_fact_decl gateway = {
    .struct_size = sizeof gateway,
    .type = DSREG_T_STR,
    .flags = 0,
    .order = 10,
    .key = "org.example.vpn.gateway",
    .section = section,
    .label = "Gateway",
};
constexpr dsreg_fact_decl tls_version = {
    .struct_size = sizeof tls_version,
    .type = DSREG_T_STR,
    .flags = 0,
    .order = 20,
    .key = "org.example.vpn.tls-version",
    .section = section,
    .label = "Gateway TLS",
};
constexpr const dsreg_fact_decl* outputs[] = {&gateway, &tls_version, nullptr};

constexpr dsreg_finding_decl no_gateway = {
    .struct_size = sizeof no_gateway,
    .severity = DSREG_SEVERITY_ERROR,
    .code = "org.example.vpn.no-gateway",
    .title = "The VPN has no gateway",
    .meaning = "Neither profile nor configuration name a gateway, so that the VPN cannot connect.",
    .remedy = "Install the profile again.",
    .command = "apt-get install --reinstall example-vpn-profile",
    .url = nullptr,
    .risk = DSREG_RISK_SAFE,
    .reserved0 = 0,
};
constexpr dsreg_finding_decl unreachable = {
    .struct_size = sizeof unreachable,
    .severity = DSREG_SEVERITY_ERROR,
    .code = "org.example.vpn.unreachable",
    .title = "The VPN's gateway cannot be reached",
    .meaning = "The VPN does not connect; what lies behind it cannot be used.",
    .remedy = "Look at what stands between this machine and the gateway: name server, firewall, "
              "proxy.",
    .command = nullptr,
    .url = "https://example.org/vpn/help",
    .risk = DSREG_RISK_SAFE,
    .reserved0 = 0,
};
constexpr const dsreg_finding_decl* findings[] = {&no_gateway, &unreachable, nullptr};

constexpr const char* profile = "/etc/example-vpn/profile.conf";
constexpr const char* paths[] = {profile, nullptr};
constexpr const char* services[] = {DSREG_SVC_FS, DSREG_SVC_NET, nullptr};
constexpr const char* settings[] = {"gateway", nullptr}; // of the configuration; goes first

// ---- what it does -------------------------------------------------------------------------------

// The value of the line "gateway=..." of a profile; "" when there is none.
std::string gateway_in(std::string_view text)
{
    constexpr std::string_view key = "gateway=";
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        if (line.substr(0, key.size()) == key) return std::string(line.substr(key.size()));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return {};
}

// Bytes of a file are anybody's: they go no further unless they are a host's name.
bool is_host_name(std::string_view name)
{
    constexpr std::string_view allowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
    return !name.empty() && name.size() <= 253 &&
           name.find_first_not_of(allowed) == std::string_view::npos;
}

dsreg::result without(dsreg::host host, const char* source, std::string_view why)
{
    host.finding(no_gateway.code, why, {{"source", dsreg::text(source)}});
    return dsreg::result::fail();
}

// A call of a service answers in two layers. Its status says whether dsreg could carry it out; when
// not, the probe ends without an outcome, and dsreg says why. Only the reply tells of the world.
dsreg::result check_gateway(dsreg::host host)
{
    std::string name(host.setting_text("gateway").value_or(""));
    const char* source = name.empty() ? profile : "configuration";
    if (name.empty()) {
        const auto* fs = host.service<dsreg_svc_fs>(DSREG_SVC_FS);
        const dsreg_fs_reply* file = nullptr;
        if (fs->read(host.raw(), nullptr, profile, 0, &file) != DSREG_OK)
            return dsreg::result::none();
        if (file->error == DSREG_X_NOT_FOUND)
            return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE, "Example VPN is not installed");
        if (file->error == DSREG_X_ACCESS)
            return dsreg::result::skip(DSREG_SKIP_NEEDS_ROOT, "the profile may not be read");
        if (file->error != DSREG_X_NONE) return without(host, source, "The profile cannot be read");
        name = gateway_in(dsreg::view(file->bytes));
    }
    if (!is_host_name(name))
        return without(host, source, "There is no host name where one should be");
    host.fact(gateway.key, dsreg::text(name), source);

    const auto* net = host.service<dsreg_svc_net>(DSREG_SVC_NET);
    const dsreg_net_target target = {name.c_str(), 443, DSREG_NET_TLS, 0};
    const dsreg_net_result* const* answers = nullptr;
    if (net->check(host.raw(), nullptr, &target, 1, &answers) != DSREG_OK)
        return dsreg::result::none();
    const dsreg_net_result& answer = *answers[0];
    if (answer.error == DSREG_X_NONE) {
        host.fact(tls_version.key, dsreg::text(answer.tls_version), "network");
        return dsreg::result::pass();
    }
    const std::string message =
        name + " cannot be reached: " + std::string(dsreg::view(answer.error_text));
    host.finding(unreachable.code, message,
                 {{"host", dsreg::text(name)}, {"address", dsreg::text(answer.address)}});
    return dsreg::result::fail();
}

constexpr dsreg_probe probe = {
    .struct_size = sizeof probe,
    .flags = DSREG_P_NETWORK,
    .timeout_ms = 5000,
    .order = 10,
    .id = "org.example.vpn.gateway-test",
    .section = section,
    .title = "Gateway Test",
    .services = services,
    .inputs = nullptr,
    .settings = settings,
    .outputs = outputs,
    .findings = findings,
    .run = dsreg::run<check_gateway>,
    .paths = paths,
};

} // namespace

DSREG_MODULE("org.example.vpn", MODULE_VERSION, "Example", "https://example.org/support", "MIT",
             &probe);
