// A file that a removal is about: recognised by its inode and its content, so that what a new
// registration put in its place stays.
#pragma once
#include "base/status.h"
#include "device/root.h"
#include "wire/device.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace dsreg::device {

struct noted_file {
    std::string folder, name;
    uint64_t inode = 0;
    std::string sha256; // of its content, lower-case hexadecimal

    bool operator==(const noted_file&) const = default;
    std::string path() const { return folder + "/" + name; }
};

std::string sha256_of(std::string_view bytes);

// Removes it unless it is another one by now (then it is kept) or gone (absent).
wire::device_step remove_noted(const root& below, const noted_file& what);

// Makes what was removed in a folder last through a power cut. A folder that is gone is fine.
status make_durable(const root& below, const std::string& folder);

} // namespace dsreg::device
