#include "device/unregister_note.h"

#include "device/note_text.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace dsreg::device {
namespace {

const std::string place = "/var/lib/dsreg";

std::string asked_name(const std::string& tenant_id)
{
    return "unregister-" + tenant_id + ".asked";
}

std::string gone_name(const std::string& tenant_id)
{
    return "unregister-" + tenant_id + ".gone";
}

std::string fresh_name(const std::string& tenant_id)
{
    return "unregister-" + tenant_id + ".new";
}

std::string why(int native)
{
    return native == ELOOP ? "a part of its path is a symbolic link" : std::strerror(native);
}

status failed(const char* what, const std::string& path, int native)
{
    return {errc::io, std::string(what) + " " + path + ": " + why(native)};
}

status foreign(const std::string& path, const std::string& reason)
{
    return {errc::untrusted, path + " is not what dsreg left there: " + reason};
}

// Opens a folder and makes what is missing of the way to it.
int open_or_make(const root& below, const std::string& folder, mode_t mode, unique_fd& ret)
{
    const int e = below.open_to_change(folder, ret);
    if (e != ENOENT || folder.empty()) return e;
    const std::size_t cut = folder.rfind('/');
    unique_fd above;
    if (const int deeper = cut == 0 ? below.open_to_change("/", above)
                                    : open_or_make(below, folder.substr(0, cut), 0755, above);
        deeper != 0)
        return deeper;
    if (::mkdirat(above.get(), folder.c_str() + cut + 1, mode) != 0 && errno != EEXIST)
        return errno;
    if (::fsync(above.get()) != 0) return errno;
    return below.open_to_change(folder, ret);
}

int write_all(int fd, const std::string& text)
{
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t n = ::write(fd, text.data() + done, text.size() - done);
        if (n < 0 && errno != EINTR) return errno;
        if (n > 0) done += static_cast<std::size_t>(n);
    }
    return ::fsync(fd) == 0 ? 0 : errno;
}

} // namespace

status note_folder::open(bool make)
{
    if (folder_) return {};
    unique_fd opened;
    const int e =
        make ? open_or_make(below_, place, 0700, opened) : below_.open_to_change(place, opened);
    if (e == ENOENT && !make) return {};
    if (e != 0) return failed("cannot use the folder", place, e);
    struct stat seen {};
    if (::fstat(opened.get(), &seen) != 0) return failed("cannot use the folder", place, errno);
    if (seen.st_uid != ::geteuid() || (seen.st_mode & 022) != 0)
        return foreign(place, "others can change it");
    if (::flock(opened.get(), LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK
                   ? status(errc::access, "another run of dsreg is unregistering this machine")
                   : failed("cannot lock the folder", place, errno);
    folder_ = std::move(opened);
    return {};
}

status note_folder::flush() const
{
    return ::fsync(folder_.get()) == 0 ? status() : failed("cannot write", place, errno);
}

status note_folder::take(const std::string& name, const std::string& tenant_id, bool& ret_there,
                         unregister_note& ret) const
{
    const std::string path = place + "/" + name;
    const unique_fd file(::openat(folder_.get(), name.c_str(),
                                  O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!file && errno == ENOENT) return {};
    if (!file && errno == ELOOP) return foreign(path, "it is a symbolic link");
    struct stat seen {};
    if (!file || ::fstat(file.get(), &seen) != 0) return failed("cannot read", path, errno);
    if (!S_ISREG(seen.st_mode)) return foreign(path, "it is no file");
    if (seen.st_uid != ::geteuid() || (seen.st_mode & 077) != 0 || seen.st_nlink != 1)
        return foreign(path, "its owner or its mode is another one");
    std::string text(note_most + 1, '\0');
    const ssize_t size = ::read(file.get(), text.data(), text.size());
    if (size < 0) return failed("cannot read", path, errno);
    text.resize(static_cast<std::size_t>(size));
    if (!read_note(text, tenant_id, ret)) return foreign(path, "it is damaged");
    ret_there = true;
    return {};
}

status note_folder::read(const std::string& tenant_id, unregister_note::state& ret_state,
                         unregister_note& ret) const
{
    ret_state = unregister_note::state::none;
    if (!folder_) return {};
    bool there = false;
    if (status s = take(gone_name(tenant_id), tenant_id, there, ret); !s || there) {
        ret_state = unregister_note::state::gone;
        return s;
    }
    status s = take(asked_name(tenant_id), tenant_id, there, ret);
    if (!s || there) ret_state = unregister_note::state::asked;
    return s;
}

status note_folder::write(const unregister_note& note,
                          const std::function<void()>& before_rename) const
{
    const std::string fresh = fresh_name(note.tenant_id), path = place + "/" + fresh;
    const std::string text = text_of(note);
    unregister_note again;
    if (!read_note(text, note.tenant_id, again) || again != note)
        return {errc::invalid, "the note could not be read again after a crash"};
    ::unlinkat(folder_.get(), fresh.c_str(), 0); // of a run that was killed
    const unique_fd file(::openat(folder_.get(), fresh.c_str(),
                                  O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file) return failed("cannot write", path, errno);
    int e = write_all(file.get(), text);
    if (e == 0) {
        before_rename();
        if (::renameat(folder_.get(), fresh.c_str(), folder_.get(),
                       asked_name(note.tenant_id).c_str()) != 0)
            e = errno;
    }
    if (e == 0) return flush();
    ::unlinkat(folder_.get(), fresh.c_str(), 0);
    return failed("cannot write", path, e);
}

status note_folder::mark_gone(const std::string& tenant_id) const
{
    if (::renameat(folder_.get(), asked_name(tenant_id).c_str(), folder_.get(),
                   gone_name(tenant_id).c_str()) != 0)
        return failed("cannot write", place, errno);
    return flush();
}

status note_folder::remove(const std::string& tenant_id) const
{
    if (!folder_) return {};
    for (const std::string& name :
         {fresh_name(tenant_id), asked_name(tenant_id), gone_name(tenant_id)})
        if (::unlinkat(folder_.get(), name.c_str(), 0) != 0 && errno != ENOENT)
            return failed("cannot remove", place + "/" + name, errno);
    return flush();
}

} // namespace dsreg::device
