#include "wire/channel.h"

#include <cstring>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <thread>

using namespace dsreg;
using namespace dsreg::wire;

namespace {
struct pair_of_channels {
    pair_of_channels()
    {
        int fds[2];
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds), 0);
        near.emplace(unique_fd(fds[0]));
        far.emplace(unique_fd(fds[1]));
    }
    std::optional<channel> near, far;
};
} // namespace

TEST(Channel, ALargeMessageArrivesWhole)
{
    pair_of_channels c;
    const std::string big(300'000, 'x');
    std::thread sender([&] { EXPECT_TRUE(c.near->send(frame_type::call, 7, 9, big)); });
    message got;
    EXPECT_TRUE(c.far->receive(got));
    sender.join();
    EXPECT_EQ(got.payload, big);
    EXPECT_EQ(got.run, 7u);
    EXPECT_EQ(got.id, 9u);
}
TEST(Channel, AnEmptyMessageIsAMessage)
{
    pair_of_channels c;
    message got;
    EXPECT_TRUE(c.near->send(frame_type::done, 1, 0, ""));
    EXPECT_TRUE(c.far->receive(got));
    EXPECT_EQ(got.type, frame_type::done);
}
TEST(Channel, AGoneHostIsFalse)
{
    pair_of_channels c;
    c.near.reset();
    message got;
    EXPECT_FALSE(c.far->receive(got));
    EXPECT_FALSE(c.far->send(frame_type::done, 0, 0, ""));
}
TEST(Channel, ALyingSizeIsRefused)
{
    pair_of_channels c;
    frame_header header{100, 1, 0, 0, 0};
    ASSERT_EQ(::send(c.near->fd(), &header, sizeof header, 0), ssize_t{sizeof header});
    message got;
    EXPECT_FALSE(c.far->receive(got));
}
