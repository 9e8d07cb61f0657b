// Results leave the program here, whole or with an error.
#pragma once
#include "base/status.h"
#include "base/unique_fd.h"

#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace dsreg::cli {

// Descriptors 0 to 2 exist afterwards, so that no file of ours becomes "stdout". One that was
// closed refuses to be used, as it did before.
void keep_standard_descriptors();

// Writes all of it. `ret_reader_gone` true (EPIPE): an error that nobody wants to read about.
[[nodiscard]] status write_all(int fd, std::string_view text, bool& ret_reader_gone);

struct file_rights {
    bool elevated = false;      // then no part of the path may be a symbolic link
    std::optional<uid_t> owner; // give the file to this user (sudo's)
    gid_t group = 0;
};

// The folder that `path` lies in, and the last part of the path.
[[nodiscard]] status open_parent(const std::string& path, bool elevated, unique_fd& ret,
                                 std::string& ret_name);

// A new file `name` in `folder`: written under another name and renamed. `path` is for the
// sentence.
[[nodiscard]] status write_in(int folder, const std::string& name, const std::string& path,
                              std::string_view text, const file_rights& rights);

// A new file beside `path` (O_EXCL, mode 0600), written and renamed over it; nothing is left of it
// after an error. An existing device or FIFO is written to.
[[nodiscard]] status write_file(const std::string& path, std::string_view text,
                                const file_rights& rights);

} // namespace dsreg::cli
