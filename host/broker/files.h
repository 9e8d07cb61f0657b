// Small files below a device root ("": the machine's own); links never lead out of it.
#pragma once
#include "base/unique_fd.h"

#include <cstdint>
#include <string>

namespace dsreg::broker {

enum class presence { there, missing, unknown };

// A path as the machine inside the root names it: without the root's prefix.
std::string without_root(const std::string& path, const std::string& root);

// Opened with these flags and O_CLOEXEC; an empty descriptor, and errno, when it cannot be.
unique_fd open_below(const std::string& root, const std::string& path, uint64_t flags);

// At most 64 KiB of a regular file; false when it cannot be read.
bool read_small(const std::string& root, const std::string& path, std::string& ret);

// Is there such a program? `ret_time`: its modification time in ns, untouched if not known.
presence find_program(const std::string& root, const std::string& path, int64_t& ret_time);

// The executable of a process, "" when this user may not see it, and the file's time.
std::string program_of(int32_t pid, int64_t& ret_time);

// The file that a process was started from has no name any more; false, too, when this user may not
// see it.
bool is_replaced(int32_t pid);

} // namespace dsreg::broker
