#include "base/remove_tree.h"

#include "base/remove_open.h"
#include "base/remove_walk.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>

namespace dsreg {

void removal::fail(std::string path, std::string why)
{
    failed++;
    if (failures.size() < rows_most) failures.push_back({std::move(path), std::move(why)});
}

std::string removal_error(int native)
{
    switch (native) {
    case ELOOP:
        return "a part of its path is a symbolic link, and those are not followed";
    case EXDEV:
        return "it is a mount point, or lies behind one, and those are not entered";
    case EBUSY:
        return "something is mounted on it, or it is in use";
    case ENOTDIR:
        return "it is no folder";
    case ENOTEMPTY:
    case EEXIST:
        return "new files keep appearing in it";
    case ENOTSUP:
        return "this system does not tell on which mount it lies";
    default:
        return std::strerror(native);
    }
}

removal empty_folder(int folder, removal_clock::time_point until)
{
    removal out;
    unique_fd top;
    if (const int e = open_to_remove(folder, "", mounts::refused, top); e != 0)
        out.fail("", removal_error(e));
    else if (!remove_walk(until, out).empty(std::move(top)) && out.failed == 0)
        out.fail("", removal_error(ENOTEMPTY));
    return out;
}

int remove_folder(int folder, const std::string& path, removal_clock::time_point until,
                  removal& ret)
{
    const std::size_t slash = path.rfind('/');
    const std::string above = slash == path.npos ? "" : path.substr(0, slash);
    const std::string name = path.substr(slash == path.npos ? 0 : slash + 1);
    unique_fd parent, top;
    if (const int e = open_to_remove(folder, above, mounts::refused, parent); e != 0) return e;
    if (const int e = open_to_remove(parent.get(), name, mounts::refused, top); e != 0) return e;
    removal out;
    if (remove_walk(until, out).empty(std::move(top))) {
        if (::unlinkat(parent.get(), name.c_str(), AT_REMOVEDIR) == 0)
            out.folders++;
        else if (errno != ENOENT)
            out.fail("", removal_error(errno));
    } else if (out.failed == 0) {
        out.fail("", removal_error(ENOTEMPTY));
    }
    ret = std::move(out);
    return 0;
}

} // namespace dsreg
