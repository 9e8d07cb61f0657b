#include "engine/child.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>

namespace dsreg::engine {
namespace {

std::vector<char*> pointers(const std::vector<std::string>& list)
{
    std::vector<char*> out;
    for (const std::string& s : list) out.push_back(const_cast<char*>(s.c_str()));
    out.push_back(nullptr);
    return out;
}

// posix_spawn's own dup2 clears close-on-exec only when the numbers differ, so the descriptors that
// a child gets are first moved out of the way of 0..4.
int above(int fd)
{
    return ::fcntl(fd, F_DUPFD_CLOEXEC, 10);
}

struct spawn_plan {
    spawn_plan()
    {
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawnattr_init(&attributes);
    }
    ~spawn_plan()
    {
        ::posix_spawn_file_actions_destroy(&actions);
        ::posix_spawnattr_destroy(&attributes);
    }
    void session_and_signals()
    {
        sigset_t none, all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes, &none);
        ::posix_spawnattr_setsigdefault(&attributes, &all);
        ::posix_spawnattr_setflags(&attributes,
                                   static_cast<short>(POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK |
                                                      POSIX_SPAWN_SETSIGDEF));
    }
    posix_spawn_file_actions_t actions{};
    posix_spawnattr_t attributes{};
};

} // namespace

status child::start(const spawn_request& request)
{
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return {errc::io, std::string("socketpair: ") + std::strerror(errno)};
    unique_fd near(pair[0]), far(pair[1]);
    if (::pipe2(pair, O_CLOEXEC) != 0)
        return {errc::io, std::string("pipe: ") + std::strerror(errno)};
    unique_fd read_end(pair[0]), write_end(pair[1]);
    const unique_fd null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const unique_fd far_high(above(far.get())), write_high(above(write_end.get()));
    const unique_fd file_high(request.file_fd >= 0 ? above(request.file_fd) : -1);
    if (!null || !far_high || !write_high || (request.file_fd >= 0 && !file_high))
        return {errc::io, std::string("no descriptors left: ") + std::strerror(errno)};

    spawn_plan plan;
    plan.session_and_signals();
    ::posix_spawn_file_actions_adddup2(&plan.actions, null.get(), 0);
    ::posix_spawn_file_actions_adddup2(&plan.actions, write_high.get(), 1);
    ::posix_spawn_file_actions_adddup2(&plan.actions, write_high.get(), 2);
    ::posix_spawn_file_actions_adddup2(&plan.actions, far_high.get(), 3);
    if (file_high) ::posix_spawn_file_actions_adddup2(&plan.actions, file_high.get(), 4);
    // What dsreg itself inherited is not the child's.
    ::posix_spawn_file_actions_addclosefrom_np(&plan.actions, file_high ? 5 : 4);

    std::vector<std::string> args{request.program};
    args.insert(args.end(), request.args.begin(), request.args.end());
    std::vector<std::string> environment = {"PATH=/usr/bin:/bin", "HOME=/nonexistent",
                                            "LANG=C.UTF-8", "TZ=UTC"};
    // A dsreg that was started by a dsreg asks no third one.
    if (std::getenv("DSREG_NESTED") != nullptr) environment.push_back("DSREG_NESTED=1");
    pid_t pid = -1;
    const int error = ::posix_spawn(&pid, request.program.c_str(), &plan.actions, &plan.attributes,
                                    pointers(args).data(), pointers(environment).data());
    if (error != 0)
        return {errc::io, "cannot start " + request.program + ": " + std::strerror(error)};

    pid_ = pid;
    pidfd_.reset(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    if (!pidfd_) {
        const std::string why = std::strerror(errno);
        ::kill(pid, SIGKILL);
        return {errc::io, "pidfd_open: " + why};
    }
    ::fcntl(pidfd_.get(), F_SETFD, FD_CLOEXEC);
    pid_watch_ = loop_.watch(pidfd_.get(), EPOLLIN, [this](uint32_t) { on_pidfd(); });
    pipe_ = std::move(read_end);
    ::fcntl(pipe_.get(), F_SETFL, O_NONBLOCK);
    output_watch_ = loop_.watch(pipe_.get(), EPOLLIN, [this](uint32_t) { (void)read_output(); });
    socket_ = std::move(near);
    watch_socket();
    return {};
}

void child::adopt(unique_fd socket)
{
    adopted_ = true;
    socket_ = std::move(socket);
    watch_socket();
}

void child::watch_socket()
{
    ::fcntl(socket_.get(), F_SETFL, O_NONBLOCK);
    buffer_.resize(wire::frame_max);
    socket_watch_ =
        loop_.watch(socket_.get(), EPOLLIN, [this](uint32_t events) { on_socket(events); });
}

} // namespace dsreg::engine
