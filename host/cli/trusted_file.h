// Reads a file that dsreg acts upon, if nobody but the right people could have written it.
#pragma once
#include "base/status.h"

#include <string>
#include <sys/types.h>
#include <vector>

namespace dsreg::cli {

struct trust_rule {
    std::vector<uid_t> owners;    // the file's owner is one of these; empty: anybody
    bool group_may_write = false; // the file's group
    bool strict_folders = false;  // folders, too: owner root and no writing group
};

// What root demands of configuration, and what a user does.
trust_rule configuration_rule(bool elevated);

// The file is regular and no symbolic link, at most `max` bytes, and fits the rule; no folder above
// it may be written by others, unless it is sticky and root's. errc::not_found, untrusted,
// too_large, io; the sentence names the file and, where it helps, the command that mends it.
[[nodiscard]] status read_trusted(const std::string& path, const trust_rule& rule, std::size_t max,
                                  std::string& ret);

} // namespace dsreg::cli
