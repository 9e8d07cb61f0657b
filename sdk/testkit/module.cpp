#include "base/unique_fd.h"
#include "direct_link.h"
#include "engine/check.h"
#include "engine/graph.h"
#include "kit_host.h"
#include "order.h"
#include "worker/elf.h"
#include "worker/module_reader.h"

#include <cerrno>
#include <cstring>
#include <deque>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdexcept>

namespace dsreg::testkit {
namespace {

[[noreturn]] void reject(const std::string& path, const worker::rejection& why)
{
    throw std::runtime_error(path + ": " + why.why + " (" + why.code + ")");
}

const dsreg_module& open_module(const std::string& path)
{
    const unique_fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (!file)
        reject(path, {"unreadable", std::string("cannot be opened: ") + std::strerror(errno)});
    std::string why;
    const worker::elf_verdict seen = worker::look_for_symbol(file.get(), DSREG_MODULE_SYMBOL, why);
    if (seen == worker::elf_verdict::no_symbol) reject(path, {"no-symbol", why});
    if (seen == worker::elf_verdict::unloadable) reject(path, {"dlopen-failed", why});
    const std::string whole = path.find('/') == path.npos ? "./" + path : path;
    void* handle = ::dlopen(whole.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) reject(path, {"dlopen-failed", ::dlerror()});
    const void* symbol = ::dlsym(handle, DSREG_MODULE_SYMBOL);
    if (symbol == nullptr)
        reject(path, {"no-symbol", std::string("it exports no ") + DSREG_MODULE_SYMBOL});
    return *static_cast<const dsreg_module*>(symbol);
}

// One run, with all that outlives it: a thread that the module left behind may ask for the time.
struct one_run {
    one_run(const world& w, const wire::module_decl& module, uint32_t probe)
        : where(w), link(where, module.probes[probe]),
          context(link, module.probes[probe], 1, order(module, probe)),
          host(context, link, module.probes[probe], where.cut_to_v1_0)
    {}
    wire::run_order order(const wire::module_decl& module, uint32_t probe) const
    {
        wire::run_order out = order_for(where, module, module.probes[probe]);
        out.probe = probe;
        return out;
    }

    const world where;
    direct_link link;
    worker::run_context context;
    kit_host host;
};

constexpr std::size_t kept_runs = 64;

} // namespace

struct module::loaded {
    const dsreg_module* raw = nullptr;
    wire::module_decl decl;
    std::vector<worker::run_function> runs;
    std::deque<std::shared_ptr<one_run>> kept;

    std::size_t find(const std::string& id) const
    {
        for (std::size_t i = 0; i < decl.probes.size(); i++)
            if (decl.probes[i].id == id) return i;
        throw std::logic_error("no such probe: " + id);
    }
};

module::module(const std::string& path) :loaded_(std::make_shared<loaded>())
{
    loaded& m = *loaded_;
    m.raw = &open_module(path);
    const worker::rejection bad = worker::read_module(*m.raw, m.decl, m.runs);
    if (!bad.code.empty()) reject(path, bad);
    // Whether a file is one of dsreg's own, dsreg tells by its folder; here its id has to do.
    const bool bundled = m.decl.id.rfind("dsreg.", 0) == 0;
    const std::string fault = engine::check_descriptor(m.decl, bundled);
    if (!fault.empty()) reject(path, {"bad-descriptor", fault});
    engine::graph alone;
    worker::rejection odd;
    alone.add(0, m.decl, path, odd.code, odd.why);
    if (!odd.code.empty()) reject(path, odd);
}

const dsreg_module& module::get() const
{
    return *loaded_->raw;
}

const dsreg_probe& module::probe(const std::string& id) const
{
    return *loaded_->raw->probes[loaded_->find(id)];
}

std::vector<std::string> module::probes() const
{
    std::vector<std::string> ids;
    for (const wire::probe_decl& p : loaded_->decl.probes) ids.push_back(p.id);
    return ids;
}

outcome module::run(const std::string& probe_id, const world& where) const
{
    loaded& m = *loaded_;
    const std::size_t probe = m.find(probe_id);
    const auto one = std::make_shared<one_run>(where, m.decl, static_cast<uint32_t>(probe));
    m.kept.push_back(one);
    if (m.kept.size() > kept_runs) m.kept.pop_front();
    worker::run_guarded(m.runs[probe], one->context, one->host.get());
    one->context.close();
    return one->link.judged(one->context.end());
}

} // namespace dsreg::testkit
