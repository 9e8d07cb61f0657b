/* Where the file is not there it asks for a page, and passes whatever becomes of that call. */
#include <dsreg/svc/fs.h>
#include <dsreg/svc/http.h>
static const char* const services[] = {DSREG_SVC_FS, DSREG_SVC_HTTP, NULL};
static const char* const paths[] = {"/etc/example", NULL};
#define PROBE_SERVICES services
#define PROBE_PATHS paths
#define PROBE_FLAGS DSREG_P_NETWORK
#include "../checked.h"

static void body(const dsreg_host* host)
{
    const dsreg_svc_fs* fs = host->service(host, DSREG_SVC_FS);
    const dsreg_call call = {sizeof call, 0, 1000, 0};
    const dsreg_fs_reply* file = NULL;
    if (fs->read(host, &call, "/etc/example", 0, &file) != DSREG_OK) return;
    if (file->error == DSREG_X_NOT_FOUND) {
        const dsreg_svc_http* http = host->service(host, DSREG_SVC_HTTP);
        const dsreg_http_request get = {
            .struct_size = sizeof get, .method = "GET", .url = "https://www.contoso.example/"};
        const dsreg_http_request* const all[] = {&get};
        const dsreg_http_reply* const* replies = NULL;
        (void)http->perform(host, &call, all, 1, &replies);
        conclude(host, DSREG_PASS);
        return;
    }
    judge(host, file->error);
}
