#include "worker/module_reader.h"

#include <algorithm>
#include <cstring>

namespace dsreg::worker {
namespace {

static_assert(DSREG_TARGET_MINOR == DSREG_ABI_MINOR, "a host reads all that its headers know");

constexpr std::size_t id_max = 256;
constexpr std::size_t prose_max = 4096;
constexpr std::size_t list_max = 1024;
constexpr std::size_t probes_max = 256;
constexpr std::size_t whole_max = 4 * 1024 * 1024; // encoded

// The first `struct_size` bytes, as far as this build knows the struct; the rest is zero.
template <class T>
T prefix(const T* from, uint32_t struct_size)
{
    T copy{};
    std::memcpy(static_cast<void*>(&copy), from, std::min<std::size_t>(struct_size, sizeof copy));
    return copy;
}

class field_reader
{
public:
    explicit field_reader(std::string where) : where_(std::move(where)) {}
    const rejection& result() const { return result_; }
    bool ok() const { return result_.code.empty(); }

    void bad(const std::string& what) { reject("bad-descriptor", what); }
    void reject(const char* code, const std::string& what)
    {
        if (ok()) result_ = {code, where_ + " " + what};
    }

    std::string required(const char* text, const char* name, std::size_t max = id_max)
    {
        if (text == nullptr) bad(std::string("has no ") + name);
        return optional(text, name, max);
    }
    std::string optional(const char* text, const char* name, std::size_t max = id_max)
    {
        if (text == nullptr) return {};
        const std::size_t length = ::strnlen(text, max + 1);
        if (length > max)
            bad(std::string("has a ") + name + " of more than " + std::to_string(max) + " bytes");
        return std::string(text, std::min(length, max));
    }

