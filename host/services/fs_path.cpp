#include "services/fs_path.h"

#include <filesystem>

namespace dsreg::services {

std::string expand_home(std::string_view path, std::string_view home)
{
    if (path.substr(0, 2) != "~/") return std::string(path);
    if (home.empty()) return {};
    while (home.size() > 1 && home.back() == '/') home.remove_suffix(1);
    return std::string(home == "/" ? "" : home) + std::string(path.substr(1));
}

std::string usable_home(const std::string& home)
{
    if (home.empty() || home.front() != '/') return "/nonexistent";
    std::string plain = std::filesystem::path(home).lexically_normal().string();
    while (plain.size() > 1 && plain.back() == '/') plain.pop_back();
    return plain;
}

bool is_normal(std::string_view path)
{
    if (path == "/") return true;
    if (path.empty() || path.front() != '/' || path.back() == '/') return false;
    if (path.find('\0') != std::string_view::npos) return false;
    while (!path.empty()) {
        path.remove_prefix(1); // the slash
        const std::string_view part = path.substr(0, path.find('/'));
        if (part.empty() || part == "." || part == "..") return false;
        path.remove_prefix(part.size());
    }
    return true;
}

bool is_declared(std::string_view path, const std::vector<std::string>& declared,
                 std::string_view home)
{
    for (const std::string& entry : declared) {
        const std::string_view name = std::string_view(entry).substr(entry[0] == '?' ? 1 : 0);
        const std::string whole = expand_home(name, home);
        if (whole.empty()) continue;
        if (whole == path) return true;
        if (whole.back() != '/') continue;
        const std::string_view folder = std::string_view(whole).substr(0, whole.size() - 1);
        if (path == folder || path.substr(0, whole.size()) == whole) return true;
    }
    return false;
}

} // namespace dsreg::services
