// What a worker may do wrong with its frames.
#include "wire/assembler.h"

#include <cstring>
#include <gtest/gtest.h>

using namespace dsreg::wire;
using taken = assembler::taken;

namespace {

std::string frame(frame_type type, const std::string& payload, uint16_t flags = 0, uint32_t run = 1,
                  uint32_t id = 0)
{
    const frame_header header{static_cast<uint32_t>(payload.size()), static_cast<uint16_t>(type),
                              flags, run, id};
    std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
    return bytes + payload;
}

struct Assembler : testing::Test {
    taken take(const std::string& bytes)
    {
        fault = nullptr;
        return parts.take(bytes, got, fault);
    }
    void refuses(const std::string& bytes, const char* words)
    {
        EXPECT_EQ(take(bytes), taken::wrong);
        ASSERT_NE(fault, nullptr);
        EXPECT_STREQ(fault, words);
    }
    assembler parts;
    message got;
    const char* fault = nullptr;
};

} // namespace

TEST_F(Assembler, JoinsTheFramesOfAMessage)
{
    EXPECT_EQ(take(frame(frame_type::log, "one ", flag_more)), taken::part);
    EXPECT_EQ(take(frame(frame_type::log, "", flag_more)), taken::part);
    EXPECT_EQ(take(frame(frame_type::log, "two")), taken::whole);
    EXPECT_EQ(got.payload, "one two");
    EXPECT_EQ(take(frame(frame_type::done, "", 0, 7, 9)), taken::whole);
    EXPECT_EQ(got.payload, "");
    EXPECT_EQ(got.run, 7u);
    EXPECT_EQ(got.id, 9u);
}

TEST_F(Assembler, RefusesWhatIsNoFrame)
{
    std::string lying = frame(frame_type::log, "abc");
    lying[0] = 4;
    refuses(lying, "sent a frame with a false length");
    refuses(frame(frame_type::log, "").substr(0, 15), "sent a frame that is too short");
    refuses(std::string(frame_max + 1, 'x'), "sent a frame that is too long");
    refuses(frame(frame_type::log, "", 2), "sent a frame with unknown flags");
    // Cut off by recv, which says how long it was.
    EXPECT_EQ(parts.take(frame(frame_type::log, "abc"), 100'000, got, fault), taken::wrong);
}

TEST_F(Assembler, RefusesTwoMessagesAtOnce)
{
    for (const std::string& other :
         {frame(frame_type::fact, "x"), frame(frame_type::log, "x", 0, 2),
          frame(frame_type::log, "x", 0, 1, 5), frame(frame_type::done, "")}) {
        parts = {};
        EXPECT_EQ(take(frame(frame_type::log, "one", flag_more)), taken::part);
        refuses(other, "mixed two messages");
    }
}

TEST_F(Assembler, ATrapComesBetweenTheFramesOfAMessage)
{
    EXPECT_EQ(take(frame(frame_type::log, "one ", flag_more)), taken::part);
    EXPECT_EQ(take(frame(frame_type::trapped, "n", 0, 0)), taken::whole);
    EXPECT_EQ(got.type, frame_type::trapped);
    EXPECT_EQ(take(frame(frame_type::log, "two")), taken::whole);
    EXPECT_EQ(got.payload, "one two");
}

TEST_F(Assembler, HasLimits)
{
    parts.allow(2, 1000);
    EXPECT_EQ(take(frame(frame_type::log, "")), taken::whole);
    EXPECT_EQ(take(frame(frame_type::log, "")), taken::whole);
    refuses(frame(frame_type::log, ""), "sent more frames than a run may");
    parts.allow(10, 100);
    EXPECT_EQ(take(frame(frame_type::log, std::string(84, 'x'))), taken::whole);
    refuses(frame(frame_type::log, ""), "sent more bytes than a run may");
    parts.allow(10, 10'000);
    parts.limit_message(150);
    EXPECT_EQ(take(frame(frame_type::log, std::string(100, 'x'), flag_more)), taken::part);
    refuses(frame(frame_type::log, std::string(51, 'x')), "sent a message that is too long");
}
