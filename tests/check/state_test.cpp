#include "process_state.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace {

using dsreg::check::changed;
using dsreg::check::look_at_process;

TEST(process_state, looking_changes_nothing)
{
    const auto before = look_at_process();
    EXPECT_EQ(changed(before, look_at_process()), "");
}

TEST(process_state, an_open_descriptor_is_seen)
{
    const auto before = look_at_process();
    const int fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    const std::string what = changed(before, look_at_process());
    ::close(fd);
    EXPECT_EQ(what, "descriptor " + std::to_string(fd) + " is new: /dev/null");
}

TEST(process_state, a_closed_descriptor_is_seen)
{
    const int fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    const auto before = look_at_process();
    ::close(fd);
    EXPECT_NE(changed(before, look_at_process()).find("is gone"), std::string::npos);
}

TEST(process_state, mask_folder_and_environment_are_seen)
{
    const auto before = look_at_process();
    const mode_t mask = ::umask(07);
    EXPECT_EQ(changed(before, look_at_process()).rfind("umask was ", 0), 0u);
    ::umask(mask);
    ::setenv("DSREG_STATE_TEST", "1", 1);
    EXPECT_EQ(changed(before, look_at_process()),
              "environment variable DSREG_STATE_TEST is new: DSREG_STATE_TEST=1");
    ::unsetenv("DSREG_STATE_TEST");
    EXPECT_EQ(changed(before, look_at_process()), "");
}

TEST(process_state, a_signal_handler_is_seen)
{
    const auto before = look_at_process();
    const auto was = std::signal(SIGUSR2, SIG_IGN);
    EXPECT_EQ(changed(before, look_at_process()), "handler of SIGUSR2 was default and is ignored");
    std::signal(SIGUSR2, was);
}

TEST(process_state, a_joined_thread_is_no_thread)
{
    const auto before = look_at_process();
    for (int i = 0; i < 2000; i++) {
        std::thread([] {}).join();
        ASSERT_EQ(changed(before, look_at_process()), "") << i;
    }
}

TEST(process_state, a_thread_that_runs_is_seen)
{
    int gate[2] = {-1, -1};
    ASSERT_EQ(::pipe(gate), 0);
    const auto before = look_at_process();
    std::thread runs([&] {
        char c = 0;
        (void)!::read(gate[0], &c, 1);
    });
    const std::string what = changed(before, look_at_process());
    (void)!::write(gate[1], "x", 1);
    runs.join();
    ::close(gate[0]);
    ::close(gate[1]);
    EXPECT_EQ(what.rfind("number of threads was ", 0), 0u) << what;
}

} // namespace
