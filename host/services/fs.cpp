// dsreg.fs/1: reads and lists what the probe declared, below the device root.
#include "services/fs_guard.h"
#include "services/fs_root.h"
#include "services/rules.h"
#include "services/service.h"
#include "wire/owners.h"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <dsreg/svc/fs.h>
#include <fcntl.h>

namespace dsreg::services {
namespace {

constexpr std::size_t list_most = 4096;

uint32_t world_error(int native)
{
    switch (native) {
    case 0:
        return DSREG_X_NONE;
    case ENOENT:
    case ENXIO:
    case ENODEV:
        return DSREG_X_NOT_FOUND;
    case EACCES:
    case EPERM:
    case ENOSYS:
        return DSREG_X_ACCESS; // ENOSYS: a kernel without openat2 cannot be safe
    case EFBIG:
        return DSREG_X_TOO_LARGE;
    case ETIMEDOUT:
        return DSREG_X_TIMEOUT;
    default:
        return DSREG_X_PROTOCOL; // not what was asked for: a folder, a FIFO, a loop of links
    }
}

int read_all(int fd, std::size_t most, std::string& ret)
{
    std::string all;
    char buffer[16 * 1024];
    for (;;) {
        const ssize_t n = ::read(fd, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return errno;
        if (n == 0) break;
        all.append(buffer, static_cast<std::size_t>(n));
        if (all.size() > most) return EFBIG;
    }
    ret = std::move(all);
    return 0;
}

class fs_service final : public service
{
public:
    explicit fs_service(const wire::world& where)
        : where_(as_user(where)), home_(usable_home(where.home)), owners_(where_),
          // A lab without a device root has no files, not those of the real machine.
          root_(where.device_root.empty() && !where.lab ? "/" : where.device_root)
    {}
    const char* id() const noexcept override { return DSREG_SVC_FS; }
    wire::service_reply handle(const wire::service_call& call) noexcept override;

private:
    int look(const std::string& path, bool list, uint32_t most, wire::fs_reply& ret) const;
    int read_list(const std::string& path, unique_fd folder, wire::fs_reply& ret) const;
    wire::fs_entry entry(const std::string& folder, const std::string& name,
                         const struct stat& s) const;

    // Whoever runs dsreg, this service has the target user's rights; so has a lab's.
    static wire::world as_user(wire::world where)
    {
        where.elevated = false;
        return where;
    }
    int guard(int fd, bool list) const;

    const wire::world where_;
    const std::string home_;
    const wire::owners owners_;
    const fs_root root_;
};

// 0, or why what is open is not for the probe.
int fs_service::guard(int fd, bool list) const
{
    const std::string place = root_.place_of(fd);
    if (place.empty() || !owners_.may_read(place)) return EACCES;
    const std::string inside = list && place != "/" ? place + "/" : place;
    return is_secret_place(inside) || is_inside_process(inside) ? EPERM : 0;
}

wire::fs_entry fs_service::entry(const std::string& folder, const std::string& name,
                                 const struct stat& s) const
{
    struct stat seen = s;
    owners_.pretend((folder == "/" ? "" : folder) + "/" + name, seen);
    wire::fs_entry e;
    e.name = name;
    e.size = static_cast<uint64_t>(seen.st_size);
    e.modified = static_cast<int64_t>(seen.st_mtim.tv_sec) * 1'000'000'000 + seen.st_mtim.tv_nsec;
    e.mode = seen.st_mode;
    e.uid = seen.st_uid;
    e.gid = seen.st_gid;
    return e;
}

int fs_service::read_list(const std::string& path, unique_fd folder, wire::fs_reply& ret) const
{
    const std::unique_ptr<DIR, int (*)(DIR*)> dir(::fdopendir(folder.get()), ::closedir);
    if (!dir) return errno;
    const int fd = folder.release(); // the stream owns it now
    std::vector<wire::fs_entry> all;
    for (errno = 0; const dirent* next = ::readdir(dir.get()); errno = 0) {
        const std::string name = next->d_name;
        if (name == "." || name == "..") continue;
        if (all.size() == list_most) return EFBIG;
        struct stat s {};
        if (::fstatat(fd, name.c_str(), &s, AT_SYMLINK_NOFOLLOW) != 0) continue; // gone meanwhile
        all.push_back(entry(path, name, s));
    }
    if (errno != 0) return errno;
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    ret.entries = std::move(all);
    return 0;
}

int fs_service::look(const std::string& path, bool list, uint32_t most, wire::fs_reply& ret) const
{
    unique_fd file;
    struct stat s {};
    if (const int e = root_.open(path, list, file, s); e != 0) return e;
    if (const int e = guard(file.get(), list); e != 0) return e;
    if (list) return read_list(path, std::move(file), ret);
    const std::size_t slash = path.rfind('/');
    ret.entries.push_back(
        entry(slash == 0 ? "/" : path.substr(0, slash), path.substr(slash + 1), s));
    std::string bytes;
    if (const int e = read_all(file.get(), most, bytes); e != 0) return e;
    if (holds_private_key(bytes)) return EPERM;
    ret.bytes = std::move(bytes);
    return 0;
}

wire::service_reply fs_service::handle(const wire::service_call& call) noexcept
{
    try {
        wire::fs_request request;
        const bool list = call.method == wire::fs_list;
        if ((!list && call.method != wire::fs_read) || !wire::decode(call.payload, request))
            return {DSREG_E_INVALID, false, {}};
        std::string path;
        if (const int32_t bad = check_file(request, list, call.paths, home_, path); bad != DSREG_OK)
            return {bad, false, {}};

        wire::fs_reply reply;
        const bool late = clock::now() >= deadline_of(call);
        reply.native =
            late ? ETIMEDOUT
                 : look(path, list, request.max != 0 ? request.max : fs_read_default, reply);
        reply.error = world_error(reply.native);
        return {DSREG_OK, late, wire::encode(reply)};
    } catch (...) {
        return {DSREG_E_SERVICE, false, {}};
    }
}

} // namespace

std::unique_ptr<service> make_fs(const wire::world& where)
{
    return std::make_unique<fs_service>(where);
}

} // namespace dsreg::services
