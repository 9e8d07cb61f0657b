#include "base/remove_walk.h"

#include "base/text.h"

#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>

namespace dsreg {
namespace {

constexpr std::size_t depth_most = 65536;
constexpr std::size_t open_most = 64;       // levels that keep their descriptor
constexpr std::size_t waiting_most = 65536; // names of folders kept in memory
constexpr unsigned passes_most = 8;         // through one folder in which new things appear
constexpr std::size_t path_most = 1024;

using directory = std::unique_ptr<DIR, int (*)(DIR*)>;

directory read_folder(int fd)
{
    unique_fd again(::openat(fd, ".", O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC));
    directory stream(again ? ::fdopendir(again.get()) : nullptr, ::closedir);
    if (stream) static_cast<void>(again.release()); // the stream owns it now
    return stream;
}

bool is_dots(const char* name)
{
    return std::strcmp(name, ".") == 0 || std::strcmp(name, "..") == 0;
}

} // namespace

int remove_walk::look(level& of)
{
    struct stat seen {};
    if (::fstat(of.fd.get(), &seen) != 0) return errno;
    of.inode = seen.st_ino;
    return mount_of(of.fd.get(), of.place);
}

std::string remove_walk::path_of(const std::string& name) const
{
    std::string path;
    for (std::size_t i = 1; i < levels_.size() && path.size() <= path_most; i++)
        path += levels_[i].name + "/";
    path += name;
    if (!path.empty() && path.back() == '/') path.pop_back();
    return path.size() > path_most ? std::string(cut_utf8(path, path_most)) + "..." : path;
}

void remove_walk::note(level& in, const std::string& name, const std::string& why)
{
    in.left = true;
    if (in.passes > 1) return; // it had its row in the first pass
    out_.fail(out_.failures.size() < removal::rows_most ? path_of(name) : "", why);
}

void remove_walk::take(level& in, const char* name, bool is_folder)
{
    if (!is_folder) {
        if (::unlinkat(in.fd.get(), name, 0) == 0) {
            out_.files++;
            return;
        }
        const int e = errno;
        if (e == ENOENT) return;
        struct stat seen {};
        const bool known = ::fstatat(in.fd.get(), name, &seen, AT_SYMLINK_NOFOLLOW) == 0;
        if (!known || !S_ISDIR(seen.st_mode)) return note(in, name, removal_error(e));
    }
    if (waiting_ >= waiting_most && !in.folders.empty()) {
        in.more = true;
        return;
    }
    in.folders.emplace_back(name);
    waiting_++;
}

// Removes what is no folder, and remembers the folders.
void remove_walk::list(level& in)
{
    in.passes++;
    in.more = false;
    in.removed_before = removed();
    const directory stream = read_folder(in.fd.get());
    if (!stream) return note(in, "", removal_error(errno));
    for (;;) {
        errno = 0;
        const dirent* const next = ::readdir(stream.get());
        if (next == nullptr) break;
        if (is_late()) return;
        if (!is_dots(next->d_name)) take(in, next->d_name, next->d_type == DT_DIR);
    }
    if (errno != 0) note(in, "", removal_error(errno));
}

void remove_walk::down(level& from)
{
    const std::string name = std::move(from.folders.back());
    from.folders.pop_back();
    waiting_--;
    if (levels_.size() >= depth_most) return note(from, name, "it lies too deep");
    level next;
    next.name = name;
    int e = open_to_remove(from.fd.get(), name, mounts::refused, next.fd);
    if (e == 0) e = look(next);
    const mount_place& top = levels_.front().place;
    if (e == 0 && (next.place.device != top.device || next.place.mount != top.mount)) e = EXDEV;
    if (e == EACCES && ::unlinkat(from.fd.get(), name.c_str(), AT_REMOVEDIR) == 0) {
        out_.folders++; // nobody may read it, and it was empty
        return;
    }
    if (e == ENOENT) return;
    if (e == ENOTDIR || e == ELOOP) { // another thing has its name by now
        from.more = true;
        return;
    }
    if (e != 0) return note(from, name, removal_error(e));
    if (levels_.size() > open_most) from.fd.reset();
    levels_.push_back(std::move(next));
}

// Is another pass through it worth while?
bool remove_walk::again(const level& in) const
{
    if (in.passes == 0) return true;
    const bool moves = removed() != in.removed_before;
    if (in.more) return moves;
    return moves && !in.left && levels_.size() == 1 && in.passes < passes_most;
}

// The level above the last one, by "..": that may lead elsewhere by now, so it is compared.
bool remove_walk::reopen_above()
{
    level& above = levels_[levels_.size() - 2];
    if (above.fd) return true;
    level found;
    found.fd.reset(
        ::openat(levels_.back().fd.get(), "..", O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC));
    if (!found.fd || look(found) != 0 || found.inode != above.inode ||
        found.place.device != above.place.device || found.place.mount != above.place.mount)
        return false;
    above.fd = std::move(found.fd);
    return true;
}

void remove_walk::up()
{
    if (!reopen_above()) {
        // Somebody moved a folder of the way: back to the nearest one that is held.
        do {
            waiting_ -= levels_.back().folders.size();
            levels_.pop_back();
        } while (!levels_.back().fd);
        return note(levels_.back(), "", "a folder in it was moved meanwhile");
    }
    level done = std::move(levels_.back());
    levels_.pop_back();
    level& above = levels_.back();
    if (done.left) {
        above.left = true;
        return;
    }
    const int e = ::unlinkat(above.fd.get(), done.name.c_str(), AT_REMOVEDIR) == 0 ? 0 : errno;
    if (e == 0) out_.folders++;
    if (e == 0 || e == ENOENT) return;
    if ((e != ENOTEMPTY && e != EEXIST) || done.passes >= passes_most)
        return note(above, done.name, removal_error(e));
    if (levels_.size() > open_most) above.fd.reset();
    levels_.push_back(std::move(done)); // something new is in it: once more
    list(levels_.back());
}

bool remove_walk::empty(unique_fd top)
{
    level first;
    first.fd = std::move(top);
    if (const int e = look(first); e != 0) {
        out_.fail("", removal_error(e));
        return false;
    }
    levels_.push_back(std::move(first));
    for (;;) {
        level& at = levels_.back();
        if (is_late()) {
            out_.fail("", "the time was up before all of it was gone");
            return false;
        }
        if (!at.folders.empty())
            down(at);
        else if (again(at))
            list(at);
        else if (levels_.size() > 1)
            up();
        else
            return !at.left && !at.more;
    }
}

} // namespace dsreg
