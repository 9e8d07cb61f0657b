// What dsreg.fs gives to nobody, whatever was declared and whoever may read it. Pure text.
//
// `path` is where a file lies below the device root, after its links were followed.
#pragma once
#include <string_view>

namespace dsreg::services {

// Password hashes, and where the device's keys are.
bool is_secret_place(std::string_view path);

// In procfs: what it tells of one process, but for the network as that sees it, and `status`. The
// rest is memory, environment and arguments.
bool is_inside_process(std::string_view path);

// A key file is one wherever it lies.
bool holds_private_key(std::string_view bytes);

} // namespace dsreg::services
