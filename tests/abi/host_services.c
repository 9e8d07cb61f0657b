/* BROKEN: no service does its work. ABSENT: they work, and nothing is there. GIVEN: a little is. */
#define _GNU_SOURCE
#include "host_services.h"

#include <dsreg/svc/broker.h>
#include <dsreg/svc/dbus.h>
#include <dsreg/svc/device.h>
#include <dsreg/svc/fs.h>
#include <dsreg/svc/http.h>
#include <dsreg/svc/journal.h>
#include <dsreg/svc/net.h>
#if DSREG_ABI_MINOR >= 1
#include <dsreg/svc/clock.h>
#endif

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void* at_edge(const void* from, size_t size)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE), need = (size + page - 1) / page * page;
    char* all = mmap(NULL, need + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (all == MAP_FAILED || mprotect(all + need, page, PROT_NONE) != 0) abort();
    return memcpy(all + need - size, from, size);
}

#define GIVE(value) at_edge(&(value), sizeof(value))
#define STATE(host) ((const struct state*)(host)->ctx)
#define STOP_IF_BROKEN(host)                                                                       \
    if (STATE(host)->mood == BROKEN) return DSREG_E_SERVICE

static int given(const dsreg_host* host)
{
    return STATE(host)->mood == GIVEN;
}

/* ---- fs ---- */
static dsreg_status fs_look(const dsreg_host* host, const dsreg_fs_reply** ret)
{
    STOP_IF_BROKEN(host);
    const dsreg_fs_entry entry = {"file", 2, 0, 0100644, 0, 0, 0};
    dsreg_fs_reply r = {sizeof r, DSREG_X_NOT_FOUND, 2, 0, NULL, {NULL, 0}};
    if (given(host)) {
        r = (dsreg_fs_reply){sizeof r, DSREG_X_NONE, 0, 1, GIVE(entry), {"x\n", 2}};
    }
    *ret = GIVE(r);
    return DSREG_OK;
}
static dsreg_status fs_read(const dsreg_host* host, const dsreg_call* call, const char* path,
                            uint32_t max, const dsreg_fs_reply** ret)
{
    (void)call, (void)path, (void)max;
    return fs_look(host, ret);
}
static dsreg_status fs_list(const dsreg_host* host, const dsreg_call* call, const char* path,
                            const dsreg_fs_reply** ret)
{
    (void)call, (void)path;
    return fs_look(host, ret);
}
static const dsreg_svc_fs fs = {sizeof fs, 0, fs_read, fs_list};

/* ---- net, http ---- */
static const dsreg_net_result* net_result(int good)
{
    const dsreg_net_result r = {sizeof r,
                                good ? DSREG_X_NONE : DSREG_X_DNS,
                                0,
                                0,
                                "",
                                "",
                                "",
                                "",
                                NULL,
                                1000000,
                                good ? 1000000 : -1,
                                -1,
                                {"", 0}};
    return GIVE(r);
}
static dsreg_status net_check(const dsreg_host* host, const dsreg_call* call,
                              const dsreg_net_target* targets, uint32_t count,
                              const dsreg_net_result* const** ret)
{
    (void)call, (void)targets;
    STOP_IF_BROKEN(host);
    const dsreg_net_result** all = calloc(count + 1, sizeof *all);
    for (uint32_t i = 0; i < count; i++) all[i] = net_result(given(host));
    *ret = all;
    return DSREG_OK;
}
static dsreg_status net_srv(const dsreg_host* host, const dsreg_call* call, const char* name,
                            const dsreg_net_srv_list** ret)
{
    (void)call, (void)name;
    STOP_IF_BROKEN(host);
    const dsreg_net_srv_list r = {sizeof r, DSREG_X_NOT_FOUND, 0, 0, NULL};
    *ret = GIVE(r);
    return DSREG_OK;
}
static const dsreg_svc_net net = {sizeof net, 0, net_check, net_srv};

