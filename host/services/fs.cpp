// dsreg.fs/1: reads and lists what the probe declared, below the device root.
#include "services/fs_path.h"
#include "services/fs_root.h"
#include "services/service.h"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <dsreg/svc/fs.h>
#include <fcntl.h>
#include <linux/limits.h>

namespace dsreg::services {
namespace {

constexpr uint32_t read_default = 64 * 1024;
constexpr uint32_t read_most = 1024 * 1024;
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
        : home_(where.home), owners_(where.owners),
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

    const std::string home_;
    const std::vector<wire::owner_entry> owners_;
    const fs_root root_;
};

wire::fs_entry fs_service::entry(const std::string& folder, const std::string& name,
                                 const struct stat& s) const
{
    wire::fs_entry e;
    e.name = name;
    e.size = static_cast<uint64_t>(s.st_size);
    e.modified = static_cast<int64_t>(s.st_mtim.tv_sec) * 1'000'000'000 + s.st_mtim.tv_nsec;
    e.mode = s.st_mode;
    e.uid = s.st_uid;
    e.gid = s.st_gid;
    const std::string path = (folder == "/" ? "" : folder) + "/" + name;
    for (const wire::owner_entry& o : owners_) {
        if (o.path != path) continue;
        e.uid = o.uid;
        e.gid = o.gid;
        if (o.mode != 0) e.mode = o.mode;
    }
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
    if (list) return read_list(path, std::move(file), ret);
    const std::size_t slash = path.rfind('/');
    ret.entries.push_back(
        entry(slash == 0 ? "/" : path.substr(0, slash), path.substr(slash + 1), s));
    return read_all(file.get(), most, ret.bytes);
}

wire::service_reply fs_service::handle(const wire::service_call& call) noexcept
{
    try {
        wire::fs_request request;
        const bool list = call.method == wire::fs_list;
        if ((!list && call.method != wire::fs_read) || !wire::decode(call.payload, request) ||
            request.path.find('\0') != std::string::npos)
            return {DSREG_E_INVALID, false, {}};
        if (request.path.size() >= PATH_MAX || request.max > read_most)
            return {DSREG_E_LIMIT, false, {}};
        std::string path = expand_home(request.path, home_);
        if (list && path.size() > 1 && path.back() == '/') path.pop_back();
        if (!is_normal(path) || !is_declared(path, call.paths, home_))
            return {DSREG_E_UNDECLARED, false, {}};

        wire::fs_reply reply;
        const bool late = clock::now() >= deadline_of(call);
        reply.native = late
                           ? ETIMEDOUT
                           : look(path, list, request.max != 0 ? request.max : read_default, reply);
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
