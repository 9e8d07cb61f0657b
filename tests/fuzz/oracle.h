// What a fuzz target promises of every input, beyond not crashing.
#pragma once
#include "base/secrets.h"
#include "base/text.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#define ALWAYS(promise)                                                                            \
    do {                                                                                           \
        if (!(promise)) {                                                                          \
            std::fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__, #promise);     \
            std::abort();                                                                          \
        }                                                                                          \
    } while (false)

namespace dsreg::fuzz {

inline std::string_view text_of(const uint8_t* data, std::size_t size)
{
    return {reinterpret_cast<const char*>(data), size};
}

// The first byte chooses what is called; the rest is its input.
inline unsigned take_choice(const uint8_t*& data, std::size_t& size, unsigned choices)
{
    if (size == 0) return 0;
    const unsigned choice = *data % choices;
    data++;
    size--;
    return choice;
}

inline bool has_control(std::string_view s)
{
    for (const char c : s)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return true;
    return false;
}

// A GUID as we write it, or nothing.
inline bool is_guid_or_empty(const std::string& s)
{
    std::string lower;
    return s.empty() || (parse_guid(s, lower) && lower == s);
}

inline bool holds_no_token(std::string_view s)
{
    return without_tokens(s) == s;
}

} // namespace dsreg::fuzz
