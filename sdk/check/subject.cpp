#include "subject.h"

#include "base/text.h"

#include <algorithm>

namespace dsreg::check {
namespace {

constexpr std::size_t messages_max = 20;
constexpr std::size_t text_most = 500;

} // namespace

const testkit::module& subject::module()
{
    if (!module_) {
        announce("", "while it was loaded");
        module_ = std::make_unique<testkit::module>(order_.path);
    }
    return *module_;
}

std::vector<const dsreg_probe*> subject::probes()
{
    const dsreg_module& m = module().get();
    return {m.probes, m.probes + m.probe_count};
}

const known_fact* subject::known(const std::string& key) const
{
    const auto it = std::find_if(order_.known.begin(), order_.known.end(),
                                 [&](const known_fact& f) { return f.key == key; });
    return it == order_.known.end() ? nullptr : &*it;
}

void subject::announce(const std::string& probe, const std::string& what) const
{
    note_({probe, what});
}

outcome subject::run(const dsreg_probe& probe, const named_world& where)
{
    const testkit::module& m = module();
    announce(probe.id, where.name);
    return m.run(probe.id, where.where);
}

void subject::add(verdict said, const std::string& probe, const std::string& text)
{
    const bool worse = said == verdict::fail && result_.said != verdict::fail;
    if (worse) result_.messages.clear(); // a warning beside a failure is noise
    if (said == verdict::warning && result_.said == verdict::fail) return;
    result_.said = said;
    const message added{probe, std::string(cut_utf8(safe_text(text), text_most))};
    const bool again =
        std::any_of(result_.messages.begin(), result_.messages.end(), [&](const message& m) {
            return m.probe == added.probe && m.text == added.text;
        });
    if (again) return;
    if (result_.messages.size() < messages_max) {
        result_.messages.push_back(added);
        return;
    }
    left_out_++;
    if (left_out_ == 1) result_.messages.push_back({"", ""});
    result_.messages.back().text = "and " + std::to_string(left_out_) + " more of the kind";
}

void subject::complain(const std::string& probe, const std::string& text)
{
    add(verdict::fail, probe, text);
}

void subject::warn(const std::string& probe, const std::string& text)
{
    add(verdict::warning, probe, text);
}

bool subject::judge_sandbox(const std::string& level)
{
    if (level == "full") return true;
    if (level != "none" && !level.empty()) {
        warn("", "the sandbox reached only the level " + level +
                     ": what the missing part forbids was not tried");
        return true;
    }
    nothing_to_check("this machine offers no sandbox, or less than a part short of it");
    return false;
}

void subject::nothing_to_check(const std::string& why)
{
    if (result_.said == verdict::pass) result_ = {verdict::skip, {{"", why}}};
}

std::vector<std::string> texts(const char* const* list)
{
    std::vector<std::string> out;
    for (; list != nullptr && *list != nullptr; list++) out.emplace_back(*list);
    return out;
}

bool is_optional(const std::string& entry)
{
    return !entry.empty() && entry.front() == '?';
}

std::string bare(const std::string& entry)
{
    return is_optional(entry) ? entry.substr(1) : entry;
}

} // namespace dsreg::check
