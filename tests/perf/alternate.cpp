// alternate ROUNDS -- COMMAND... [-- COMMAND...]: runs the commands in turn, ROUNDS times each, and
// prints a line for each: median and least wall time in µs, largest resident set in KiB (the
// command's own or that of a child that it waited for), and the exit code, or -1 when it was not
// always the same.
//
// In turn, because then a slow moment of the machine hits them all alike.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <vector>

extern char** environ;

namespace {

struct command {
    std::vector<char*> argv;
    std::vector<long> took_us;
    long max_rss_kib = 0;
    int exit_code = -2; // not run yet
};

bool run(command& c)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    const auto begin = std::chrono::steady_clock::now();
    pid_t child = -1;
    const int error = posix_spawnp(&child, c.argv[0], &actions, nullptr, c.argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        std::fprintf(stderr, "alternate: %s: %s\n", c.argv[0], std::strerror(error));
        return false;
    }
    int status = 0;
    rusage usage{};
    if (wait4(child, &status, 0, &usage) != child) return false;
    const auto took = std::chrono::steady_clock::now() - begin;
    c.took_us.push_back(
        static_cast<long>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
    c.max_rss_kib = std::max(c.max_rss_kib, usage.ru_maxrss);
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    c.exit_code = c.exit_code == -2 || c.exit_code == code ? code : -1;
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    std::vector<command> commands;
    for (int i = 2; i < argc; i++) {
        if (std::strcmp(argv[i], "--") == 0) {
            commands.emplace_back();
        } else if (!commands.empty()) {
            commands.back().argv.push_back(argv[i]);
        }
    }
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 0;
    const auto empty = [](const command& c) { return c.argv.empty(); };
    if (rounds < 1 || commands.empty() || std::any_of(commands.begin(), commands.end(), empty)) {
        std::fputs("usage: alternate ROUNDS -- COMMAND... [-- COMMAND...]\n", stderr);
        return 2;
    }
    for (command& c : commands) c.argv.push_back(nullptr);
    for (int i = 0; i < rounds; i++)
        for (command& c : commands)
            if (!run(c)) return 1;
    for (command& c : commands) {
        auto middle = c.took_us.begin() + static_cast<std::ptrdiff_t>(c.took_us.size() / 2);
        std::nth_element(c.took_us.begin(), middle, c.took_us.end());
        const long least = *std::min_element(c.took_us.begin(), c.took_us.end());
        std::printf("%ld %ld %ld %d\n", *middle, least, c.max_rss_kib, c.exit_code);
    }
    return 0;
}
