// The messages of dsreg.journal/1. They mirror sdk/include/dsreg/svc/journal.h, where every member
// is explained.
#pragma once
#include "wire/bytes.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dsreg::wire {

constexpr uint16_t journal_query_call = 1;

struct journal_query {
    uint32_t from = 0, count = 0;
    int64_t since = 0;
    template <class A>
    void fields(A& a)
    {
        a(from, count, since);
    }
};
struct journal_entry {
    int32_t priority = -1;
    int64_t time = 0;
    uint32_t uid = UINT32_MAX;
    int32_t pid = 0;
    std::string unit, identifier, message;
    template <class A>
    void fields(A& a)
    {
        a(priority, time, uid, pid, unit, identifier, message);
    }
};
struct journal_entries {
    uint32_t error = 0;
    std::vector<journal_entry> entries;
    std::string text;
    template <class A>
    void fields(A& a)
    {
        a(error, entries, text);
    }
};

} // namespace dsreg::wire
