#include "actions/as_user.h"

#include "base/unique_fd.h"
#include "services/identity.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dsreg::actions {
namespace {

using clock = std::chrono::steady_clock;
constexpr std::size_t most = 1u << 20;

// For good. Whoever acts for a user has nothing of root's: no environment, no descriptor but those
// of the answer and of the messages.
status become(const wire::world& where, int parent)
{
    if (status s = services::become_target_user(where); !s) return s;
    if (status s = services::settle_down(parent); !s) return s;
    ::clearenv();
    const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (null < 0 || ::dup2(null, 0) != 0) return {errc::io, "/dev/null cannot be opened"};
    return {};
}

bool write_all(int fd, const std::string& bytes)
{
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t n = ::write(fd, bytes.data() + done, bytes.size() - done);
        if (n < 0 && errno != EINTR) return false;
        if (n > 0) done += static_cast<std::size_t>(n);
    }
    return true;
}

// What the child says: '\0' and the bytes, or an errc and a sentence.
std::string work(const wire::world& where, int parent, const std::function<std::string()>& job)
{
    std::string bytes(1, '\0');
    status s;
    try {
        s = become(where, parent);
        std::string answer;
        if (s) answer = job();
        bytes += answer;
        ::explicit_bzero(answer.data(), answer.size());
    } catch (const std::exception& e) {
        s = status(errc::internal, e.what());
    }
    if (s && bytes.size() > most) s = status(errc::too_large, "the answer is too long");
    return s ? bytes : static_cast<char>(s.code()) + s.text();
}

// Until the child is done or the time is over. Fills what `ret` has room for: growing would leave
// copies behind.
status read_all(int fd, clock::time_point until, std::string& ret)
{
    char buffer[16384];
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - clock::now()).count();
        if (left <= 0) return {errc::timeout, "it took too long"};
        pollfd one{fd, POLLIN, 0};
        const int ready = ::poll(&one, 1, static_cast<int>(left));
        if (ready < 0 && errno != EINTR) return {errc::io, std::strerror(errno)};
        if (ready <= 0) continue;
        const ssize_t n = ::read(fd, buffer, sizeof buffer);
        if (n < 0 && errno != EINTR) return {errc::io, std::strerror(errno)};
        if (n == 0) return {};
        if (n < 0) continue;
        const auto got = static_cast<std::size_t>(n);
        if (got > ret.capacity() - ret.size()) return {errc::too_large, "the answer is too long"};
        ret.append(buffer, got);
        ::explicit_bzero(buffer, got); // it may be secret
    }
}

} // namespace

status as_user(const wire::world& where, std::chrono::milliseconds longest,
               const std::function<std::string()>& job, std::string& ret)
{
    if (::geteuid() == where.uid) {
        ret = job();
        return {};
    }
    std::string bytes;
    bytes.reserve(most + 1);
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return {errc::io, std::strerror(errno)};
    const unique_fd reading(ends[0]);
    unique_fd writing(ends[1]);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0) return {errc::io, std::string("fork failed: ") + std::strerror(errno)};
    if (child == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        if (::getppid() != parent) ::_exit(1);
        constexpr int out = 3;
        if (::dup2(writing.get(), out) != out || ::close_range(out + 1, ~0u, 0) != 0) ::_exit(1);
        ::_exit(write_all(out, work(where, static_cast<int>(parent), job)) ? 0 : 1);
    }
    writing.reset();
    const status s = read_all(reading.get(), clock::now() + longest, bytes);
    if (!s) ::kill(child, SIGKILL);
    while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
    }
    if (!s) return s;
    if (bytes.empty()) return {errc::internal, "the process that did it broke"};
    if (bytes[0] != '\0') return {static_cast<errc>(bytes[0]), bytes.substr(1)};
    ret = bytes.substr(1);
    ::explicit_bzero(bytes.data(), bytes.size());
    return {};
}

} // namespace dsreg::actions
