#include "catalog/files.h"

#include "base/unique_fd.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>

namespace dsreg::catalog {
namespace {

constexpr std::size_t largest = 1 << 20;

status cannot(const std::string& path, const std::string& why, errc code = errc::io)
{
    return status(code, "cannot read " + path + ": " + why);
}

status read_file(const std::string& path, std::string& ret)
{
    const unique_fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!fd)
        return cannot(path, std::strerror(errno), errno == ENOENT ? errc::not_found : errc::io);
    struct stat st {};
    if (::fstat(fd.get(), &st) != 0) return cannot(path, std::strerror(errno));
    if (!S_ISREG(st.st_mode)) return cannot(path, "it is no file");
    std::string text;
    for (;;) {
        char buffer[1 << 14];
        const ssize_t n = ::read(fd.get(), buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return cannot(path, std::strerror(errno));
        if (n == 0) break;
        text.append(buffer, static_cast<std::size_t>(n));
        if (text.size() > largest) return cannot(path, "it is larger than 1 MiB", errc::too_large);
    }
    ret = std::move(text);
    return {};
}

} // namespace

status load_errors(const std::string& share, error_table& ret)
{
    const std::string path = share + "/errors.tsv";
    std::string text;
    if (status s = read_file(path, text); !s) return s;
    if (status s = parse_errors(text, ret); !s) return cannot(path, s.text(), s.code());
    return {};
}

status load_page(const std::string& share, const std::string& code, page& ret)
{
    const std::string path = share + "/findings/" + code + ".json";
    std::string text;
    if (status s = read_file(path, text); !s) return s;
    if (status s = parse_page(text, ret); !s) return cannot(path, s.text(), s.code());
    return {};
}

std::vector<std::string> page_codes(const std::string& share)
{
    std::vector<std::string> codes;
    std::error_code ec;
    for (std::filesystem::directory_iterator at(share + "/findings", ec), end; !ec && at != end;
         at.increment(ec))
        if (at->path().extension() == ".json") codes.push_back(at->path().stem().string());
    return codes;
}

} // namespace dsreg::catalog
