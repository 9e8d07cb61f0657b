#include "services/fs_guard.h"

#include <algorithm>
#include <array>

namespace dsreg::services {
namespace {

bool starts(std::string_view text, std::string_view with)
{
    return text.substr(0, with.size()) == with;
}

} // namespace

bool is_secret_place(std::string_view path)
{
    // The shadow package keeps a copy behind "-". Keys: of the identity broker, and the folder that
    // its documentation names besides.
    constexpr std::array<std::string_view, 6> files = {"/etc/shadow",
                                                       "/etc/shadow-",
                                                       "/etc/gshadow",
                                                       "/etc/gshadow-",
                                                       "/var/backups/shadow.bak",
                                                       "/var/backups/gshadow.bak"};
    constexpr std::array<std::string_view, 4> folders = {
        "/etc/microsoft/identity-broker/private/", "/etc/ssl/private/",
        "/var/lib/microsoft-identity-device-broker/", "/var/cache/himmelblaud/"};
    return std::find(files.begin(), files.end(), path) != files.end() ||
           std::any_of(folders.begin(), folders.end(),
                       [&](std::string_view folder) { return starts(path, folder); });
}

bool is_inside_process(std::string_view path)
{
    constexpr std::string_view proc = "/proc/";
    if (!starts(path, proc)) return false;
    path.remove_prefix(proc.size());
    const std::size_t slash = path.find('/');
    const std::string_view process = path.substr(0, slash);
    if (process.empty() || process.find_first_not_of("0123456789") != process.npos) return false;
    const std::string_view rest = slash == path.npos ? std::string_view{} : path.substr(slash);
    return rest != "/status" && !starts(rest, "/net/");
}

bool holds_private_key(std::string_view bytes)
{
    return bytes.find("PRIVATE KEY-----") != bytes.npos; // PEM (RFC 7468), and OpenSSH's form of it
}

} // namespace dsreg::services
