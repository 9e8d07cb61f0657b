// Opens files below a folder and never outside of it.
#pragma once
#include "base/unique_fd.h"

#include <string>
#include <sys/stat.h>

namespace dsreg::services {

class fs_root
{
public:
    // `folder` stands for "/": symbolic links, absolute ones too, are resolved inside of it.
    explicit fs_root(const std::string& folder);

    // Opens the regular file or (`directory`) the folder at `path`. Anything else is not opened at
    // all: a FIFO could wait for ever, a device could act. 0 or an errno; EINVAL: neither file nor
    // folder.
    int open(const std::string& path, bool directory, unique_fd& ret, struct stat& ret_stat) const;

    // Where what is open lies below the folder, links followed: "/etc/hosts". "": it cannot be
    // told.
    std::string place_of(int fd) const;

private:
    int open_at(const std::string& path, unsigned long long flags, unique_fd& ret) const;

    unique_fd root_;
    int root_error_ = 0;
    std::string root_place_;
};

} // namespace dsreg::services
