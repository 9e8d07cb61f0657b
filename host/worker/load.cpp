#include "worker/load.h"

#include "base/unique_fd.h"
#include "worker/elf.h"

#include <boost/dll/shared_library.hpp>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <new>
#include <system_error>

namespace dsreg::worker {
namespace {

// Never destroyed: see load.h.
union held_library {
    held_library() : library() {}
    ~held_library() {}
    boost::dll::shared_library library;
};

// The dynamic linker's sentence begins with the name that it was given.
std::string loader_words(const std::string& name)
{
    const char* words = ::dlerror();
    std::string text = words != nullptr ? words : "the dynamic linker gave no reason";
    if (text.compare(0, name.size(), name) == 0) text.erase(0, name.size());
    while (!text.empty() && (text[0] == ':' || text[0] == ' ')) text.erase(0, 1);
    return text;
}

} // namespace

rejection load(const wire::worker_init& init, int fd, loaded_module& ret)
{
    unique_fd own;
    std::string name = "/proc/self/fd/" + std::to_string(fd);
    if (init.by_path) {
        name = init.path;
        own.reset(::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
        if (!own) return {"unreadable", std::string("cannot be opened: ") + std::strerror(errno)};
        fd = own.get();
    }

    std::string why;
    switch (look_for_symbol(fd, DSREG_MODULE_SYMBOL, why)) {
    case elf_verdict::exports:
        break;
    case elf_verdict::no_symbol:
        return {"no-symbol", why};
    case elf_verdict::unloadable:
        return {"dlopen-failed", why};
    }

    held_library held;
    std::error_code failed;
    using boost::dll::load_mode::rtld_local;
    using boost::dll::load_mode::rtld_now;
    ::dlerror();
    held.library.load(name, failed, rtld_now | rtld_local);
    if (failed || !held.library.is_loaded()) return {"dlopen-failed", loader_words(name)};
    if (!held.library.has(DSREG_MODULE_SYMBOL))
        return {"no-symbol", std::string("it exports no ") + DSREG_MODULE_SYMBOL};
    return read_module(held.library.get<const dsreg_module>(DSREG_MODULE_SYMBOL), ret.decl,
                       ret.runs);
}

} // namespace dsreg::worker
