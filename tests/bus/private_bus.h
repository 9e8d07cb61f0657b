// A dbus-daemon of the test's own, in a temporary directory. Nothing here knows the machine's
// buses.
#pragma once
#include "base/unique_fd.h"
#include "bus/server.h"

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace dsreg::test {

// A directory that goes away with all that is in it.
class temp_dir
{
public:
    temp_dir();
    ~temp_dir();
    temp_dir(const temp_dir&) = delete;
    temp_dir& operator=(const temp_dir&) = delete;
    const std::filesystem::path& path() const noexcept { return path_; }
    // Writes `name`, making its directories.
    std::filesystem::path write(const std::string& name, const std::string& text) const;

private:
    std::filesystem::path path_;
};

// A child that is killed and reaped.
class child
{
public:
    child() = default;
    explicit child(pid_t pid) : pid_(pid) {}
    child(child&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}
    child& operator=(child&& other) noexcept
    {
        end();
        pid_ = std::exchange(other.pid_, -1);
        return *this;
    }
    ~child() { end(); }
    pid_t pid() const noexcept { return pid_; }
    void end() noexcept;

private:
    pid_t pid_ = -1;
};

// Starts a program with `fd3` as its descriptor 3, its output in `log` and only this environment.
child start(const std::vector<std::string>& argv, int fd3, const std::string& log,
            const std::vector<std::string>& env);

std::string read_line(int fd); // up to and without '\n'; "" at the end

// What a bus may start: a name and the Exec line of its service file.
struct activatable {
    std::string name, exec;
};
using activatables = std::vector<activatable>;

class private_bus
{
public:
    explicit private_bus(const activatables& services = {});
    const std::string& address() const noexcept { return address_; }
    const std::filesystem::path& directory() const noexcept { return dir_.path(); }
    pid_t pid() const noexcept { return daemon_.pid(); }
    void stop() noexcept { daemon_.end(); }

private:
    temp_dir dir_;
    child daemon_;
    std::string address_;
};

// A service in a forked child: `prepare` adds exports and requests names. Comes back when it did.
child serve(const std::string& address, const std::function<void(bus::server&)>& prepare);

inline bus::clock::time_point in(std::chrono::milliseconds ms)
{
    return bus::clock::now() + ms;
}
inline bus::clock::time_point soon()
{
    return in(std::chrono::seconds(20));
}

} // namespace dsreg::test
