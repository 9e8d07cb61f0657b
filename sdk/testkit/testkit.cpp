#include "fake.h"

#include <dlfcn.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace dsreg::testkit {
namespace {

value copy(const dsreg_value& v)
{
    value out{v.type, v.flags, 0, 0, {}};
    switch (v.type) {
    case DSREG_T_UNKNOWN:
    case DSREG_T_NOT_APPLICABLE:
    case DSREG_T_STR:
        out.s.assign(v.u.s.ptr, v.u.s.len);
        break;
    case DSREG_T_REAL:
        out.d = v.u.d;
        break;
    default:
        out.i = v.u.i;
    }
    return out;
}

dsreg_value lend(const value& v, keeper& keep)
{
    dsreg_value out{v.type, v.flags, {}};
    if (v.type == DSREG_T_STR || v.type == DSREG_T_UNKNOWN)
        out.u.s = keep.str(v.s);
    else
        out.u.i = v.i;
    return out;
}

std::string show(const value& v)
{
    if (v.type == DSREG_T_UNKNOWN) return "?" + v.s;
    if (v.type == DSREG_T_NOT_APPLICABLE) return "-" + v.s;
    return v.type == DSREG_T_STR ? v.s : std::to_string(v.i);
}

bool declares(const char* const* list, std::string_view name)
{
    for (; list != nullptr && *list != nullptr; list++) {
        const std::string_view entry = *list;
        if (entry.substr(!entry.empty() && entry.front() == '?' ? 1 : 0) == name) return true;
    }
    return false;
}

class run final : public run_context
{
public:
    run(const dsreg_probe& probe, const world& where) : probe_(probe), world_(where)
    {
        host_ = {sizeof host_,
                 DSREG_ABI_MAJOR,
                 DSREG_ABI_MINOR,
                 static_cast<run_context*>(this),
                 "0.1.0",
                 on_service,
                 on_input,
                 on_fact,
                 on_finding,
                 on_conclude,
                 on_setting,
                 [](const dsreg_host*, int32_t, dsreg_str) {},
                 [](const dsreg_host* h) { return self(h).world_.time->now(); },
                 [](const dsreg_host* h) { return self(h).world_.budget_ns; }};
    }

    outcome go()
    {
        check_ready();
        probe_.run(&host_);
        judge();
        return std::move(out_);
    }

    const services& offered() const override { return world_.offered; }
    keeper& keep() override { return keep_; }
    uint32_t probe_flags() const override { return probe_.flags; }
    bool may_read(const std::string& path) const override { return declares(probe_.paths, path); }
    void violation(const std::string& what) override { out_.violations.push_back(what); }

private:
    static run& self(const dsreg_host* host)
    {
        return static_cast<run&>(*static_cast<run_context*>(host->ctx));
    }

    uint32_t state_of(const std::string& key) const
    {
        const auto it = world_.states.find(key);
        if (it != world_.states.end()) return it->second;
        for (const fact& f : world_.inputs)
            if (f.key == key) return DSREG_IN_PRESENT;
        return DSREG_IN_NO_PROVIDER;
    }

    void check_ready() const
    {
        for (auto* s = probe_.services; s != nullptr && *s != nullptr; s++)
            if (**s != '?' && service_table(*this, *s) == nullptr)
                throw std::logic_error(std::string("the test offers no ") + *s);
        for (auto* i = probe_.inputs; i != nullptr && *i != nullptr; i++)
            if (**i != '?' && state_of(*i) != DSREG_IN_PRESENT)
                throw std::logic_error(std::string("the test gives no ") + *i);
    }

    // No measured time may get into what a run reports.
    void check_text(const std::string& where, std::string_view text)
    {
        if (text.find(" ms") != text.npos || text.find("millisecond") != text.npos)
            violation(where + " holds a measured time: " + std::string(text));
        if (text.size() > 32 * 1024) violation(where + " is over 32 KiB");
    }

    static const void* on_service(const dsreg_host* host, const char* id)
    {
        run& r = self(host);
        if (!declares(r.probe_.services, id)) {
            r.violation(std::string("service is not declared: ") + id);
            return nullptr;
        }
        return service_table(r, id);
    }

