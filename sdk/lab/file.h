// Small file work of the lab.
#pragma once
#include "base/status.h"

#include <cstddef>
#include <string>
#include <sys/types.h>

namespace dsreg::lab {

status read_file(const std::string& path, std::size_t max, std::string& ret);

// Creates or replaces `path` with its folders.
status write_file(const std::string& path, const std::string& content, mode_t mode = 0644);
status make_dirs(const std::string& path, mode_t mode = 0755);
// With its mode and the modification time `mtime` (seconds since 1970; 0: now).
status copy_program(const std::string& from, const std::string& to, int64_t mtime);
// One line at the end of a log; a failure is nobody's business.
void append_line(const std::string& path, const std::string& line);

// A new folder of mode 0700 for a lab, below $TMPDIR or /tmp.
status make_lab_dir(std::string& ret);
// Takes away a lab's folder, whatever modes were set inside.
void remove_tree(const std::string& path) noexcept;

} // namespace dsreg::lab
