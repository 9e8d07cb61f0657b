#include "report/siphash.h"

#include <gtest/gtest.h>

#include <string>

using namespace dsreg::report;

// The vectors of the reference implementation: key 00..0f, input 00, 01, 02, ...
TEST(SipHash, GivesTheReferenceVectors)
{
    hash_key key{};
    for (std::size_t i = 0; i < key.size(); i++) key[i] = static_cast<std::uint8_t>(i);
    std::string input;
    const auto hash_of = [&](std::size_t length) {
        input.clear();
        for (std::size_t i = 0; i < length; i++) input += static_cast<char>(i);
        return siphash(key, input);
    };
    EXPECT_EQ(hash_of(0), 0x726fdb47dd0e0e31u);
    EXPECT_EQ(hash_of(1), 0x74f839c593dc67fdu);
    EXPECT_EQ(hash_of(2), 0x0d6c8009d9a94f5au);
    EXPECT_EQ(hash_of(3), 0x85676696d7fb7e2du);
    EXPECT_EQ(hash_of(15), 0xa129ca6149be45e5u);
}

TEST(SipHash, AnotherKeyGivesAnotherHash)
{
    hash_key one{}, other{};
    other[15] = 1;
    EXPECT_NE(siphash(one, "alice"), siphash(other, "alice"));
}
