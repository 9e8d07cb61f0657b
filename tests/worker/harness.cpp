#include "harness.h"

#include "worker/sandbox.h"

#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dsreg::test {
namespace {

using wire::frame_type;

int high_copy(int fd)
{
    return ::fcntl(fd, F_DUPFD_CLOEXEC, 20);
}

template <class T>
void take_in(const wire::message& got, std::vector<T>& list)
{
    T item;
    if (wire::decode(got.payload, item)) list.push_back(std::move(item));
}

} // namespace

int64_t monotonic_ns()
{
    timespec t{};
    ::clock_gettime(CLOCK_MONOTONIC, &t);
    return static_cast<int64_t>(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

std::string broken(const std::string& name)
{
    return std::string(BROKEN_MODULES) + "/" + name + "/broken-" + name + ".probe.so";
}

std::string worker_module(const std::string& name)
{
    return std::string(WORKER_MODULES) + "/worker-" + name + ".probe.so";
}

worker_process::worker_process(const std::string& module_path)
{
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return;
    const timeval patience{20, 0}; // a test that fails ends, too
    ::setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    channel_.emplace(unique_fd(pair[0]));
    const unique_fd theirs(pair[1]);
    const unique_fd file(::open(module_path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    const unique_fd socket_copy(high_copy(theirs.get())), file_copy(high_copy(file.get()));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, socket_copy.get(), 3);
    posix_spawn_file_actions_adddup2(&actions, file_copy.get(), 4);
    char* const arguments[] = {const_cast<char*>(WORKER), nullptr};
    char* const environment[] = {const_cast<char*>("PATH=/usr/bin:/bin"), nullptr};
    ::posix_spawn(&pid_, WORKER, &actions, nullptr, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    init.build_id = wire::build_id();
    init.path = module_path;
    init.host_pid = ::getpid();
    init.tasks_most = worker::tasks_allowed();
}

worker_process::~worker_process()
{
    if (pid_ > 0 && !waited_) {
        ::kill(pid_, SIGKILL);
        wait();
    }
}

bool worker_process::send_init()
{
    return channel_->send(frame_type::init, 0, 0, wire::encode(init));
}

std::optional<wire::worker_hello> worker_process::greet()
{
    wire::message got;
    wire::worker_entered first;
    wire::worker_hello hello;
    if (!send_init() || !channel_->receive(got) || got.type != frame_type::entered ||
        !wire::decode(got.payload, first))
        return std::nullopt;
    entered = first;
    if (!channel_->receive(got) || got.type != frame_type::hello ||
        !wire::decode(got.payload, hello))
        return std::nullopt;
    return hello;
}

void worker_process::send_run(uint32_t probe, wire::run_order order, uint32_t number)
{
    order.probe = probe;
    if (order.deadline == 0) order.deadline = monotonic_ns() + 10'000'000'000;
    channel_->send(frame_type::run, number, 0, wire::encode(order));
}

run_result worker_process::collect(uint32_t number, const answer& on_call)
{
    run_result all;
    wire::message got;
    // A host stops reading at its cap on frames.
    while (all.facts.size() <= wire::frames_per_run && channel_->receive(got)) {
        wire::trap_report trap;
        if (got.type == frame_type::trapped && wire::decode(got.payload, trap))
            all.trapped = trap.number;
        if (got.run != number) break;
        if (got.type == frame_type::fact) take_in(got, all.facts);
        if (got.type == frame_type::finding) take_in(got, all.findings);
        if (got.type == frame_type::log) take_in(got, all.logs);
        if (got.type == frame_type::conclude) take_in(got, all.conclusions);
        if (got.type == frame_type::call) {
            wire::call call;
            if (!wire::decode(got.payload, call) || !on_call) break;
            wire::worker_reply reply = on_call(call);
            if (reply.deadline == 0) reply.deadline = monotonic_ns() + 10'000'000'000;
            channel_->send(frame_type::reply, number, got.id, wire::encode(reply));
        }
        if (got.type == frame_type::done) {
            all.done = wire::decode(got.payload, all.end);
            break;
        }
    }
    for (const fact& f : all.facts) {
        if (f.key == "t.number") all.numbers[f.instance] = f.val.i;
        if (f.key == "t.text") all.texts[f.instance] = f.val.text;
    }
    return all;
}

run_result worker_process::run(uint32_t probe, wire::run_order order, answer on_call)
{
    const uint32_t number = ++runs_;
    send_run(probe, std::move(order), number);
    return collect(number, on_call);
}

void worker_process::hang_up()
{
    channel_.reset();
}

int worker_process::wait()
{
    if (!waited_ && ::waitpid(pid_, &status_, 0) == pid_) waited_ = true;
    return status_;
}

} // namespace dsreg::test
