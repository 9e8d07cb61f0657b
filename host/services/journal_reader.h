// Reads the brokers' entries from open journal files.
#pragma once
#include "services/journal_files.h"
#include "services/service.h"
#include "wire/journal.h"

namespace dsreg::services {

struct journal_wish {
    uint32_t from = 0; // DSREG_JOURNAL_*
    uint32_t count = 0;
    int64_t since = 0;
    bool all_users = false; // else only `uid`'s, of the user broker
    uint32_t uid = 0;
    clock::time_point deadline;
};

// Newest first. ret.error: NONE, TIMEOUT or TOO_LARGE (with what was read until then), PROTOCOL.
// False: a file turned out to be damaged, and some of its entries are missing.
bool read_entries(std::vector<unique_fd> files, const journal_wish& wish,
                  wire::journal_entries& ret);

} // namespace dsreg::services
