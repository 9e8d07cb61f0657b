#include "cli/interrupt.h"

#include <gtest/gtest.h>

#include <csignal>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dsreg::cli {
namespace {

bool readable(int fd)
{
    pollfd p{fd, POLLIN, 0};
    return ::poll(&p, 1, 0) == 1;
}

TEST(interrupt, the_first_signal_is_a_readable_descriptor_and_an_exit_code)
{
    for (const auto& [number, code] : {std::pair{SIGINT, 130}, std::pair{SIGTERM, 143}}) {
        const interrupt_guard guard;
        EXPECT_FALSE(readable(guard.fd()));
        EXPECT_EQ(guard.exit_code(), 0);
        ::raise(number);
        EXPECT_TRUE(readable(guard.fd()));
        EXPECT_EQ(guard.exit_code(), code);
    }
}

// The second signal may be the other one.
int ending_of(int first, int second)
{
    const pid_t child = ::fork();
    if (child == 0) {
        const interrupt_guard guard;
        ::raise(first);
        ::raise(second);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

TEST(interrupt, the_second_signal_ends_the_process)
{
    EXPECT_EQ(ending_of(SIGINT, SIGINT), SIGINT);
    EXPECT_EQ(ending_of(SIGINT, SIGTERM), SIGTERM);
    EXPECT_EQ(ending_of(SIGTERM, SIGINT), SIGINT);
}

TEST(interrupt, a_gone_reader_is_no_signal)
{
    const interrupt_guard guard;
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    ::close(ends[0]);
    EXPECT_EQ(::write(ends[1], "x", 1), -1);
    ::close(ends[1]);
}

} // namespace
} // namespace dsreg::cli