static dsreg_status http_perform(const dsreg_host* host, const dsreg_call* call,
                                 const dsreg_http_request* const* requests, uint32_t count,
                                 const dsreg_http_reply* const** ret)
{
    (void)call;
    STOP_IF_BROKEN(host);
    const dsreg_http_reply** all = calloc(count + 1, sizeof *all);
    for (uint32_t i = 0; i < count; i++) {
        if (requests[i]->struct_size < DSREG_HTTP_REQUEST_SIZE_V1_0) return DSREG_E_INVALID;
        const dsreg_http_field field = {{"content-type", 12}, {"text/html", 9}};
        dsreg_http_reply r = {sizeof r, DSREG_X_CONNECT, 0,       0,
                              NULL,     {"", 0},         {"", 0}, net_result(0)};
        if (given(host)) {
            r = (dsreg_http_reply){sizeof r,    DSREG_X_NONE,  200,     1,
                                   GIVE(field), {"<html>", 6}, {"", 0}, net_result(1)};
        }
        all[i] = GIVE(r);
    }
    *ret = all;
    return DSREG_OK;
}
static const dsreg_svc_http http = {sizeof http, 0, http_perform};

/* ---- dbus ---- */
static dsreg_status dbus_call(const dsreg_host* host, const dsreg_call* call,
                              const dsreg_dbus_request* request, const dsreg_dbus_reply** ret)
{
    (void)call;
    STOP_IF_BROKEN(host);
    if (request->struct_size < DSREG_DBUS_REQUEST_SIZE_V1_0) return DSREG_E_INVALID;
    const dsreg_pair item = {"0", {DSREG_T_STR, 0, {.s = {"active", 6}}}};
    dsreg_dbus_reply r = {sizeof r,
                          DSREG_X_NOT_FOUND,
                          0,
                          UINT32_MAX,
                          "org.freedesktop.DBus.Error.ServiceUnknown",
                          "",
                          NULL,
                          {"", 0}};
    if (given(host)) {
        r = (dsreg_dbus_reply){sizeof r, DSREG_X_NONE, 1, 0, "", ":1.1", GIVE(item), {"", 0}};
    }
    *ret = GIVE(r);
    return DSREG_OK;
}
static const dsreg_svc_dbus dbus = {sizeof dbus, 0, dbus_call};

/* ---- broker ---- */
static const dsreg_broker_error* broker_error(int good)
{
    const dsreg_broker_error e = {
        sizeof e, good ? DSREG_X_NONE : DSREG_X_NOT_FOUND, -1, -1, 0, 0, "", "", "", "", {"", 0}};
    return GIVE(e);
}
static dsreg_status broker_info(const dsreg_host* host, const dsreg_call* call,
                                const dsreg_broker_info** ret)
{
    (void)call;
    STOP_IF_BROKEN(host);
    const int good = given(host);
    const dsreg_broker_info r = {sizeof r,
                                 good ? DSREG_BROKER_MICROSOFT : DSREG_BROKER_NONE,
                                 0,
                                 good ? 1 : 0,
                                 "",
                                 "",
                                 broker_error(good),
                                 0,
                                 0,
                                 0,
                                 "",
                                 ""};
    *ret = GIVE(r);
    return DSREG_OK;
}
static dsreg_status broker_accounts(const dsreg_host* host, const dsreg_call* call,
                                    const dsreg_broker_accounts** ret)
{
    (void)call;
    STOP_IF_BROKEN(host);
    const dsreg_account account = {sizeof account, 0, "one", "someone@example.org", "", ""};
    const dsreg_account* const one[] = {GIVE(account)};
    const dsreg_broker_accounts r = {sizeof r, given(host) ? 1 : 0, GIVE(one),
                                     broker_error(given(host))};
    *ret = GIVE(r);
    return DSREG_OK;
}
static dsreg_status broker_token(const dsreg_host* host, const dsreg_call* call, uint32_t kind,
                                 const dsreg_account* account, const dsreg_broker_token** ret)
{
    (void)call, (void)kind, (void)account;
    STOP_IF_BROKEN(host);
    const dsreg_broker_token r = {sizeof r, given(host) ? 1 : 0,      0, "", "", "",
                                  "",       broker_error(given(host))};
    *ret = GIVE(r);
    return DSREG_OK;
}
static dsreg_status broker_state(const dsreg_host* host, const dsreg_call* call,
                                 const dsreg_account* account, const dsreg_broker_state** ret)
{
    (void)call, (void)account;
    STOP_IF_BROKEN(host);
    dsreg_broker_state r = {.struct_size = sizeof r};
    r.prt_source = r.prt_why = r.session_key_protocol = r.prt_authority = r.device_id = "";
    r.tenant_id = r.tenant_domain = r.device_source = r.device_mode = "";
    r.error = broker_error(given(host));
    *ret = GIVE(r);
    return DSREG_OK;
}
static const dsreg_svc_broker broker = {sizeof broker, 0,           broker_info, broker_accounts,
                                        broker_token,  broker_state};

