// Checks of loading and of what the descriptors say.
#include "catalog.h"
#include "descriptor_fault.h"

#include "base/unique_fd.h"
#include "engine/check.h"
#include "engine/graph.h"
#include "worker/load.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

namespace dsreg::check {

std::string descriptor_fault(const wire::module_decl& module, const job& order)
{
    const std::string fault = engine::check_descriptor(module, order.bundled);
    if (!fault.empty()) return "bad-descriptor: " + fault;
    engine::graph alone;
    std::string code, why;
    alone.add(0, module, order.path, code, why);
    return code.empty() ? std::string() : code + ": " + why;
}

} // namespace dsreg::check

namespace dsreg::check::load {
namespace {

worker::rejection load_by_path(subject& s, worker::loaded_module& ret)
{
    wire::worker_init init;
    init.path = s.order().path;
    init.by_path = true;
    return worker::load(init, -1, ret);
}

// Words that a sentence for people has; a page of less says nothing.
constexpr std::size_t meaning_least = 40, remedy_least = 10, title_most = 80;

void check_page(subject& s, const std::string& probe, const wire::finding_decl& f)
{
    const auto fault = [&](const std::string& what) { s.complain(probe, f.code + what); };
    if (f.title.size() > title_most) fault(": its title is a paragraph; say it in a few words");
    if (f.meaning.size() < meaning_least)
        fault(": its meaning says too little; say what it means and what it breaks");
    if (f.remedy.size() < remedy_least) fault(": its remedy says too little; say what to do");
    if (f.meaning == f.title || f.remedy == f.meaning)
        fault(": title, meaning and remedy say the same");
    if (!f.command.empty() && (f.risk < DSREG_RISK_SAFE || f.risk > DSREG_RISK_DESTRUCTIVE))
        fault(": its command has no risk");
    if (!f.url.empty() && f.url.rfind("https://", 0) != 0) fault(": its url is not https");
}

bool ends_in(const std::string& text, const std::string& end)
{
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

} // namespace

void now(subject& s)
{
    s.announce("while it was loaded");
    const auto before = std::chrono::steady_clock::now();
    if (::dlopen(s.order().path.c_str(), RTLD_NOW | RTLD_LOCAL) == nullptr) {
        const char* words = ::dlerror();
        return s.complain("", std::string("the dynamic linker refuses it: ") +
                                  (words != nullptr ? words : "without a reason"));
    }
    const auto took = std::chrono::steady_clock::now() - before;
    constexpr std::chrono::milliseconds quick(100);
    if (took > quick)
        s.warn("", "it took " +
                       std::to_string(
                           std::chrono::duration_cast<std::chrono::milliseconds>(took).count()) +
                       " ms to load; a worker is started for each run of dsreg");
}

void sandbox(subject& s)
{
    const unique_fd file(::open(s.order().path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return s.complain("", std::string("it cannot be opened: ") + std::strerror(errno));
    if (!s.enter_sandbox(file.get())) return;
    s.announce("while it was loaded in the sandbox");
    worker::loaded_module module;
    const worker::rejection r = worker::load({}, file.get(), module);
    if (!r.code.empty()) s.complain("", r.code + ": " + r.why);
}

void descriptor(subject& s)
{
    s.announce("while its descriptors were read");
    worker::loaded_module module;
    const worker::rejection r = load_by_path(s, module);
    if (!r.code.empty()) return s.complain("", r.code + ": " + r.why);
    const std::string fault = descriptor_fault(module.decl, s.order());
    if (!fault.empty()) return s.complain("", fault);
    for (const wire::probe_decl& p : module.decl.probes)
        if (!ends_in(p.title, "Test"))
            s.warn(p.id,
                   "its title, \"" + p.title + "\", does not end in \"Test\" as all others do");
}

void budget(subject& s)
{
    worker::loaded_module module;
    load_by_path(s, module);
    for (const wire::probe_decl& p : module.decl.probes) {
        if (p.timeout_ms > 60'000)
            s.complain(p.id, "it asks for " + std::to_string(p.timeout_ms) + " ms");
        else if (p.timeout_ms > 30'000)
            s.warn(p.id, "it asks for " + std::to_string(p.timeout_ms) + " ms; somebody waits");
    }
}

void finding_pages(subject& s)
{
    worker::loaded_module module;
    load_by_path(s, module);
    bool any = false;
    for (const wire::probe_decl& p : module.decl.probes)
        for (const wire::finding_decl& f : p.findings) {
            any = true;
            check_page(s, p.id, f);
            if (!s.order().bundled && f.code.rfind(module.decl.id + ".", 0) != 0)
                s.complain(p.id, f.code + ": it does not begin with the module's id");
        }
    if (!any) s.nothing_to_check("no probe declares a finding");
}

} // namespace dsreg::check::load
