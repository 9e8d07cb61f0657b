#include "engine/in_process.h"

#include "worker/worker.h"

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <thread>

namespace dsreg::engine {

status start_in_process(child& worker)
{
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return {errc::io, std::string("socketpair: ") + std::strerror(errno)};
    worker.adopt(unique_fd(pair[0]));
    std::thread([fd = pair[1]] {
        worker::options o;
        o.in_process = true;
        (void)worker::serve(unique_fd(fd), o);
    }).detach();
    return {};
}

} // namespace dsreg::engine
