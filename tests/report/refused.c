/* A module for the tests of the reports: it is refused one thing of each kind, and fails. */
#include <dsreg/probe.h>
#include <dsreg/svc/fs.h>

static const dsreg_finding_decl bad = {.struct_size = sizeof bad,
                                       .severity = DSREG_SEVERITY_ERROR,
                                       .code = "x.refused.bad",
                                       .title = "Bad",
                                       .meaning = "It is bad.",
                                       .remedy = "None."};
static const dsreg_finding_decl* const findings[] = {&bad, 0};
static const dsreg_fact_decl number = {sizeof number,      DSREG_T_INT, 0,       1,
                                       "x.refused.number", "Refused",   "Number"};
static const dsreg_fact_decl* const outputs[] = {&number, 0};
static const char* const services[] = {"dsreg.fs/1", 0};
static const char* const paths[] = {"/etc/hostname", 0};

static void report(const dsreg_host* host, const char* key, const char* text, size_t length)
{
    const dsreg_fact f = {sizeof f, 0, key, 0, "test", {DSREG_T_STR, 0, {.s = {text, length}}}};
    host->fact(host, &f);
}

static void find(const dsreg_host* host, const char* code)
{
    const dsreg_finding f = {.struct_size = sizeof f, .code = code, .message = {"bad", 3}};
    host->finding(host, &f);
}

static void body(const dsreg_host* host)
{
    static char huge[40 * 1024];
    const dsreg_svc_fs* fs = (const dsreg_svc_fs*)host->service(host, DSREG_SVC_FS);
    const dsreg_call how = {sizeof how, DSREG_CALL_OPTIONAL, 0, 0};
    const dsreg_fs_reply* reply = 0;
    const dsreg_value* value = 0;
    const dsreg_fact* fact = 0;
    const dsreg_result end = {.struct_size = sizeof end, .outcome = DSREG_FAIL};
    report(host, "x.refused.secret", "smuggled", 8);
    report(host, "x.refused.secret", "smuggled", 8);
    report(host, "x.refused.number", "smuggled", 8);
    report(host, "x.refused.number", huge, sizeof huge);
    report(host, "x.refused.\x1b[31m<&", "smuggled", 8);
    find(host, "x.refused.other");
    find(host, "x.refused.bad");
    host->service(host, "dsreg.net/1");
    host->setting(host, "gateway", &value);
    host->input(host, "device.id", 0, &fact);
    fs->read(host, &how, "/etc/shadow", 0, &reply);
    fs->read(host, &how, "/etc/gshadow", 0, &reply);
    host->conclude(host, &end);
}

static const dsreg_probe probe = {.struct_size = sizeof probe,
                                  .order = 1,
                                  .id = "x.refused.probe",
                                  .section = "Refused",
                                  .title = "Refused Test",
                                  .services = services,
                                  .outputs = outputs,
                                  .findings = findings,
                                  .run = body,
                                  .paths = paths};
static const dsreg_probe* const probes[] = {&probe, 0};

const dsreg_module dsreg_probe_module_v1 = {.struct_size = sizeof(dsreg_module),
                                            .magic = DSREG_MAGIC,
                                            .abi_major = DSREG_ABI_MAJOR,
                                            .needs_minor = DSREG_TARGET_MINOR,
                                            .probe_count = 1,
                                            .probes = probes,
                                            .id = "x.refused",
                                            .version = "1.0.0",
                                            .vendor = "Tests of dsreg",
                                            .license = "MIT"};
