// The small functions of world and outcome.
#include <dsreg/testkit.hpp>

#include <algorithm>

namespace dsreg::testkit {
namespace {

std::string show(const value& v)
{
    switch (v.type) {
    case DSREG_T_UNKNOWN:
        return "?" + v.s;
    case DSREG_T_NOT_APPLICABLE:
        return "-" + v.s;
    case DSREG_T_STR:
        return v.s;
    case DSREG_T_REAL:
        return std::to_string(v.d);
    default:
        return std::to_string(v.i);
    }
}

} // namespace

world& world::give(const std::string& key, const std::string& text, const std::string& instance)
{
    return give_value(key, text, instance);
}

world& world::give_int(const std::string& key, int64_t n, dsreg_type type)
{
    return give_value(key, value(type, 0, n));
}

world& world::give_value(const std::string& key, const value& v, const std::string& instance)
{
    inputs.push_back({key, instance, "test", v});
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
        if (f.code != code) continue;
        const auto it = f.evidence.find(name);
        if (it != f.evidence.end()) return show(it->second);
    }
    return {};
}

} // namespace dsreg::testkit
