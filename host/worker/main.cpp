// dsreg-worker: descriptor 3 is the socket to the host, 4 the module's file.
#include "worker/worker.h"

#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#ifdef DSREG_SANITIZED
// The host reads from the signal how a probe died, so the sanitizer must leave signals alone.
extern "C" const char* __asan_default_options()
{
    return "handle_segv=0:handle_abort=0:handle_sigill=0:handle_sigbus=0:handle_sigfpe=0:"
           "use_sigaltstack=0:detect_leaks=0:abort_on_error=1:allocator_may_return_null=1";
}
#endif

namespace {

using dsreg::worker::module_fd;
using dsreg::worker::socket_fd;

bool started_by_host()
{
    int type = 0;
    socklen_t length = sizeof type;
    return ::getsockopt(socket_fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 &&
           type == SOCK_SEQPACKET;
}

} // namespace

int main()
{
    if (!started_by_host()) {
        std::fputs("dsreg-worker is started by dsreg, not by hand\n", stderr);
        return 1;
    }
    ::fcntl(socket_fd, F_SETFD, FD_CLOEXEC);
    ::fcntl(module_fd, F_SETFD, FD_CLOEXEC);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    // A module's destructors and exit handlers have no business after its last run.
    ::_exit(dsreg::worker::serve(dsreg::unique_fd(socket_fd), {}));
}
