#include "cli/locations.h"

#include <climits>
#include <string_view>
#include <unistd.h>

namespace dsreg::cli {

std::optional<std::string> install_prefix()
{
    char buffer[PATH_MAX];
    const ssize_t n = ::readlink("/proc/self/exe", buffer, sizeof buffer);
    if (n <= 0) return std::nullopt;
    std::string_view path(buffer, static_cast<std::size_t>(n));
    for (int step = 0; step < 2; step++) { // "/bin/dsreg" away
        const std::size_t slash = path.rfind('/');
        if (slash == std::string_view::npos) return std::nullopt;
        path = path.substr(0, slash);
    }
    return std::string(path);
}

std::vector<engine::search_dir> search_dirs(const std::string& prefix, const options& chosen,
                                            const environment& env, surroundings& here)
{
    std::vector<engine::search_dir> dirs;
    dirs.push_back({prefix + "/lib/dsreg/probes", "bundled", false});
    if (!here.world.lab) dirs.push_back({"/usr/local/lib/dsreg/probes", "directory", false});
    if (env.probe_path && !env.probe_path->empty()) {
        std::string_view rest = *env.probe_path;
        if (here.who.elevated) {
            here.warnings.emplace_back("DSREG_PROBE_PATH is ignored as root; use --plugin-dir DIR");
            rest = {};
        }
        while (!rest.empty()) {
            const std::size_t colon = rest.find(':');
            if (colon != 0)
                dirs.push_back({std::string(rest.substr(0, colon)), "environment", false});
            rest.remove_prefix(colon == std::string_view::npos ? rest.size() : colon + 1);
        }
    }
    for (const std::string& dir : chosen.plugin_dirs) dirs.push_back({dir, "option", true});
    return dirs;
}

} // namespace dsreg::cli