    static uint32_t on_input(const dsreg_host* host, const char* key, uint32_t index,
                             const dsreg_fact** ret)
    {
        run& r = self(host);
        if (!declares(r.probe_.inputs, key)) {
            r.violation(std::string("input is not declared: ") + key);
            return DSREG_IN_NO_PROVIDER;
        }
        const uint32_t state = r.state_of(key);
        if (state != DSREG_IN_PRESENT && state != DSREG_IN_UNKNOWN) return state;
        for (const fact& f : r.world_.inputs) {
            if (f.key != key || index-- != 0) continue;
            auto& kept = r.keep_.make<dsreg_fact>();
            kept = {sizeof kept,
                    0,
                    r.keep_.text(f.key),
                    f.instance.empty() ? nullptr : r.keep_.text(f.instance),
                    "test",
                    lend(f.val, r.keep_)};
            *ret = &kept;
            return state;
        }
        return DSREG_IN_SILENT;
    }

    static dsreg_status on_fact(const dsreg_host* host, const dsreg_fact* f)
    {
        run& r = self(host);
        const dsreg_fact_decl* decl = nullptr;
        for (auto* d = r.probe_.outputs; d != nullptr && *d != nullptr; d++)
            if (std::string_view((*d)->key) == f->key) decl = *d;
        if (decl == nullptr) {
            r.violation(std::string("fact is not declared: ") + f->key);
            return DSREG_E_UNDECLARED;
        }
        const dsreg_type type = f->value.type;
        if (type != decl->type && type != DSREG_T_UNKNOWN && type != DSREG_T_NOT_APPLICABLE)
            r.violation(std::string("fact of another type: ") + f->key);
        if (((decl->flags & DSREG_F_MANY) != 0) != (f->instance != nullptr))
            r.violation(std::string("instance and MANY disagree: ") + f->key);
        if (f->source == nullptr || *f->source == '\0')
            r.violation(std::string("fact without a source: ") + f->key);
        fact kept{f->key, f->instance == nullptr ? "" : f->instance,
                  f->source == nullptr ? "" : f->source, copy(f->value)};
        kept.val.flags |= decl->flags;
        r.check_text(kept.key, kept.val.s);
        r.out_.facts.push_back(std::move(kept));
        return DSREG_OK;
    }

    static dsreg_status on_finding(const dsreg_host* host, const dsreg_finding* f)
    {
        run& r = self(host);
        const dsreg_finding_decl* decl = nullptr;
        for (auto* d = r.probe_.findings; d != nullptr && *d != nullptr; d++)
            if (std::string_view((*d)->code) == f->code) decl = *d;
        if (decl == nullptr) {
            r.violation(std::string("finding is not declared: ") + f->code);
            return DSREG_E_UNDECLARED;
        }
        if (f->evidence_count > 32) r.violation("more than 32 pairs of evidence");
        finding kept{f->code,
                     f->instance == nullptr ? "" : f->instance,
                     std::string(f->message.ptr, f->message.len),
                     decl->severity,
                     {}};
        r.check_text(kept.code, kept.message);
        if (kept.message.empty()) r.violation(kept.code + " has no sentence");
        for (uint32_t i = 0; i < f->evidence_count; i++) {
            const value v = copy(f->evidence[i].value);
            r.check_text(kept.code + "/" + f->evidence[i].name, v.s);
            if (!kept.evidence.emplace(f->evidence[i].name, v).second)
                r.violation(kept.code + " has evidence twice: " + f->evidence[i].name);
        }
        r.out_.findings.push_back(std::move(kept));
        return DSREG_OK;
    }

    static dsreg_status on_conclude(const dsreg_host* host, const dsreg_result* result)
    {
        run& r = self(host);
        r.out_.concluded++;
        r.out_.result = result->outcome;
        r.out_.reason = result->reason;
        r.out_.outer = result->outer;
        r.out_.inner = result->inner;
        if (result->about != nullptr) r.out_.about = result->about;
        r.out_.text.assign(result->text.ptr == nullptr ? "" : result->text.ptr, result->text.len);
        return DSREG_OK;
    }

