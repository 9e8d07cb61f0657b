#include "cli/record_folder.h"

#include "cli/quote.h"

#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <string_view>
#include <sys/fsuid.h>
#include <sys/stat.h>

namespace dsreg::cli {
namespace {

status failed(const std::string& path, int error)
{
    return status(errc::io, "cannot record to " + shown_path(path) + ": " + std::strerror(error));
}

status refused(const std::string& path, const char* why)
{
    return status(errc::invalid,
                  "--record wants a new or an empty folder, and " + shown_path(path) + " " + why);
}

bool is_empty(int folder)
{
    // Of its own: reading moves a position that a duplicate would share.
    const int fd = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::unique_ptr<DIR, int (*)(DIR*)> open(fd < 0 ? nullptr : ::fdopendir(fd), ::closedir);
    if (!open) return false;
    while (const dirent* entry = ::readdir(open.get())) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..") return false;
    }
    return true;
}

// While it lives, files are made and opened by this thread as by the owner alone, without root's
// capabilities. That may be refused (a user namespace that does not know the owner).
class owner_for_files
{
public:
    owner_for_files(const file_rights& rights, bool wanted)
    {
        if (!rights.owner || !wanted) return;
        gid_ = ::setfsgid(rights.group);
        uid_ = ::setfsuid(*rights.owner);
        // The call says nothing but who it was before; -1 is nobody and changes nothing.
        const auto none = static_cast<uid_t>(-1);
        changed_ = static_cast<uid_t>(::setfsuid(none)) == *rights.owner &&
                   static_cast<gid_t>(::setfsgid(none)) == rights.group;
    }
    ~owner_for_files()
    {
        const int error = errno;
        if (uid_ >= 0) ::setfsuid(static_cast<uid_t>(uid_));
        if (gid_ >= 0) ::setfsgid(static_cast<gid_t>(gid_));
        errno = error;
    }
    owner_for_files(const owner_for_files&) = delete;
    owner_for_files& operator=(const owner_for_files&) = delete;
    explicit operator bool() const noexcept { return changed_; }

private:
    int uid_ = -1, gid_ = -1;
    bool changed_ = false;
};

} // namespace

record_folder::~record_folder()
{
    if (kept_ || !folder_) return;
    const owner_for_files owner(rights_, as_owner_);
    for (const std::string& name : written_) ::unlinkat(folder_.get(), name.c_str(), 0);
    if (made_) ::unlinkat(parent_.get(), name_.c_str(), AT_REMOVEDIR);
}

status record_folder::open(const std::string& path, const file_rights& rights)
{
    path_ = path;
    while (path_.size() > 1 && path_.back() == '/') path_.pop_back();
    rights_ = rights;
    unique_fd parent;
    if (status s = open_parent(path_, rights.elevated, parent, name_); !s)
        return status(s.code(), "--record: " + s.text());
    parent_ = std::move(parent);
    make();
    if (!made_ && errno != EEXIST) return failed(path_, errno);
    folder_.reset(
        ::openat(parent_.get(), name_.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder_ && (errno == ENOTDIR || errno == ELOOP)) return refused(path_, "is none");
    if (!folder_) return failed(path_, errno);
    if (status s = check(); !s) {
        // Not the one that was made, perhaps: nothing is taken back.
        kept_ = true;
        return s;
    }
    return made_ && rights.owner && !as_owner_ ? give_away() : status{};
}

// As its owner wherever that one may: who could put another folder in its place has no folder of
// root's to gain. Elsewhere root makes it, and gives it away.
void record_folder::make()
{
    if (const owner_for_files owner(rights_, true); owner) {
        made_ = ::mkdirat(parent_.get(), name_.c_str(), 0700) == 0;
        as_owner_ = made_;
        if (made_ || (errno != EACCES && errno != EPERM)) return;
    }
    made_ = ::mkdirat(parent_.get(), name_.c_str(), 0700) == 0;
}

// Of the made one, too: whoever owns the parent may have put another one there since.
status record_folder::check() const
{
    struct stat st {};
    if (::fstat(folder_.get(), &st) != 0) return failed(path_, errno);
    const bool of_owner = rights_.owner && st.st_uid == *rights_.owner;
    const bool ours = st.st_uid == ::geteuid();
    const bool right = made_ && rights_.owner ? (as_owner_ ? of_owner : ours) : ours || of_owner;
    if (rights_.elevated && !right) return refused(path_, "is another user's");
    if (!is_empty(folder_.get())) return refused(path_, "is not empty");
    if (::faccessat(folder_.get(), ".", W_OK | X_OK, AT_EACCESS) != 0) return failed(path_, errno);
    return {};
}

status record_folder::give_away()
{
    struct stat st {
    }, named{};
    if (::fstat(folder_.get(), &st) != 0) return failed(path_, errno);
    if (::fstatat(parent_.get(), name_.c_str(), &named, AT_SYMLINK_NOFOLLOW) != 0)
        return failed(path_, errno);
    // A mount has another device than its parent; a made folder is nobody else's to enter.
    struct stat above {};
    if (::fstatat(parent_.get(), "", &above, AT_EMPTY_PATH) != 0) return failed(path_, errno);
    const bool the_made_one = (st.st_mode & 0777) == 0700 && st.st_nlink <= 2 &&
                              st.st_dev == above.st_dev && st.st_dev == named.st_dev &&
                              st.st_ino == named.st_ino;
    if (!the_made_one) {
        kept_ = true;
        return refused(path_, "is not the one that was made");
    }
    if (::fchown(folder_.get(), *rights_.owner, rights_.group) != 0) return failed(path_, errno);
    return {};
}

status record_folder::write(const std::string& name, std::string_view text)
{
    const owner_for_files owner(rights_, as_owner_);
    if (status s = write_in(folder_.get(), name, path_ + "/" + name, text, rights_); !s) return s;
    written_.push_back(name);
    return {};
}

} // namespace dsreg::cli
