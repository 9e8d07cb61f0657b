/* The probe org.example.vpn.gateway-test: can this machine reach the gateway of its VPN?
 *
 * PASS    the gateway answers with TLS
 * FAIL    it does not, or there is no name of one
 * SKIP    Example VPN is not installed, or its profile may not be read
 */
#include <dsreg/probe.h>
#include <dsreg/svc/fs.h>
#include <dsreg/svc/net.h>

#include <stdbool.h>
#include <string.h>

#define STR(literal)                                                                               \
    (dsreg_str)                                                                                    \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }
#define SECTION "Example VPN"
#define PROFILE "/etc/example-vpn/profile.conf"

enum { name_max = 254, message_max = 1024 };

/* ---- what the module declares; dsreg --list-probes and --explain show it ----------------------
 */

static const dsreg_fact_decl gateway = {
    .struct_size = sizeof gateway,
    .type = DSREG_T_STR,
    .order = 10,
    .key = "org.example.vpn.gateway",
    .section = SECTION,
    .label = "Gateway",
};
static const dsreg_fact_decl tls_version = {
    .struct_size = sizeof tls_version,
    .type = DSREG_T_STR,
    .order = 20,
    .key = "org.example.vpn.tls-version",
    .section = SECTION,
    .label = "Gateway TLS",
};
static const dsreg_fact_decl* const outputs[] = {&gateway, &tls_version, NULL};

static const dsreg_finding_decl no_gateway = {
    .struct_size = sizeof no_gateway,
    .severity = DSREG_SEVERITY_ERROR,
    .code = "org.example.vpn.no-gateway",
    .title = "The VPN has no gateway",
    .meaning = "Neither profile nor configuration name a gateway, so that the VPN cannot connect.",
    .remedy = "Install the profile again.",
    .command = "apt-get install --reinstall example-vpn-profile",
    .risk = DSREG_RISK_SAFE,
};
static const dsreg_finding_decl unreachable = {
    .struct_size = sizeof unreachable,
    .severity = DSREG_SEVERITY_ERROR,
    .code = "org.example.vpn.unreachable",
    .title = "The VPN's gateway cannot be reached",
    .meaning = "The VPN does not connect; what lies behind it cannot be used.",
    .remedy = "Look at what stands between this machine and the gateway: name server, firewall, "
              "proxy.",
    .url = "https://example.org/vpn/help",
    .risk = DSREG_RISK_SAFE,
};
static const dsreg_finding_decl* const findings[] = {&no_gateway, &unreachable, NULL};

static const char* const paths[] = {PROFILE, NULL};
static const char* const services[] = {DSREG_SVC_FS, DSREG_SVC_NET, NULL};
static const char* const settings[] = {"gateway", NULL}; /* of the configuration; goes first */

/* ---- what it does -----------------------------------------------------------------------------
 */

static dsreg_value text(dsreg_str s)
{
    return (dsreg_value){.type = DSREG_T_STR, .u = {.s = s}};
}

static dsreg_str c_str(const char* s)
{
    return (dsreg_str){s, strlen(s)};
}

/* The value of the line "gateway=..." of a profile; empty when there is none. */
static dsreg_str gateway_in(dsreg_str file)
{
    static const char key[] = "gateway=";
    const size_t key_len = sizeof key - 1;
    const char *at = file.ptr, *const end = file.ptr + file.len;
    while (at < end) {
        const char* stop = memchr(at, '\n', (size_t)(end - at));
        if (stop == NULL) stop = end;
        const size_t len = (size_t)(stop - at);
        if (len >= key_len && memcmp(at, key, key_len) == 0)
            return (dsreg_str){at + key_len, len - key_len};
        at = stop == end ? end : stop + 1;
    }
    return STR("");
}

/* Bytes of a file are anybody's: they go no further unless they are a host's name. */
static bool copy_host_name(dsreg_str s, char name[name_max])
{
    if (s.len == 0 || s.len >= name_max) return false;
    for (size_t i = 0; i < s.len; i++) {
        const char c = s.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '.' || c == '-'))
            return false;
        name[i] = c;
    }
    name[s.len] = '\0';
    return true;
}

static void append(char* buffer, size_t* len, dsreg_str s)
{
    const size_t room = message_max - *len, n = s.len < room ? s.len : room;
    if (n > 0) memcpy(buffer + *len, s.ptr, n);
    *len += n;
}

static void conclude(const dsreg_host* host, dsreg_outcome outcome)
{
    const dsreg_result result = {.struct_size = sizeof result, .outcome = outcome};
    host->conclude(host, &result);
}

static void skip(const dsreg_host* host, uint32_t reason, dsreg_str why)
{
    const dsreg_result result = {
        .struct_size = sizeof result, .outcome = DSREG_SKIP, .reason = reason, .text = why};
    host->conclude(host, &result);
}

