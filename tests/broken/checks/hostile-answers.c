/* Has room for 64 items of an answer. */
#include <dsreg/svc/dbus.h>
static const char* const services[] = {DSREG_SVC_DBUS, NULL};
#define PROBE_SERVICES services
#include "checked.h"

#include <stdlib.h>

static void body(const dsreg_host* host)
{
    const dsreg_svc_dbus* bus = host->service(host, DSREG_SVC_DBUS);
    const dsreg_call call = {sizeof call, 0, 1000, 0};
    const dsreg_dbus_request request = {sizeof request,
                                        DSREG_BUS_SYSTEM,
                                        "org.freedesktop.systemd1",
                                        "/org/freedesktop/systemd1",
                                        "org.freedesktop.systemd1.Manager",
                                        "ListUnits",
                                        "",
                                        NULL};
    const dsreg_dbus_reply* reply = NULL;
    if (bus->call(host, &call, &request, &reply) != DSREG_OK) return;
    if (reply->item_count > 64) abort();
    judge(host, reply->error);
}
