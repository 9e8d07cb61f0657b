#include "actions/load.h"

#include "cli/locations.h"

#include <dlfcn.h>

namespace dsreg::actions {

dsreg::status load(const std::string& part, const char* symbol, void*& ret)
{
    const std::optional<std::string> prefix = cli::install_prefix();
    if (!prefix) return {errc::internal, "dsreg cannot find its own files: is /proc mounted?"};
    const std::string path = *prefix + "/libexec/dsreg/dsreg-action-" + part + ".so";
    // Lazily: each object is linked so that nothing can be missing, and of the libraries that it
    // brings little is called.
    void* library = ::dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL);
    void* entry = library != nullptr ? ::dlsym(library, symbol) : nullptr;
    if (entry == nullptr) {
        const char* words = ::dlerror();
        return {errc::internal,
                "a part of dsreg cannot be loaded: " + std::string(words ? words : path)};
    }
    ret = entry;
    return {};
}

} // namespace dsreg::actions
