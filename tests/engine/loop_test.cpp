#include "engine/loop.h"

#include <gtest/gtest.h>

#include <sys/epoll.h>
#include <sys/eventfd.h>

using namespace dsreg;
using namespace dsreg::engine;
using namespace std::chrono_literals;

TEST(Loop, TimersRunInTheirOrderAndCancelledOnesDoNot)
{
    loop l;
    std::string order;
    const auto now = clock::now();
    l.at(now + 2ms, [&] { order += 'b'; });
    l.at(now + 1ms, [&] { order += 'a'; });
    loop::timer_id gone = l.at(now + 1ms, [&] { order += 'x'; });
    l.cancel(gone);
    EXPECT_EQ(gone, 0u);
    while (order.size() < 2) l.step();
    EXPECT_EQ(order, "ab");
}

TEST(Loop, AForgottenDescriptorIsNeverCalledInTheSameBatch)
{
    loop l;
    const unique_fd a(::eventfd(1, EFD_CLOEXEC)), b(::eventfd(1, EFD_CLOEXEC));
    int calls = 0;
    loop::watch_id first = 0, second = 0;
    first = l.watch(a.get(), EPOLLIN, [&](uint32_t) {
        calls++;
        l.forget(second);
        l.forget(first);
    });
    second = l.watch(b.get(), EPOLLIN, [&](uint32_t) {
        calls++;
        l.forget(second);
        l.forget(first);
    });
    l.step();
    EXPECT_EQ(calls, 1);
}
