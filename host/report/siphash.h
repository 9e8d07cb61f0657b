// SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed hash, so that short texts cannot be guessed
// from what it gives by anyone who has not the key.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace dsreg::report {

using hash_key = std::array<std::uint8_t, 16>;

std::uint64_t siphash(const hash_key& key, std::string_view bytes) noexcept;

} // namespace dsreg::report
