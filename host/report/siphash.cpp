#include "report/siphash.h"

#include <bit>

namespace dsreg::report {
namespace {

struct state {
    std::uint64_t v0, v1, v2, v3;

    void rounds(int n) noexcept
    {
        for (; n > 0; n--) {
            v0 += v1, v1 = std::rotl(v1, 13) ^ v0, v0 = std::rotl(v0, 32);
            v2 += v3, v3 = std::rotl(v3, 16) ^ v2;
            v0 += v3, v3 = std::rotl(v3, 21) ^ v0;
            v2 += v1, v1 = std::rotl(v1, 17) ^ v2, v2 = std::rotl(v2, 32);
        }
    }
    void absorb(std::uint64_t word) noexcept
    {
        v3 ^= word;
        rounds(2);
        v0 ^= word;
    }
};

template <class Byte>
std::uint64_t little_endian(const Byte* bytes, std::size_t count) noexcept
{
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < count; i++)
        word |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
    return word;
}

} // namespace

std::uint64_t siphash(const hash_key& key, std::string_view bytes) noexcept
{
    const std::uint64_t k0 = little_endian(key.data(), 8), k1 = little_endian(key.data() + 8, 8);
    state s{k0 ^ 0x736f6d6570736575u, k1 ^ 0x646f72616e646f6du, k0 ^ 0x6c7967656e657261u,
            k1 ^ 0x7465646279746573u};
    const std::uint64_t length = bytes.size();
    for (; bytes.size() >= 8; bytes.remove_prefix(8)) s.absorb(little_endian(bytes.data(), 8));
    s.absorb(little_endian(bytes.data(), bytes.size()) | length << 56);
    s.v2 ^= 0xff;
    s.rounds(4);
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

} // namespace dsreg::report
