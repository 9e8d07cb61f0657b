// The device root: folders are found below it, files only in their folder, links never followed.
#pragma once
#include "base/unique_fd.h"
#include "device/certificate.h"
#include "device/secret_bytes.h"
#include "wire/owners.h"
#include "wire/world.h"

#include <string>
#include <sys/stat.h>
#include <vector>

namespace dsreg::device {

enum class sight { good, missing, denied, not_regular, too_large };

struct seen_file {
    sight how = sight::missing;
    struct stat info {}; // zero when nothing could be seen
    secret_bytes bytes;  // of a good one
    std::string why;     // not good: one sentence
};

class root
{
public:
    // `where` must outlive it. A lab without a device root has no files, not the machine's.
    explicit root(const wire::world& where);

    // Sorted names of what lies in a folder and begins with `prefix`. `missing`: there is no
    // folder.
    sight list(const std::string& folder, const std::string& prefix,
               std::vector<std::string>& ret) const;

    // At most 64 KiB of the regular file `path` in `folder`, or `most`; a larger one is not read.
    // No part of `path` may be a link. `only_of`: not read unless this user owns it.
    seen_file read(const std::string& folder, const std::string& path,
                   const uid_t* only_of = nullptr, std::size_t most = file_max) const;

    // For changing what lies in it: opened for reading, and no part of the way may be a link. 0 or
    // an errno.
    int open_to_change(const std::string& folder, unique_fd& ret) const;

    // Owner and mode of a folder. False: it cannot be seen.
    bool see_folder(const std::string& folder, struct stat& ret) const;

    const wire::owners& ownership() const { return owners_; }

private:
    int open_folder(const std::string& folder, uint64_t flags, unique_fd& ret) const;
    sight take(int folder, const std::string& path, const std::string& shown, const uid_t* only_of,
               std::size_t most, seen_file& ret) const;

    unique_fd root_;
    const wire::owners owners_;
};

} // namespace dsreg::device
