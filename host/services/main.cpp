// dsreg-service KIND: descriptor 3 is the socket to the host.
#include "services/identity.h"
#include "services/part.h"
#include "services/server.h"

#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using namespace dsreg;

constexpr int socket_fd = 3;

int fail(std::string_view text)
{
    std::fprintf(stderr, "dsreg-service: %.*s\n", static_cast<int>(text.size()), text.data());
    return 1;
}

bool is_seqpacket(int fd)
{
    int type = 0;
    socklen_t length = sizeof type;
    return ::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type == SOCK_SEQPACKET;
}

int serve(std::string_view kind)
{
    ::fcntl(socket_fd, F_SETFD, FD_CLOEXEC);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_IGN); // libraries write to peers that went away

    // Before the change of user, who may not be able to read where dsreg lies.
    services::make_services make = nullptr;
    if (const status s = services::find_services(kind, make); !s.ok()) return fail(s.text());

    wire::channel channel{unique_fd(socket_fd)};
    wire::message first;
    wire::service_init init;
    if (!channel.receive(first)) return 0;
    if (first.type != wire::frame_type::init || !wire::decode(first.payload, init) ||
        init.build_id != wire::build_id())
        return fail("dsreg was replaced while it ran");
    // The device's files and the system's journal are root's: as root, these two stay root. What
    // they hand out is fixed: verdicts, and the entries of a few units.
    const bool keeps_rights = kind == "device" || kind == "journal";
    status s = keeps_rights ? status{} : services::become_target_user(init.where);
    // Never with root's rights, not for root either. (A lab's files are what its scenario says.)
    if (s.ok() && kind == "fs" && !init.where.lab) s = services::become_nobody();
    if (s.ok()) s = services::settle_down(init.host_pid);
    if (!s.ok()) return fail(s.text());
    services::service_list all;
    make(init.where, all);
    if (!channel.send(wire::frame_type::hello, 0, 0, {})) return 0;
    services::server server(channel, std::move(all));
    server.serve();
    ::_exit(0); // threads may still be at work, and what they know must not outlive the host
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2 || !is_seqpacket(socket_fd)) return fail("it is started by dsreg, not by hand");
    try {
        ::_exit(serve(argv[1]));
    } catch (const std::exception& e) {
        ::_exit(fail(e.what()));
    }
}
