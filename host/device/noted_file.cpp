#include "device/noted_file.h"

#include "base/text.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <openssl/evp.h>

namespace dsreg::device {
namespace {

wire::device_step step_of(const noted_file& what, wire::removed how, std::string why = {})
{
    return {static_cast<uint32_t>(how), safe_text(what.path()), std::move(why)};
}

wire::device_step failed(const noted_file& what, int native)
{
    if (native == ENOENT || native == ENOTDIR) return step_of(what, wire::removed::absent);
    return step_of(what, wire::removed::failed,
                   native == ELOOP ? "a part of its path is a symbolic link"
                                   : std::strerror(native));
}

} // namespace

std::string sha256_of(std::string_view bytes)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), hash, &size, EVP_sha256(), nullptr) != 1) return {};
    constexpr const char* digits = "0123456789abcdef";
    std::string s;
    for (unsigned i = 0; i < size; i++) {
        s += digits[hash[i] >> 4];
        s += digits[hash[i] & 15];
    }
    return s;
}

wire::device_step remove_noted(const root& below, const noted_file& what)
{
    const seen_file now = below.read(what.folder, what.name);
    if (now.how == sight::missing) return step_of(what, wire::removed::absent);
    if (now.how == sight::denied) return step_of(what, wire::removed::failed, now.why);
    if (now.how != sight::good || now.info.st_ino != what.inode ||
        sha256_of(now.bytes.view()) != what.sha256)
        return step_of(what, wire::removed::kept, "another file lies there now");
    unique_fd folder;
    if (const int e = below.open_to_change(what.folder, folder); e != 0) return failed(what, e);
    const char* const name = what.name.c_str();
    const unique_fd file(::openat(folder.get(), name, O_PATH | O_NOFOLLOW | O_CLOEXEC));
    struct stat seen {};
    if (!file || ::fstat(file.get(), &seen) != 0) return failed(what, errno);
    if (seen.st_ino != what.inode || seen.st_dev != now.info.st_dev)
        return step_of(what, wire::removed::kept, "another file lies there now");
    if (::unlinkat(folder.get(), name, 0) != 0) return failed(what, errno);
    return step_of(what, wire::removed::yes);
}

status make_durable(const root& below, const std::string& folder)
{
    unique_fd opened;
    const int e = below.open_to_change(folder, opened);
    if (e == ENOENT || e == ENOTDIR) return {};
    if (e != 0 || ::fsync(opened.get()) != 0)
        return {errc::io, folder + ": " + std::strerror(e != 0 ? e : errno)};
    return {};
}

} // namespace dsreg::device
