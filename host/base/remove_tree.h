// Removing what lies in a folder: never through a symbolic link (one that lies there is unlinked
// itself), never on another mount, never outside of the folder. Whatever others do there meanwhile:
// a file that is gone already is fine.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dsreg {

struct not_removed {
    std::string path; // below the folder
    std::string why;
};

struct removal {
    static constexpr std::size_t rows_most = 16;

    uint64_t files = 0, folders = 0; // removed; a link counts as a file
    uint64_t failed = 0;
    std::vector<not_removed> failures; // the first ones
    std::vector<std::string> names;    // of remove_files(): the first ones that were removed

    void fail(std::string path, std::string why);
};

using removal_clock = std::chrono::steady_clock;

// All that lies below `folder`, which itself stays. After `until` it gives up.
removal empty_folder(int folder, removal_clock::time_point until);

// `path` below `folder` with all that is in it. No part of the way may be a link or a mount point.
// 0; ENOENT: there is none; or the errno why nothing was touched, see open_to_remove().
int remove_folder(int folder, const std::string& path, removal_clock::time_point until,
                  removal& ret);

// The regular files directly in `folder` whose names begin with one of `prefixes`; nothing else is
// touched, nor counted. Eight times at the most, while new ones appear, and `in_one_pass` of them
// each time; what that leaves unseen is a failure.
removal remove_files(int folder, const std::vector<std::string_view>& prefixes,
                     std::size_t in_one_pass = 65536);

// What an errno of these calls means for people.
std::string removal_error(int native);

} // namespace dsreg
