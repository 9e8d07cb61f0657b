#include "cli/terminal.h"

#include "cli/live_line.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

namespace dsreg::cli {
namespace {

struct colour_case {
    colour_choice option;
    const char *no_color, *force, *term;
    bool terminal, coloured;
};

TEST(terminal, colour_follows_option_then_environment_then_terminal)
{
    constexpr auto automatic = colour_choice::automatic;
    const colour_case table[] = {
        {automatic, nullptr, nullptr, "xterm", true, true},
        {automatic, nullptr, nullptr, "xterm", false, false},
        {automatic, nullptr, nullptr, "dumb", true, false},
        {automatic, nullptr, nullptr, nullptr, true, false},
        {automatic, "1", nullptr, "xterm", true, false},
        {automatic, "", nullptr, "xterm", true, true},
        {automatic, nullptr, "1", "dumb", false, true},
        {automatic, nullptr, "0", "xterm", false, false},
        {automatic, nullptr, "", "xterm", false, false},
        {automatic, "1", "1", "xterm", true, false},
        {colour_choice::always, "1", nullptr, "dumb", false, true},
        {colour_choice::never, nullptr, "1", "xterm", true, false},
    };
    for (const colour_case& c : table) {
        environment env;
        if (c.no_color != nullptr) env.no_color = c.no_color;
        if (c.force != nullptr) env.clicolor_force = c.force;
        if (c.term != nullptr) env.term = c.term;
        EXPECT_EQ(wants_colour(c.option, env, c.terminal), c.coloured) << (&c - table);
    }
}

TEST(terminal, the_first_locale_variable_decides_about_utf8)
{
    environment env;
    EXPECT_FALSE(is_utf8_locale(env));
    env.lang = "de_DE.UTF-8";
    EXPECT_TRUE(is_utf8_locale(env));
    env.lc_ctype = "";
    EXPECT_TRUE(is_utf8_locale(env));
    env.lc_ctype = "C";
    EXPECT_FALSE(is_utf8_locale(env));
    env.lc_all = "C.utf8";
    EXPECT_TRUE(is_utf8_locale(env));
}

TEST(terminal, columns_wins_over_the_terminal_and_80_is_the_last_resort)
{
    environment env;
    const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    EXPECT_EQ(terminal_width(null, env), 80u);
    env.columns = "132";
    EXPECT_EQ(terminal_width(null, env), 132u);
    for (const char* bad : {"", "0", "-5", "12x", "99999999999"}) {
        env.columns = bad;
        EXPECT_EQ(terminal_width(null, env), 80u) << bad;
    }
    ::close(null);
    int outer = -1, inner = -1;
    const winsize size{24, 61, 0, 0};
    ASSERT_EQ(::openpty(&outer, &inner, nullptr, nullptr, &size), 0);
    EXPECT_EQ(terminal_width(inner, environment{}), 61u);
    ::close(outer);
    ::close(inner);
}

TEST(live_line, tells_counts_and_the_slowest)
{
    engine::progress now;
    now.done = 12;
    now.running = 3;
    now.waiting = 5;
    EXPECT_EQ(live_text(now, 80), "12 done, 3 running, 5 waiting");
    now.slowest = "net.endpoints\x1b[31m";
    now.slowest_for = std::chrono::milliseconds(4200);
    EXPECT_EQ(live_text(now, 80), "12 done, 3 running, 5 waiting; net.endpoints?[31m for 4 s");
    EXPECT_EQ(live_text(now, 20), "12 done, 3 running,");
}

TEST(live_line, is_erased_at_the_end_and_shown_only_when_it_changed)
{
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    {
        live_line line(ends[1], 80);
        engine::progress now;
        line.show(now);
        line.show(now);
        now.done = 1;
        line.show(now); // too soon after the first
    }
    ::close(ends[1]);
    char buffer[200];
    const ssize_t n = ::read(ends[0], buffer, sizeof buffer);
    ::close(ends[0]);
    EXPECT_EQ(std::string(buffer, static_cast<std::size_t>(n)),
              "\r\x1b[K0 done, 0 running, 0 waiting\r\x1b[K");
}

} // namespace
} // namespace dsreg::cli
