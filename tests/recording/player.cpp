// player RECORDING MODULES: plays every probe of a recording from the module files of a folder, and
// says where it now does something else than it did then. Exit 0: nowhere.
#include <dsreg/testkit.hpp>
#include <dsreg/testkit/recording.hpp>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <map>

namespace testkit = dsreg::testkit;

namespace {

class player
{
public:
    player(const char* recording, const char* modules)
        : recording_(testkit::recording::load(recording))
    {
        for (const auto& file : std::filesystem::directory_iterator(modules)) {
            if (file.path().string().find(".probe.so") == std::string::npos) continue;
            modules_.emplace_back(file.path().string());
        }
    }

    int play()
    {
        for (const std::string& id : recording_->probes()) {
            probe_ = id;
            // A worker that ended said nothing that could be said again.
            const testkit::outcome then = recording_->outcome_of(id);
            if (then.error == "crashed" || then.error == "exited" || then.error == "timeout")
                continue;
            const testkit::world met = recording_->world_of(id);
            began_ = met.time->now();
            ended_ = began_ + met.budget_ns;
            compare(then, module_of(id).run(id, met));
            played_++;
        }
        std::printf("%d played, %d differences\n", played_, differences_);
        return differences_ == 0 && played_ > 0 ? 0 : 1;
    }

private:
    const testkit::module& module_of(const std::string& id) const
    {
        for (const testkit::module& m : modules_) {
            const auto ids = m.probes();
            if (std::find(ids.begin(), ids.end(), id) != ids.end()) return m;
        }
        throw std::runtime_error("no module has " + id);
    }

    void differ(const std::string& what, const std::string& then, const std::string& now)
    {
        differences_++;
        std::printf("%s: %s: then \"%s\", now \"%s\"\n", probe_.c_str(), what.c_str(), then.c_str(),
                    now.c_str());
    }
    void text(const std::string& what, const std::string& then, const std::string& now)
    {
        if (then != now) differ(what, then, now);
    }
    template <class T>
    void number(const std::string& what, T then, T now)
    {
        if (then != now) differ(what, std::to_string(then), std::to_string(now));
    }
    void value(const std::string& what, const testkit::value& then, const testkit::value& now)
    {
        number(what + " type", then.type, now.type);
        number(what + " flags", then.flags, now.flags);
        if ((then.flags & DSREG_F_SECRET) != 0) return;
        // The clock of a replay stands where the run began; what a probe read from it does not
        // count. Nothing else in these worlds happened in those seconds.
        const bool read_clock = then.type == DSREG_T_TIME && in_run(then.i) && in_run(now.i);
        if (!read_clock) number(what, then.i, now.i);
        if (then.type == DSREG_T_REAL) number(what, then.d, now.d);
        text(what, then.s, now.s);
    }

    bool in_run(int64_t t) const { return t >= began_ && t <= ended_; }

    void compare(const testkit::outcome& then, const testkit::outcome& now)
    {
        number("concluded", then.concluded, now.concluded);
        number("outcome", then.result, now.result);
        number("reason", then.reason, now.reason);
        number("outer", then.outer, now.outer);
        number("inner", then.inner, now.inner);
        text("about", then.about, now.about);
        text("text", then.text, now.text);
        text("error", then.error, now.error);
        number("facts", then.facts.size(), now.facts.size());
        number("findings", then.findings.size(), now.findings.size());
        for (std::size_t i = 0; i < std::min(then.facts.size(), now.facts.size()); i++) {
            const testkit::fact &a = then.facts[i], &b = now.facts[i];
            text("fact", a.key + "/" + a.instance, b.key + "/" + b.instance);
            text(a.key + " source", a.source, b.source);
            value(a.key, a.val, b.val);
        }
        for (std::size_t i = 0; i < std::min(then.findings.size(), now.findings.size()); i++) {
            const testkit::finding &a = then.findings[i], &b = now.findings[i];
            text("finding", a.code + "/" + a.instance, b.code + "/" + b.instance);
            text(a.code + " message", a.message, b.message);
            number(a.code + " severity", a.severity, b.severity);
            number(a.code + " evidence", a.evidence.size(), b.evidence.size());
            for (const auto& [name, v] : a.evidence)
                if (const auto it = b.evidence.find(name); it != b.evidence.end())
                    value(a.code + "/" + name, v, it->second);
        }
        for (const std::string& breach : now.violations) differ("breach", "", breach);
    }

    std::shared_ptr<const testkit::recording> recording_;
    std::vector<testkit::module> modules_;
    std::string probe_;
    int64_t began_ = 0, ended_ = 0;
    int played_ = 0, differences_ = 0;
};

} // namespace

int main(int argc, char** argv)
{
    try {
        if (argc == 3) return player(argv[1], argv[2]).play();
        std::fputs("player RECORDING MODULES\n", stderr);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "player: %s\n", e.what());
    }
    return 2;
}
