#include "services/part.h"

#include <algorithm>
#include <array>
#include <climits>
#include <dlfcn.h>
#include <string>
#include <unistd.h>

namespace dsreg::services {
namespace {

void make_fs_only(const wire::world& where, service_list& ret)
{
    ret.push_back(make_fs(where));
}

// Beside this very program, wherever it was moved.
std::string path_of(std::string_view kind)
{
    std::array<char, PATH_MAX> self{};
    const ssize_t n = ::readlink("/proc/self/exe", self.data(), self.size());
    if (n <= 0 || static_cast<std::size_t>(n) >= self.size()) return {};
    std::string path(self.data(), static_cast<std::size_t>(n));
    path.resize(path.rfind('/') + 1);
    return path + "dsreg-service-" + std::string(kind) + ".so";
}

} // namespace

status find_services(std::string_view kind, make_services& ret)
{
    if (kind == "fs") {
        ret = make_fs_only;
        return {};
    }
    static constexpr const char* kinds[] = {"net", "bus", "device", "journal"};
    if (std::find(std::begin(kinds), std::end(kinds), kind) == std::end(kinds))
        return {errc::invalid, "there is no service of this kind"};
    const std::string path = path_of(kind);
    void* library = path.empty() ? nullptr : ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    void* factory = library != nullptr ? ::dlsym(library, "dsreg_make_services") : nullptr;
    if (factory == nullptr) {
        const char* words = ::dlerror();
        return {errc::io, words != nullptr ? words : "/proc/self/exe cannot be read"};
    }
    ret = reinterpret_cast<make_services>(factory);
    return {};
}

} // namespace dsreg::services
