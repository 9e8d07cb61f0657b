// What was removed, as rows for people.
#pragma once
#include "base/remove_tree.h"
#include "wire/device.h"

#include <string>
#include <vector>

namespace dsreg::device {

using cleanup_rows = std::vector<wire::device_step>;

void add_row(wire::removed how, std::string path, std::string why, cleanup_rows& ret);

// Of a folder that was emptied, or removed with all in it: one row for what is gone (`folder_too`:
// the folder itself is part of it), and one for each failure.
void add_rows(const std::string& folder, const removal& end, bool folder_too, cleanup_rows& ret);

// Of chosen files in it: one row for each.
void add_file_rows(const std::string& folder, const removal& end, cleanup_rows& ret);

bool has_failed(const cleanup_rows& rows);

} // namespace dsreg::device
