#include "net/wait.h"

#include <algorithm>
#include <cerrno>

namespace dsreg::net {

int milliseconds_until(time_point when)
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(when - clock::now()).count();
    return static_cast<int>(std::clamp<int64_t>(left, 0, 3'600'000));
}

int poll_until(pollfd* fds, nfds_t count, time_point until)
{
    for (;;) {
        const int ready = ::poll(fds, count, milliseconds_until(until));
        if (ready >= 0 || errno != EINTR) return ready;
    }
}

bool wait_for(int fd, short events, time_point until)
{
    pollfd one{fd, events, 0};
    return poll_until(&one, 1, until) > 0;
}

} // namespace dsreg::net
