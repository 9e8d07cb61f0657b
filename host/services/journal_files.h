// The journal's files: which there are, which may be read, which are whole.
//
// sd-journal opens an unreadable, truncated or damaged journal with success and shows no entry, so
// "nothing was logged" needs this look at the files first.
#pragma once
#include "base/unique_fd.h"
#include "services/service.h"
#include "wire/world.h"

#include <string>
#include <vector>

namespace dsreg::services {

enum class journal_state { good, unreadable, damaged };

struct journal_file {
    std::string path; // below the device root
    std::string name; // "system.journal", "user-1000@....journal"
    int64_t changed = 0;
    unique_fd fd; // good ones are open
    journal_state state = journal_state::good;

    bool of_user() const { return name.rfind("user-", 0) == 0; }
    // Written to now. The others are archived; a damaged one of them is nothing unusual.
    bool current() const { return name.find('@') == name.npos && name.back() != '~'; }
};

struct journal_files {
    std::vector<journal_file> files; // newest first
    bool folder_refused = false;     // a folder of them may not be listed
};

// Those of this machine in /var/log/journal and /run/log/journal. `where` says what is pretended
// in a lab: owners, and whether dsreg has root's rights. A large file is looked through until then.
journal_files find_journal_files(const wire::world& where, clock::time_point until);

} // namespace dsreg::services
