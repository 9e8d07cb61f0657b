#include "device/cleanup_rows.h"

#include <algorithm>

namespace dsreg::device {
namespace {

using wire::removed;

std::string counted(uint64_t n, const char* one, const char* many)
{
    return std::to_string(n) + " " + (n == 1 ? one : many);
}

void add_failures(const std::string& folder, const removal& end, cleanup_rows& ret)
{
    for (const not_removed& f : end.failures)
        add_row(removed::failed, f.path.empty() ? folder : folder + "/" + f.path, f.why, ret);
    if (end.failed > end.failures.size())
        add_row(removed::failed, folder,
                "and " + std::to_string(end.failed - end.failures.size()) + " more below it", ret);
}

} // namespace

void add_row(removed how, std::string path, std::string why, cleanup_rows& ret)
{
    ret.push_back({static_cast<uint32_t>(how), std::move(path), std::move(why)});
}

void add_rows(const std::string& folder, const removal& end, bool folder_too, cleanup_rows& ret)
{
    const uint64_t below = end.folders - (folder_too && end.failed == 0 && end.folders > 0 ? 1 : 0);
    std::string gone;
    if (end.files > 0) gone = counted(end.files, "file", "files");
    if (below > 0) gone += (gone.empty() ? "" : ", ") + counted(below, "folder", "folders");
    if (end.failed > 0 && !gone.empty()) {
        add_row(removed::yes, folder, gone + ", and not all", ret);
    } else if (end.failed == 0 && (folder_too || !gone.empty())) {
        add_row(removed::yes, folder, gone.empty() ? "it was empty" : gone, ret);
    } else if (end.failed == 0) {
        add_row(removed::absent, folder, "nothing was in it", ret);
    }
    add_failures(folder, end, ret);
}

void add_file_rows(const std::string& folder, const removal& end, cleanup_rows& ret)
{
    for (const std::string& name : end.names) add_row(removed::yes, folder + "/" + name, "", ret);
    if (end.files > end.names.size())
        add_row(removed::yes, folder,
                "and " + counted(end.files - end.names.size(), "further file", "further files"),
                ret);
    add_failures(folder, end, ret);
}

bool has_failed(const cleanup_rows& rows)
{
    return std::any_of(rows.begin(), rows.end(), [](const wire::device_step& row) {
        return row.how == static_cast<uint32_t>(removed::failed);
    });
}

} // namespace dsreg::device
