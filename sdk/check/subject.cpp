#include "subject.h"

#include "base/text.h"
#include "worker/sandbox.h"

#include <algorithm>
#include <unistd.h>

namespace dsreg::check {
namespace {

constexpr std::size_t messages_max = 20;
constexpr std::size_t text_most = 500;

} // namespace

const testkit::module& subject::module()
{
    if (!module_) {
        announce("while it was loaded");
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

void subject::announce(const std::string& what, met_by whom) const
{
    note_({"", what, whom, {}});
}

outcome subject::run(const dsreg_probe& probe, const named_world& where)
{
    const testkit::module& m = module();
    const step now{probe.id, where.name, where.whom, {}};
    note_(now);
    world watched = where.where;
    // The run may end this process. A thread that it leaves behind may outlive this object.
    watched.on_violation = [note = note_, now](const std::string& sentence) {
        const std::size_t end = sentence.find(": it is not declared");
        if (end == std::string::npos) return;
        step told = now;
        told.undeclared = sentence.substr(0, end);
        note(told);
    };
    return m.run(probe.id, watched);
}

std::string subject::shown(const told& t)
{
    if (t.first.empty()) return t.text;
    return t.text + " (" + t.first +
           (t.more > 0 ? "; and " + std::to_string(t.more) + " more" : "") + ")";
}

void subject::add(verdict said, const std::string& probe, const std::string& text,
                  const std::string& where)
{
    if (said == verdict::warning && result_.said == verdict::fail) return;
    if (said == verdict::fail && result_.said != verdict::fail) { // a warning beside it is noise
        result_.messages.clear();
        told_.clear();
        left_out_ = 0;
    }
    result_.said = said;
    const std::string clean(cut_utf8(safe_text(text), text_most));
    for (told& t : told_) {
        message& of = result_.messages[t.message];
        if (of.probe != probe || t.text != clean) continue;
        if (!where.empty()) t.more++;
        of.text = shown(t);
        return;
    }
    if (told_.size() < messages_max) {
        told_.push_back({told_.size(), clean, std::string(cut_utf8(safe_text(where), text_most))});
        result_.messages.push_back({probe, shown(told_.back())});
        return;
    }
    if (left_out_++ == 0) result_.messages.push_back({"", ""});
    result_.messages.back().text = "and " + std::to_string(left_out_) + " more of the kind";
}

void subject::complain(const std::string& probe, const std::string& text, const std::string& where)
{
    add(verdict::fail, probe, text, where);
}

void subject::warn(const std::string& probe, const std::string& text, const std::string& where)
{
    add(verdict::warning, probe, text, where);
}

bool subject::enter_sandbox(int module_fd, bool note_denied)
{
    worker::sandbox_request request;
    request.host_pid = ::getppid();
    request.module_fd = module_fd;
    request.tasks_most = worker::tasks_allowed();
    request.note_denied = note_denied;
    std::string level;
    sandboxed_ = true;
    if (!worker::enter_sandbox(request, level)) level.clear();
    return judge_sandbox(level);
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