/* ---- device ---- */
static dsreg_status device_list(const dsreg_host* host, const dsreg_call* call,
                                const dsreg_device_list** ret)
{
    (void)call;
    STOP_IF_BROKEN(host);
    const dsreg_device_record record = {
        sizeof record, DSREG_KEY_IN_FILE, "one", "", "", "certificate", "", "", "", NULL};
    const dsreg_device_record* const one[] = {GIVE(record)};
    const dsreg_device_list r = {sizeof r, DSREG_X_NONE, given(host) ? 1 : 0, 0, GIVE(one),
                                 NULL,     {"", 0}};
    *ret = GIVE(r);
    return DSREG_OK;
}
static dsreg_status device_ask(const dsreg_host* host, const dsreg_call* call, const char* instance,
                               const dsreg_device_verdict** ret)
{
    (void)call, (void)instance;
    STOP_IF_BROKEN(host);
    const dsreg_device_verdict r = {
        sizeof r, given(host) ? DSREG_DEVICE_OK : DSREG_DEVICE_KEY_MISSING, 0, 0, 0, 1, "", "", "",
        {"", 0}};
    *ret = GIVE(r);
    return DSREG_OK;
}
static dsreg_status device_server(const dsreg_host* host, const dsreg_call* call,
                                  const char* instance, const char* cloud,
                                  const dsreg_device_verdict** ret)
{
    (void)cloud;
    return device_ask(host, call, instance, ret);
}
static const dsreg_svc_device device = {sizeof device, 0,          device_list,
                                        device_ask,    device_ask, device_server};

/* ---- journal ---- */
static dsreg_status journal_query(const dsreg_host* host, const dsreg_call* call,
                                  const dsreg_journal_query* query,
                                  const dsreg_journal_entries** ret)
{
    (void)call;
    STOP_IF_BROKEN(host);
    if (query->struct_size < DSREG_JOURNAL_QUERY_SIZE_V1_0) return DSREG_E_INVALID;
    const dsreg_journal_entry entry = {sizeof entry, 6, 1, 0, 1, "unit", "name", {"text", 4}};
    const dsreg_journal_entry* const one[] = {GIVE(entry)};
    const dsreg_journal_entries r = {
        sizeof r, given(host) ? DSREG_X_NONE : DSREG_X_NOT_FOUND, given(host) ? 1 : 0, 0, GIVE(one),
        {"", 0}};
    *ret = GIVE(r);
    return DSREG_OK;
}
static const dsreg_svc_journal journal = {sizeof journal, 0, journal_query};

#if DSREG_ABI_MINOR >= 1
static int64_t since_boot(const dsreg_host* host)
{
    (void)host;
    return 1;
}
static const dsreg_svc_clock clock_table = {sizeof clock_table, 0, since_boot};
#endif

const void* service_table(const char* id)
{
    if (strcmp(id, DSREG_SVC_FS) == 0) return GIVE(fs);
    if (strcmp(id, DSREG_SVC_NET) == 0) return GIVE(net);
    if (strcmp(id, DSREG_SVC_HTTP) == 0) return GIVE(http);
    if (strcmp(id, DSREG_SVC_DBUS) == 0) return GIVE(dbus);
    if (strcmp(id, DSREG_SVC_BROKER) == 0) return GIVE(broker);
    if (strcmp(id, DSREG_SVC_DEVICE) == 0) return GIVE(device);
    if (strcmp(id, DSREG_SVC_JOURNAL) == 0) return GIVE(journal);
#if DSREG_ABI_MINOR >= 1
    if (strcmp(id, DSREG_SVC_CLOCK) == 0) return GIVE(clock_table);
#endif
    return NULL;
}
