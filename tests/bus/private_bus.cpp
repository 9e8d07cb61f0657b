#include "bus/private_bus.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

namespace dsreg::test {
namespace fs = std::filesystem;
namespace {

constexpr const char* config = R"(<busconfig><type>session</type>
<listen>unix:path=@/socket</listen><auth>EXTERNAL</auth><servicedir>@/services</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/><allow user="*"/></policy>
<limit name="service_start_timeout">5000</limit></busconfig>)";

std::pair<unique_fd, unique_fd> make_pipe()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
    return {unique_fd(ends[0]), unique_fd(ends[1])};
}

} // namespace

temp_dir::temp_dir()
{
    std::string name = (fs::temp_directory_path() / "dsreg-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("mkdtemp");
    path_ = fs::canonical(name);
}

temp_dir::~temp_dir()
{
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

fs::path temp_dir::write(const std::string& name, const std::string& text) const
{
    const fs::path file = path_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file;
}

void child::end() noexcept
{
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

child start(const std::vector<std::string>& argv, int fd3, const std::string& log,
            const std::vector<std::string>& env)
{
    std::vector<char*> args, vars;
    for (const std::string& s : argv) args.push_back(const_cast<char*>(s.c_str()));
    for (const std::string& s : env) vars.push_back(const_cast<char*>(s.c_str()));
    args.push_back(nullptr);
    vars.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    posix_spawn_file_actions_adddup2(&actions, fd3, 3); // equal numbers: clears CLOEXEC
    pid_t pid = -1;
    const int end = ::posix_spawnp(&pid, args[0], &actions, nullptr, args.data(), vars.data());
    posix_spawn_file_actions_destroy(&actions);
    if (end != 0) throw std::runtime_error("cannot start " + argv[0]);
    return child(pid);
}

std::string read_line(int fd)
{
    std::string line;
    char c = 0;
    while (::read(fd, &c, 1) == 1 && c != '\n') line += c;
    return line;
}

private_bus::private_bus(const activatables& services)
{
    std::string text = config;
    for (std::size_t at = text.find('@'); at != text.npos; at = text.find('@')) {
        text.replace(at, 1, dir_.path().string());
    }
    const fs::path file = dir_.write("bus.conf", text);
    fs::create_directory(dir_.path() / "services");
    for (const auto& [name, exec] : services) {
        dir_.write("services/" + name + ".service",
                   "[D-BUS Service]\nName=" + name + "\nExec=" + exec + "\n");
    }
    auto [out, in_child] = make_pipe();
    daemon_ = start({"dbus-daemon", "--config-file=" + file.string(), "--nofork", "--nopidfile",
                     "--nosyslog", "--print-address=3"},
                    in_child.get(), (dir_.path() / "log").string(),
                    {"PATH=/usr/bin:/bin", "LANG=C.UTF-8"});
    in_child.reset();
    address_ = read_line(out.get());
    if (address_.empty()) throw std::runtime_error("dbus-daemon gave no address");
}

child serve(const std::string& address, const std::function<void(bus::server&)>& prepare)
{
    auto [ready, in_child] = make_pipe();
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid < 0) throw std::runtime_error("fork");
    if (pid == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) ::_exit(1);
        bus::server s;
        if (!s.open(address, soon()).ok()) ::_exit(1);
        prepare(s);
        if (::write(in_child.get(), "ready\n", 6) != 6) ::_exit(1);
        s.run(-1);
        ::_exit(0);
    }
    child made(pid);
    in_child.reset();
    if (read_line(ready.get()) != "ready") throw std::runtime_error("the service did not start");
    return made;
}

} // namespace dsreg::test