    static dsreg_status on_setting(const dsreg_host* host, const char* name,
                                   const dsreg_value** ret)
    {
        run& r = self(host);
        if (!declares(r.probe_.settings, name)) {
            r.violation(std::string("setting is not declared: ") + name);
            return DSREG_E_UNDECLARED;
        }
        *ret = nullptr;
        const auto it = r.world_.settings.find(name);
        if (it == r.world_.settings.end()) return DSREG_OK;
        auto& kept = r.keep_.make<dsreg_value>();
        kept = lend({DSREG_T_STR, 0, 0, 0, it->second}, r.keep_);
        *ret = &kept;
        return DSREG_OK;
    }

    void judge()
    {
        const bool error = std::any_of(out_.findings.begin(), out_.findings.end(),
                                       [](auto& f) { return f.severity == DSREG_SEVERITY_ERROR; });
        if (out_.concluded > 1) violation("concluded twice");
        if (out_.concluded == 0) return;
        if (out_.result == DSREG_PASS && error) violation("PASS with an error finding");
        if (out_.result == DSREG_FAIL && !error) violation("FAIL without an error finding");
        if (out_.result == DSREG_FAIL && !out_.about.empty() &&
            !declares(probe_.inputs, out_.about))
            violation("FAIL about no input");
        if (out_.result != DSREG_SKIP) return;
        if (out_.text.empty()) violation("SKIP without a sentence");
        const bool input = out_.reason == DSREG_SKIP_MISSING_INPUT;
        if (input && !declares(probe_.inputs, out_.about)) violation("SKIP about no input");
    }

    const dsreg_probe& probe_;
    const world& world_;
    dsreg_host host_{};
    keeper keep_;
    outcome out_;
};

} // namespace

world& world::give(const std::string& key, const std::string& text, const std::string& instance)
{
    inputs.push_back({key, instance, "test", {DSREG_T_STR, 0, 0, 0, text}});
    return *this;
}

world& world::give_int(const std::string& key, int64_t n, dsreg_type type)
{
    inputs.push_back({key, {}, "test", {type, 0, n, 0, {}}});
    return *this;
}

world& world::state(const std::string& key, uint32_t state)
{
    states[key] = state;
    return *this;
}

std::string outcome::fact_of(const std::string& key, const std::string& instance) const
{
    for (const fact& f : facts)
        if (f.key == key && f.instance == instance) return show(f.val);
    return {};
}

bool outcome::has_fact(const std::string& key) const
{
    return std::any_of(facts.begin(), facts.end(), [&](const fact& f) { return f.key == key; });
}

uint32_t outcome::flags_of(const std::string& key) const
{
    for (const fact& f : facts)
        if (f.key == key) return f.val.flags;
    return 0;
}

std::vector<std::string> outcome::codes() const
{
    std::vector<std::string> list;
    for (const finding& f : findings) list.push_back(f.code);
    return list;
}

std::string outcome::evidence(const std::string& code, const std::string& name) const
{
    for (const finding& f : findings) {
        const auto it = f.code == code ? f.evidence.find(name) : f.evidence.end();
        if (it != f.evidence.end()) return show(it->second);
    }
    return {};
}

module::module(const std::string& path)
{
    void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) throw std::runtime_error(dlerror());
    handle_ = std::shared_ptr<void>(handle, [](void* h) { dlclose(h); });
    module_ = static_cast<const dsreg_module*>(dlsym(handle, DSREG_MODULE_SYMBOL));
    if (module_ == nullptr) throw std::runtime_error(path + " exports no module");
}

const dsreg_probe& module::probe(const std::string& id) const
{
    for (uint32_t i = 0; i < module_->probe_count; i++)
        if (id == module_->probes[i]->id) return *module_->probes[i];
    throw std::logic_error("no such probe: " + id);
}

outcome module::run(const std::string& probe_id, const world& where) const
{
    return testkit::run(probe(probe_id), where).go();
}

} // namespace dsreg::testkit