static void fact(const dsreg_host* host, const char* key, dsreg_str value, const char* source)
{
    const dsreg_fact f = {
        .struct_size = sizeof f, .key = key, .source = source, .value = text(value)};
    host->fact(host, &f);
}

static void fail(const dsreg_host* host, const char* code, dsreg_str message,
                 const dsreg_pair* evidence, uint32_t count)
{
    const dsreg_finding f = {.struct_size = sizeof f,
                             .evidence_count = count,
                             .code = code,
                             .message = message,
                             .evidence = evidence};
    host->finding(host, &f);
    conclude(host, DSREG_FAIL);
}

static void without(const dsreg_host* host, const char* source, dsreg_str why)
{
    const dsreg_pair evidence[] = {{"source", text(c_str(source))}};
    fail(host, no_gateway.code, why, evidence, 1);
}

static void check_gateway(const dsreg_host* host, const char* name)
{
    const dsreg_svc_net* net = host->service(host, DSREG_SVC_NET);
    const dsreg_net_target target = {.host = name, .port = 443, .upto = DSREG_NET_TLS};
    const dsreg_net_result* const* answers = NULL;
    if (net->check(host, NULL, &target, 1, &answers) != DSREG_OK) return;
    const dsreg_net_result* answer = answers[0];
    if (answer->error == DSREG_X_NONE) {
        fact(host, tls_version.key, c_str(answer->tls_version), "network");
        conclude(host, DSREG_PASS);
        return;
    }
    char message[message_max];
    size_t len = 0;
    append(message, &len, c_str(name));
    append(message, &len, STR(" cannot be reached"));
    /* A text that does not fit whole is left out: cut, it might not be UTF-8 any more. */
    if (answer->error_text.len + 2 <= message_max - len) {
        append(message, &len, STR(": "));
        append(message, &len, answer->error_text);
    }
    const dsreg_pair evidence[] = {{"host", text(c_str(name))},
                                   {"address", text(c_str(answer->address))}};
    fail(host, unreachable.code, (dsreg_str){message, len}, evidence, 2);
}

/* A call of a service answers in two layers. Its status says whether dsreg could carry it out; when
 * not, the probe ends without an outcome, and dsreg says why. Only the reply tells of the world. */
static void run(const dsreg_host* host)
{
    const dsreg_value* chosen = NULL;
    if (host->setting(host, "gateway", &chosen) != DSREG_OK) return;
    dsreg_str found = STR("");
    if (chosen != NULL && chosen->type == DSREG_T_STR) found = chosen->u.s;
    const char* source = found.len == 0 ? PROFILE : "configuration";
    if (found.len == 0) {
        const dsreg_svc_fs* fs = host->service(host, DSREG_SVC_FS);
        const dsreg_fs_reply* file = NULL;
        if (fs->read(host, NULL, PROFILE, 0, &file) != DSREG_OK) return;
        switch (file->error) {
        case DSREG_X_NONE:
            break;
        case DSREG_X_NOT_FOUND:
            skip(host, DSREG_SKIP_NOT_APPLICABLE, STR("Example VPN is not installed"));
            return;
        case DSREG_X_ACCESS:
            skip(host, DSREG_SKIP_NEEDS_ROOT, STR("the profile may not be read"));
            return;
        default:
            without(host, source, STR("The profile cannot be read"));
            return;
        }
        found = gateway_in(file->bytes);
    }
    char name[name_max];
    if (!copy_host_name(found, name)) {
        without(host, source, STR("There is no host name where one should be"));
        return;
    }
    fact(host, gateway.key, c_str(name), source);
    check_gateway(host, name);
}

static const dsreg_probe probe = {
    .struct_size = sizeof probe,
    .flags = DSREG_P_NETWORK,
    .timeout_ms = 5000,
    .order = 10,
    .id = "org.example.vpn.gateway-test",
    .section = SECTION,
    .title = "Gateway Test",
    .services = services,
    .settings = settings,
    .outputs = outputs,
    .findings = findings,
    .run = run,
    .paths = paths,
};
static const dsreg_probe* const probes[] = {&probe};

const dsreg_module dsreg_probe_module_v1 = {
    .struct_size = sizeof dsreg_probe_module_v1,
    .magic = DSREG_MAGIC,
    .abi_major = DSREG_ABI_MAJOR,
    .needs_minor = DSREG_NEEDS_MINOR,
    .probe_count = sizeof probes / sizeof probes[0],
    .probes = probes,
    .id = "org.example.vpn",
    .version = MODULE_VERSION,
    .vendor = "Example",
    .support = "https://example.org/support",
    .license = "MIT",
};
