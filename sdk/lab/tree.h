// Files below a folder that plays the machine's root. The first failure is kept.
#pragma once
#include "base/status.h"

#include <cstdint>
#include <string>
#include <sys/types.h>

namespace dsreg::lab {

struct tree {
    std::string root; // folder
    status error;

    // All files have one time, so that reports of one scenario are equal.
    void file(const std::string& path, const std::string& content, mode_t mode = 0644);
    void dir(const std::string& path, mode_t mode);
    void program(const std::string& from, const std::string& path, int64_t mtime);
    // `target` is relative: an absolute one would lead out of the lab.
    void link(const std::string& path, const std::string& target);
    // Makes the file that large; what is added takes no room on the disk.
    void enlarge(const std::string& path, int64_t size);
};

// November 2024
constexpr int64_t file_time = 1'730'800'000;

} // namespace dsreg::lab
