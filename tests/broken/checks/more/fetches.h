/* A module that fetches one page: the one that SETTING_NAME says, when it is set. */
#include <dsreg/svc/http.h>
static const char* const services[] = {DSREG_SVC_HTTP, NULL};
static const char* const settings[] = {SETTING_NAME, NULL};
#define PROBE_SERVICES services
#define PROBE_SETTINGS settings
#define PROBE_FLAGS DSREG_P_NETWORK
#include "../checked.h"

static dsreg_status fetch(const dsreg_host* host, uint32_t* ret_error)
{
    const dsreg_svc_http* http = host->service(host, DSREG_SVC_HTTP);
    const dsreg_call call = {sizeof call, 0, 1000, 0};
    const dsreg_value* set = NULL;
    char url[256] = "https://www.contoso.example/";
    if (host->setting(host, SETTING_NAME, &set) == DSREG_OK && set != NULL &&
        set->type == DSREG_T_STR && set->u.s.len < sizeof url) {
        memcpy(url, set->u.s.ptr, set->u.s.len);
        url[set->u.s.len] = '\0';
    }
    const dsreg_http_request get = {.struct_size = sizeof get, .method = "GET", .url = url};
    const dsreg_http_request* const all[] = {&get};
    const dsreg_http_reply* const* replies = NULL;
    const dsreg_status s = http->perform(host, &call, all, 1, &replies);
    if (s == DSREG_OK) *ret_error = replies[0]->error;
    return s;
}
