#include "bundled.h"

#include <set>
#include <string_view>

namespace {

bool is_key(std::string_view s)
{
    if (s.empty()) return false;
    for (const char c : s)
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-'))
            return false;
    return true;
}

class check
{
public:
    explicit check(const dsreg_module& m) : m_(m) {}

    std::vector<std::string> run()
    {
        if (m_.magic != DSREG_MAGIC || m_.abi_major != DSREG_ABI_MAJOR) fault("module", "magic");
        if (std::string_view(m_.id).rfind("dsreg.", 0) != 0) fault("module", "id");
        for (uint32_t i = 0; i < m_.probe_count; i++) probe(*m_.probes[i]);
        return std::move(faults_);
    }

private:
    void fault(std::string_view where, std::string_view what)
    {
        faults_.push_back(std::string(where) + ": " + std::string(what));
    }

    void probe(const dsreg_probe& p)
    {
        if (!is_key(p.id)) fault(p.id, "id");
        // A device that the tenant has just learnt of is asked for a second time, after 5 s.
        const bool slow_server = std::string_view(p.id) == "device.server-state";
        if (p.timeout_ms == 0 || p.timeout_ms > (slow_server ? 20'000u : 8000u))
            fault(p.id, "budget over 8 s");
        if (std::string_view(p.title).empty() || std::string_view(p.section).empty())
            fault(p.id, "no title or section");
        bool network = false;
        for (auto* s = p.services; s != nullptr && *s != nullptr; s++)
            network = network ||
                      std::string_view(*s).find("dsreg.net/") != std::string_view::npos ||
                      std::string_view(*s).find("dsreg.http/") != std::string_view::npos;
        if (network && (p.flags & DSREG_P_NETWORK) == 0) fault(p.id, "no DSREG_P_NETWORK");
        std::set<std::string_view> keys, codes;
        // Labels are unique in a group: prt.acquire, prt.refresh.
        std::set<std::pair<std::string, std::string>> labels;
        for (auto* f = p.outputs; f != nullptr && *f != nullptr; f++) {
            if (!is_key((*f)->key) || !keys.insert((*f)->key).second) fault(p.id, (*f)->key);
            const std::string_view label = (*f)->label;
            const std::string_view key = (*f)->key;
            const auto row =
                std::pair(std::string(key.substr(0, key.rfind('.'))), std::string(label));
            if (((*f)->flags & (DSREG_F_HIDDEN | DSREG_F_MANY)) == 0 &&
                (label.empty() || label.size() > 26 || !labels.insert(row).second))
                fault((*f)->key, "label");
        }
        for (auto* f = p.findings; f != nullptr && *f != nullptr; f++) finding(p, **f, codes);
    }

    void finding(const dsreg_probe& p, const dsreg_finding_decl& f,
                 std::set<std::string_view>& codes)
    {
        if (!is_key(f.code) || !codes.insert(f.code).second) fault(p.id, f.code);
        for (const std::string_view text :
             {std::string_view(f.title), std::string_view(f.meaning), std::string_view(f.remedy)})
            if (text.empty()) fault(f.code, "title, meaning and remedy must be there");
        if (f.command != nullptr && f.risk == 0) fault(f.code, "a command without a risk");
        if (std::string_view(f.title).size() > 60) fault(f.code, "a title of many words");
        if (std::string_view(f.meaning).size() < 60) fault(f.code, "says too little");
    }

    const dsreg_module& m_;
    std::vector<std::string> faults_;
};

} // namespace

std::vector<std::string> descriptor_faults(const dsreg_module& module)
{
    return check(module).run();
}
