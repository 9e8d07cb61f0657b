// player RECORDING MODULES: plays every probe of a recording from the module files of a folder, and
// says where it now does something else than it did then. Exit 0: nowhere.
#include <dsreg/testkit.hpp>
#include <dsreg/testkit/recording.hpp>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>

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
            // A worker that ended said nothing that could be said again.
            const std::string then = recording_->outcome_of(id).error;
            if (then == "crashed" || then == "exited" || then == "timeout") continue;
            for (const std::string& difference : recording_->replay(module_of(id), id)) {
                differences_++;
                std::printf("%s: %s\n", id.c_str(), difference.c_str());
            }
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

    std::shared_ptr<const testkit::recording> recording_;
    std::vector<testkit::module> modules_;
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