    // Walks a NULL-terminated list.
    template <class T, class F>
    void each(T* const* list, const char* name, F&& use)
    {
        for (std::size_t i = 0; list != nullptr && list[i] != nullptr && ok(); i++) {
            if (i == list_max)
                return bad(std::string("has more than ") + std::to_string(list_max) + " " + name);
            use(list[i]);
        }
    }
    std::vector<std::string> texts(const char* const* list, const char* name,
                                   std::size_t max = id_max)
    {
        std::vector<std::string> out;
        each(list, name, [&](const char* item) { out.push_back(required(item, name, max)); });
        return out;
    }

private:
    std::string where_;
    rejection result_;
};

std::string too_small(const char* what, uint32_t is, uint32_t least)
{
    return std::string("has a ") + what + " of " + std::to_string(is) + " bytes, the least is " +
           std::to_string(least);
}

void read_output(field_reader& f, const dsreg_fact_decl* given, wire::probe_decl& ret)
{
    if (given->struct_size < DSREG_FACT_DECL_SIZE_V1_0)
        return f.reject("truncated", too_small("fact declaration", given->struct_size,
                                               DSREG_FACT_DECL_SIZE_V1_0));
    const dsreg_fact_decl d = prefix(given, given->struct_size);
    wire::fact_decl& out = ret.outputs.emplace_back();
    out.type = static_cast<value_type>(d.type);
    out.flags = d.flags;
    out.order = d.order;
    out.key = f.required(d.key, "fact key");
    out.section = f.required(d.section, "fact section");
    out.label = f.required(d.label, "fact label");
}

void read_finding(field_reader& f, const dsreg_finding_decl* given, wire::probe_decl& ret)
{
    if (given->struct_size < DSREG_FINDING_DECL_SIZE_V1_0)
        return f.reject("truncated", too_small("finding declaration", given->struct_size,
                                               DSREG_FINDING_DECL_SIZE_V1_0));
    const dsreg_finding_decl d = prefix(given, given->struct_size);
    wire::finding_decl& out = ret.findings.emplace_back();
    out.severity = d.severity;
    out.risk = d.risk;
    out.code = f.required(d.code, "finding code");
    out.title = f.required(d.title, "finding title", prose_max);
    out.meaning = f.required(d.meaning, "finding meaning", prose_max);
    out.remedy = f.required(d.remedy, "finding remedy", prose_max);
    out.command = f.optional(d.command, "finding command", prose_max);
    out.url = f.optional(d.url, "finding url", prose_max);
}

rejection read_probe(const dsreg_probe* given, std::size_t number, wire::module_decl& ret,
                     std::vector<run_function>& ret_runs)
{
    const std::string place = "probe " + std::to_string(number + 1);
    if (given == nullptr) return {"bad-descriptor", place + " is a null pointer"};
    field_reader f(place);
    if (given->struct_size < DSREG_PROBE_SIZE_V1_0) {
        f.reject("truncated", too_small("descriptor", given->struct_size, DSREG_PROBE_SIZE_V1_0));
        return f.result();
    }
    const dsreg_probe p = prefix(given, given->struct_size);
    wire::probe_decl& out = ret.probes.emplace_back();
    out.flags = p.flags;
    out.timeout_ms = p.timeout_ms;
    out.order = p.order;
    out.id = f.required(p.id, "id");
    out.section = f.required(p.section, "section");
    out.title = f.required(p.title, "title");
    out.services = f.texts(p.services, "services");
    out.inputs = f.texts(p.inputs, "inputs");
    out.settings = f.texts(p.settings, "settings");
    out.paths = f.texts(p.paths, "paths", prose_max);
    f.each(p.outputs, "outputs", [&](const dsreg_fact_decl* d) { read_output(f, d, out); });
    f.each(p.findings, "findings", [&](const dsreg_finding_decl* d) { read_finding(f, d, out); });
    if (p.run == nullptr) f.bad("has no run function");
    ret_runs.push_back(p.run);
    return f.result();
}

std::string version(unsigned minor)
{
    return std::to_string(DSREG_ABI_MAJOR) + "." + std::to_string(minor);
}

std::string spoken()
{
    return version(DSREG_ABI_MINOR);
}

} // namespace

rejection read_module(const dsreg_module& module, wire::module_decl& ret,
                      std::vector<run_function>& ret_runs)
{
    if (module.magic != DSREG_MAGIC)
        return {"bad-magic", "its descriptor does not begin as one of a probe module does"};
    if (module.abi_major != DSREG_ABI_MAJOR)
        return {"bad-major", "it is built for contract " + std::to_string(module.abi_major) +
                                 ", and this dsreg speaks contract " + spoken() +
                                 ": install a build of it for contract " +
                                 std::to_string(DSREG_ABI_MAJOR) + ", or a dsreg that speaks " +
                                 std::to_string(module.abi_major)};
    field_reader f("the module");
    if (module.struct_size < DSREG_MODULE_SIZE_V1_0) {
        f.reject("truncated", too_small("descriptor", module.struct_size, DSREG_MODULE_SIZE_V1_0));
        return f.result();
    }
    if (module.needs_minor > DSREG_ABI_MINOR)
        return {"too-new", "it needs contract " + version(module.needs_minor) +
                               ", and this dsreg speaks " + spoken() +
                               ": install a newer dsreg, one that speaks " +
                               version(module.needs_minor) + ", or a build of it for " + spoken()};

    const dsreg_module m = prefix(&module, module.struct_size);
    wire::module_decl out;
    std::vector<run_function> runs;
    out.needs_minor = m.needs_minor;
    out.id = f.required(m.id, "id");
    out.version = f.required(m.version, "version");
    out.vendor = f.required(m.vendor, "vendor");
    out.support = f.optional(m.support, "support address", prose_max);
    out.license = f.required(m.license, "license");
    if (!f.ok()) return f.result();
    if (m.probe_count == 0) return {"no-probes", "the module holds no probe"};
    if (m.probe_count > probes_max)
        f.bad("claims " + std::to_string(m.probe_count) + " probes, the most is " +
              std::to_string(probes_max));
    if (m.probes == nullptr) f.bad("has no list of probes");
    if (!f.ok()) return f.result();
    for (std::size_t i = 0; i < m.probe_count; i++) {
        rejection r = read_probe(m.probes[i], i, out, runs);
        if (!r.code.empty()) return r;
    }
    if (wire::encode(out).size() > whole_max)
        return {"bad-descriptor", "the module's descriptors take more than 4 MiB"};
    ret = std::move(out);
    ret_runs = std::move(runs);
    return {};
}

} // namespace dsreg::worker
