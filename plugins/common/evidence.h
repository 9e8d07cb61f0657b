// The evidence of one finding, owning what it names. Empty text is left out, so that a row means
// something; text is cut at 512 bytes; after 32 pairs the rest is dropped, as the contract says.
//
// No measured time belongs in here: two runs of one world must read alike.
#pragma once
#include <dsreg/probe.hpp>

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace common {

// At most `most` bytes, and not in the middle of a UTF-8 sequence.
inline std::string_view cut(std::string_view s, std::size_t most)
{
    if (s.size() <= most) return s;
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(s[end]) & 0xc0) == 0x80) end--;
    return s.substr(0, end);
}

class evidence
{
public:
    evidence& text(const char* name, std::string_view value, uint32_t flags = 0)
    {
        if (value.empty() || pairs_.size() >= 32) return *this;
        own_.emplace_back(cut(value, 512));
        pairs_.push_back({name, dsreg::text(own_.back(), flags)});
        return *this;
    }
    evidence& number(const char* name, int64_t value)
    {
        if (pairs_.size() < 32) pairs_.push_back({name, dsreg::number(value)});
        return *this;
    }
    // One that its source stores.
    evidence& time(const char* name, int64_t ns)
    {
        if (pairs_.size() < 32) pairs_.push_back({name, dsreg::number(ns, DSREG_T_TIME)});
        return *this;
    }
    evidence& boolean(const char* name, bool value)
    {
        if (pairs_.size() < 32) pairs_.push_back({name, dsreg::boolean(value)});
        return *this;
    }

    // Hands the finding to the host.
    void report(dsreg::host host, const char* code, std::string_view message,
                const char* instance = nullptr) const
    {
        host.finding(code, message, pairs_.data(), pairs_.size(), instance);
    }

private:
    std::deque<std::string> own_; // a deque: what the pairs point to must not move
    std::vector<dsreg_pair> pairs_;
};

} // namespace common
