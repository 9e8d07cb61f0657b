#include "bus/connect.h"

#include "base/unique_fd.h"
#include "bus/names.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <condition_variable>
#include <cstddef>
#include <cstring>
#include <mutex>
#include <system_error>
#include <thread>

namespace dsreg::bus {
namespace {

// The owner of a socket's file; our own uid when it cannot be told.
uid_t owner_of(const std::string& address)
{
    struct stat s {};
    const std::string place = socket_of(address);
    const bool file = !place.empty() && place[0] != '\0';
    return file && ::stat(place.c_str(), &s) == 0 ? s.st_uid : ::geteuid();
}

// sdbus-c++ 1.2 loses memory when nobody listens, so that is found out before.
outcome look(const std::string& address)
{
    const std::string place = socket_of(address);
    sockaddr_un where{};
    if (place.empty() || place.size() >= sizeof where.sun_path) return {};
    where.sun_family = AF_UNIX;
    place.copy(where.sun_path, place.size());
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + place.size() +
                                             (place[0] == '\0' ? 0 : 1));
    const unique_fd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (fd && ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&where), size) == 0) return {};
    const int error = errno;
    if (error == EAGAIN || error == EINTR)
        return {}; // a full queue: whether it moves is seen later
    const char* name = ::strerrorname_np(error);
    return {error == EACCES || error == EPERM ? DSREG_X_ACCESS : DSREG_X_CONNECT,
            std::string("System.Error.") + (name ? name : "EIO"), // as sd-bus would say it
            std::string("cannot connect to the bus: ") + std::strerror(error)};
}

// A session bus hangs up on every user but its own, root too, without a word.
uint32_t kind_of_refusal(std::string_view error, const std::string& address)
{
    if (error == "System.Error.EACCES" || error == "System.Error.EPERM" ||
        error == "org.freedesktop.DBus.Error.AccessDenied") {
        return DSREG_X_ACCESS;
    }
    const bool hung_up = error == "System.Error.ENOTCONN" || error == "System.Error.ECONNRESET" ||
                         error == "System.Error.EPIPE";
    return hung_up && owner_of(address) != ::geteuid() ? DSREG_X_ACCESS : DSREG_X_CONNECT;
}

// Connecting authenticates, and sd-bus waits 25 s for a bus that accepts and stays silent, with no
// option to change that. So it happens on a thread of its own, which can be left behind: it ends
// by itself and throws away what came too late.
struct attempt {
    std::mutex lock;
    std::condition_variable changed;
    bool done = false;
    bool abandoned = false;
    std::unique_ptr<sdbus::IConnection> made;
    outcome end;

    void run(const std::string& address) noexcept
    {
        std::unique_ptr<sdbus::IConnection> made_here;
        outcome end_here;
        try {
            made_here = compat::connect(address);
        } catch (const sdbus::Error& e) {
            end_here = {kind_of_refusal(e.getName(), address), e.getName(), e.getMessage()};
        } catch (const std::exception& e) {
            end_here = {DSREG_X_CONNECT, "", e.what()};
        }
        const std::lock_guard guard(lock);
        if (abandoned) return;
        made = std::move(made_here);
        end = std::move(end_here);
        done = true;
        changed.notify_one();
    }
};

} // namespace

outcome connect(const std::string& address, clock::time_point deadline,
                std::unique_ptr<sdbus::IConnection>& ret)
{
    if (!is_local_address(address)) {
        return {DSREG_X_CONNECT, "", "the bus address is not unix:path= or unix:abstract="};
    }
    if (outcome end = look(address); !end.ok()) return end;
    auto shared = std::make_shared<attempt>();
    try {
        std::thread([shared, address] { shared->run(address); }).detach();
    } catch (const std::system_error& e) {
        return {DSREG_X_CONNECT, "", e.what()};
    }
    std::unique_lock guard(shared->lock);
    if (!shared->changed.wait_until(guard, deadline, [&] { return shared->done; })) {
        shared->abandoned = true;
        return {DSREG_X_TIMEOUT, "", "the bus accepts the connection and does not answer"};
    }
    if (shared->end.ok()) ret = std::move(shared->made);
    return shared->end;
}

} // namespace dsreg::bus
