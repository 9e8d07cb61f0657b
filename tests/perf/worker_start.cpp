// worker_start ROUNDS WORKER MODULE: what the sandbox costs a worker. Starts the worker with it and
// without it in turn, ROUNDS times each, loads the module, runs its first probe and lets the worker
// end. Prints a line for each way, with the sandbox first: median wall time in µs from the spawn to
// the end, and the sandbox's level.
//
// In turn, because then a slow moment of the machine hits both alike.
#include "wire/channel.h"
#include "wire/messages.h"
#include "worker/sandbox.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

using namespace dsreg;
using wire::frame_type;

struct way {
    bool sandbox;
    std::vector<long> took_us;
    std::string level;
};

int high_copy(int fd)
{
    return ::fcntl(fd, F_DUPFD_CLOEXEC, 20);
}

template <class T>
bool next(wire::channel& from, frame_type type, T& ret)
{
    wire::message got;
    return from.receive(got) && got.type == type && wire::decode(got.payload, ret);
}

bool talk(wire::channel& with, const wire::worker_init& init, std::string& ret_level)
{
    wire::worker_entered entered;
    wire::worker_hello hello;
    if (!with.send(frame_type::init, 0, 0, wire::encode(init)) ||
        !next(with, frame_type::entered, entered) || !next(with, frame_type::hello, hello) ||
        !hello.rejected.empty())
        return false;
    ret_level = entered.sandbox;
    wire::run_order order;
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    order.deadline = (now.tv_sec + 10) * int64_t{1'000'000'000};
    if (!with.send(frame_type::run, 1, 0, wire::encode(order))) return false;
    wire::message got;
    while (with.receive(got))
        if (got.type == frame_type::done) return true;
    return false;
}

bool start(const char* worker, const char* module, way& how)
{
    const auto begin = std::chrono::steady_clock::now();
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return false;
    pid_t pid = -1;
    bool good = false;
    {
        wire::channel channel{unique_fd(pair[0])};
        {
            const unique_fd theirs(pair[1]), file(::open(module, O_RDONLY | O_CLOEXEC));
            const unique_fd socket_high(high_copy(theirs.get())), file_high(high_copy(file.get()));
            posix_spawn_file_actions_t actions;
            posix_spawn_file_actions_init(&actions);
            posix_spawn_file_actions_adddup2(&actions, socket_high.get(), 3);
            posix_spawn_file_actions_adddup2(&actions, file_high.get(), 4);
            char* const words[] = {const_cast<char*>(worker), nullptr};
            char* const nothing[] = {nullptr};
            const int error = ::posix_spawn(&pid, worker, &actions, nullptr, words, nothing);
            posix_spawn_file_actions_destroy(&actions);
            if (error != 0) return false;
        }
        wire::worker_init init;
        init.build_id = wire::build_id();
        init.path = module;
        init.sandbox = how.sandbox;
        init.host_pid = ::getpid();
        init.tasks_most = worker::tasks_allowed();
        good = talk(channel, init, how.level);
    } // hangs up: an idle worker ends
    int status = 0;
    if (::waitpid(pid, &status, 0) != pid || !good || status != 0) return false;
    const auto took = std::chrono::steady_clock::now() - begin;
    how.took_us.push_back(
        static_cast<long>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 4) {
        std::fputs("usage: worker_start ROUNDS WORKER MODULE\n", stderr);
        return 2;
    }
    way ways[] = {{true, {}, ""}, {false, {}, ""}};
    for (int i = std::atoi(argv[1]); i > 0; i--)
        for (way& how : ways)
            if (!start(argv[2], argv[3], how)) {
                std::fputs("worker_start: the worker did not do its work\n", stderr);
                return 1;
            }
    for (way& how : ways) {
        auto middle = how.took_us.begin() + static_cast<std::ptrdiff_t>(how.took_us.size() / 2);
        std::nth_element(how.took_us.begin(), middle, how.took_us.end());
        std::printf("%ld %s\n", *middle, how.level.c_str());
    }
    return 0;
}
