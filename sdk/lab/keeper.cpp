#include "keeper.h"

#include "file.h"
#include "spawn.h"
#include "start.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dsreg::lab {
namespace {

int complain(const std::string& what, int code)
{
    std::fprintf(stderr, "dsreg-lab: %s\n", what.c_str());
    return code;
}

sigset_t passed_signals()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int s : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGCHLD}) {
        sigaddset(&set, s);
    }
    return set;
}

// The caller's environment, in which nothing leads out of the lab.
std::vector<std::string> environment(const running_lab& lab, const command& what)
{
    static constexpr const char* ours[] = {"DSREG_LAB", "DBUS_SESSION_BUS_ADDRESS",
                                           "DBUS_SYSTEM_BUS_ADDRESS", "DBUS_STARTER_ADDRESS"};
    std::vector<std::string> env;
    for (char** at = environ; *at; at++) {
        const std::string entry = *at;
        const std::string name = entry.substr(0, entry.find('='));
        bool leave_out =
            name.size() >= 6 && ::strcasecmp(name.c_str() + name.size() - 6, "_proxy") == 0;
        for (const char* one : ours) leave_out = leave_out || name == one;
        if (!leave_out) env.push_back(entry);
    }
    env.push_back("DSREG_LAB=" + lab.descriptor_file);
    env.push_back("DBUS_SESSION_BUS_ADDRESS=" + lab.session_bus);
    env.push_back("DBUS_SYSTEM_BUS_ADDRESS=" + lab.system_bus);
    env.insert(env.end(), what.extra_env.begin(), what.extra_env.end());
    return env;
}

// Waits for the command; passes on the signals that come as bytes from the front. When the front
// is gone the command has to go, too.
int wait_for(pid_t child, pid_t signal_to, int front, int signals, const running_lab& lab)
{
    pid_t world = lab.world;
    for (;;) {
        pollfd wait[2] = {{front, POLLIN, 0}, {signals, POLLIN, 0}};
        if (::poll(wait, 2, -1) < 0) continue;
        if (wait[0].revents) {
            unsigned char number = 0;
            if (::read(front, &number, 1) != 1) return 128 + SIGKILL;
            ::kill(signal_to, number);
        }
        if (!wait[1].revents) continue;
        signalfd_siginfo info;
        while (::read(signals, &info, sizeof info) == sizeof info) {
        }
        int how = 0;
        pid_t ended;
        while ((ended = ::waitpid(-1, &how, WNOHANG)) > 0) {
            if (ended == child) return exit_code_of(how);
            if (ended == world) complain("the lab's servers have ended unexpectedly", 0);
        }
    }
}

struct keeper {
    const places& where;
    const scenario& play;
    const std::string& scenario_file;
    const command& what;
    std::string folder;
    sigset_t callers_mask;
    pid_t front;
};

int run_command(const keeper& k, int front, int signals, const running_lab& lab)
{
    program child;
    child.argv = k.what.argv;
    child.env = environment(lab, k.what);
    child.mask = k.callers_mask;
    // With a terminal the command is part of the caller's job, so that it may read, and ^C and ^Z
    // reach it. Without one it gets a group, so that a signal reaches all of it.
    const unique_fd tty(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
    child.group = tty ? ::getpgid(k.front) : 0;
    pid_t pid = 0;
    int error = 0;
    if (status s = spawn(child, pid, &error); !s.ok()) {
        return complain(s.text(), error == ENOENT ? 127 : 126);
    }
    return wait_for(pid, tty ? pid : -pid, front, signals, lab);
}

// The whole life of the keeper's process.
int keep(const keeper& k, int front)
{
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    ::setpgid(0, 0); // a kill of the caller's job leaves somebody to clean up
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    const unique_fd signals(::signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK));
    const mode_t callers_umask = ::umask(022);
    running_lab lab;
    int code = 1;
    const status started = start_lab(k.where, k.play, k.scenario_file, k.folder, lab);
    ::umask(callers_umask);
    if (started.ok()) {
        code = run_command(k, front, signals.get(), lab);
    } else {
        complain(started.text(), 1);
    }
    kill_descendants();
    remove_tree(k.folder);
    return code;
}

// Passes a signal on to the keeper, unless the terminal gave it to the command as well.
void pass_on(const signalfd_siginfo& info, int to)
{
    if (info.ssi_code > 0) return; // from the kernel, to the whole job
    const auto number = static_cast<unsigned char>(info.ssi_signo);
    (void)!::write(to, &number, 1);
}

int stay_in_front(pid_t keeper_pid, const sigset_t& set, int to, const std::string& folder)
{
    const unique_fd signals(::signalfd(-1, &set, SFD_CLOEXEC));
    for (;;) {
        signalfd_siginfo info;
        if (::read(signals.get(), &info, sizeof info) != sizeof info) continue;
        if (info.ssi_signo != SIGCHLD) {
            pass_on(info, to);
            continue;
        }
        int how = 0;
        pid_t ended;
        while ((ended = ::waitpid(-1, &how, WNOHANG)) > 0) {
            if (ended != keeper_pid) continue;
            if (WIFSIGNALED(how)) { // not how it ends by itself
                kill_descendants();
                remove_tree(folder);
            }
            return exit_code_of(how);
        }
    }
}

} // namespace

int run_in_lab(const places& where, const scenario& s, const std::string& scenario_file,
               const command& what)
{
    keeper k{where, s, scenario_file, what, "", {}, ::getpid()};
    if (status made = make_lab_dir(k.folder); !made.ok()) return complain(made.text(), 1);
    const sigset_t set = passed_signals();
    ::sigprocmask(SIG_BLOCK, &set, &k.callers_mask);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return complain("no pipe", 1);
    unique_fd from(ends[0]), to(ends[1]);
    std::fflush(nullptr);
    const pid_t pid = ::fork();
    if (pid == 0) {
        to.reset();
        ::_exit(keep(k, from.get()));
    }
    from.reset();
    if (pid > 0) return stay_in_front(pid, set, to.get(), k.folder);
    remove_tree(k.folder);
    return complain(std::string("cannot start a process: ") + std::strerror(errno), 1);
}

} // namespace dsreg::lab
