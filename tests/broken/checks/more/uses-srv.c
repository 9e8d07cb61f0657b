/* Keeps the contract: asks for the SRV records of a name and for nothing else. */
#include <dsreg/svc/net.h>
static const char* const services[] = {DSREG_SVC_NET, NULL};
#define PROBE_SERVICES services
#define PROBE_FLAGS DSREG_P_NETWORK
#include "../checked.h"

static void body(const dsreg_host* host)
{
    const dsreg_svc_net* net = host->service(host, DSREG_SVC_NET);
    const dsreg_call call = {sizeof call, 0, 1000, 0};
    const dsreg_net_srv_list* list = NULL;
    if (net->srv(host, &call, "_ldap._tcp.contoso.example", &list) != DSREG_OK) return;
    judge(host, list->error);
}
