#include "worker/trap.h"

#include "wire/frame.h"
#include "wire/messages.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

namespace dsreg::worker {
namespace {

struct call_name {
    int32_t number;
    const char* name;
};
constexpr call_name names[] = {
#include "call_names.inc"
};

// A handler gets no argument of ours. Set once, before the handler is.
std::atomic<int> host_socket{-1};

struct trap_frame {
    wire::frame_header header;
    int32_t number; // as wire::trap_report is encoded
};
static_assert(sizeof(trap_frame) == wire::header_size + sizeof(int32_t));

// Else a trap is never ours to answer: a filter around dsreg may have set it.
bool noting_denied = false;
// Numbers of calls, a bit each; those beyond it are younger than the filter's list.
std::atomic<uint64_t> denied[8]{};

bool is_fatal(int number)
{
    for (const call_name& one : names)
        if (one.number == number) return true;
    return false;
}

// EPERM as the answer of the trapped call. False: nobody knows how to give it here.
bool deny(int number, void* context)
{
    auto* const at = static_cast<ucontext_t*>(context);
#if defined(__x86_64__)
    at->uc_mcontext.gregs[REG_RAX] = -EPERM;
#elif defined(__aarch64__)
    at->uc_mcontext.regs[0] = static_cast<uint64_t>(-EPERM);
#else
    (void)at;
    return false;
#endif
    if (number >= 0 && number < 512) denied[number / 64] |= uint64_t{1} << (number % 64);
    return true;
}

// In a signal handler: no allocation, no lock; and the stack may be nearly full.
void on_sigsys(int, siginfo_t* info, void* context)
{
    constexpr int by_seccomp = 1; // SYS_SECCOMP of the kernel's headers
    if (noting_denied && info->si_code == by_seccomp && !is_fatal(info->si_syscall) &&
        deny(info->si_syscall, context))
        return;
    const trap_frame frame{
        {sizeof(int32_t), static_cast<uint16_t>(wire::frame_type::trapped), 0, 0, 0},
        info->si_code == by_seccomp ? info->si_syscall : -1};
    ssize_t sent = 0;
    do sent = ::send(host_socket, &frame, sizeof frame, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    // SIGSYS is blocked in here, so a second trap is fatal.
    if (sent != static_cast<ssize_t>(sizeof frame)) ::syscall(SYS_ptrace, -1, 0, 0, 0);
    ::_exit(128 + SIGSYS);
}

} // namespace

void report_traps(int socket, bool note_denied) noexcept
{
    host_socket = socket;
    noting_denied = note_denied;
    struct sigaction action {};
    action.sa_sigaction = on_sigsys;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    ::sigfillset(&action.sa_mask);
    ::sigaction(SIGSYS, &action, nullptr);
}

std::vector<int32_t> take_denied_calls()
{
    std::vector<int32_t> out;
    for (int32_t word = 0; word < 8; word++) {
        const uint64_t bits = denied[word].exchange(0);
        for (int32_t bit = 0; bit < 64; bit++)
            if ((bits >> bit & 1) != 0) out.push_back(word * 64 + bit);
    }
    return out;
}

std::string trapped_call_name(int32_t number)
{
    for (const call_name& one : names)
        if (one.number == number) return one.name;
    return {};
}

} // namespace dsreg::worker
