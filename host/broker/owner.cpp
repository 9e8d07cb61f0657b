#include "broker/owner.h"

#include "broker/files.h"
#include "dsreg/svc/broker.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace dsreg::broker {
namespace {

constexpr const char* file_name = "/dbus-1/services/com.microsoft.identity.broker1.service";

struct row {
    std::string_view base;
    uint32_t vendor;
};

// himmelblau-idm/himmelblau, frostyard/intuneme, and Microsoft's packages (2.0.2: linux_broker).
constexpr std::array rows{
    row{"microsoft-identity-broker", DSREG_BROKER_MICROSOFT},
    row{"linux_broker", DSREG_BROKER_MICROSOFT},
    row{"himmelblau_broker", DSREG_BROKER_HIMMELBLAU},
    row{"intuneme", DSREG_BROKER_PROXY},
    row{"dsreg-lab-broker", DSREG_BROKER_REFERENCE},
    row{"reference-broker", DSREG_BROKER_REFERENCE},
};

bool ends_with(std::string_view s, std::string_view end)
{
    return s.size() >= end.size() && s.substr(s.size() - end.size()) == end;
}

} // namespace

verdict judge_program(std::string_view path)
{
    const std::string_view base = path.substr(path.rfind('/') + 1);
    if (base == "java") return {DSREG_BROKER_MICROSOFT, true};
    for (const row& r : rows) {
        if (r.base == base) return {r.vendor, false};
    }
    return {};
}

verdict judge_command(const std::vector<std::string>& words)
{
    if (words.empty()) return {};
    verdict found = judge_program(words[0]);
    const bool jar = std::any_of(words.begin(), words.end(),
                                 [](const std::string& w) { return ends_with(w, ".jar"); });
    if (jar) found = {DSREG_BROKER_MICROSOFT, true};
    return found;
}

uint32_t vendor_of_identifier(std::string_view syslog_identifier)
{
    return syslog_identifier == "himmelblau_broker" ? DSREG_BROKER_HIMMELBLAU : DSREG_BROKER_NONE;
}

bool is_java_version(std::string_view version)
{
    constexpr std::array last{2u, 0u, 1u};
    for (const unsigned limit : last) {
        unsigned part = 0;
        const char* const end = version.data() + version.size();
        const auto [stop, ec] = std::from_chars(version.data(), end, part);
        if (ec != std::errc()) return false;
        if (part != limit) return part < limit;
        version.remove_prefix(static_cast<std::size_t>(stop - version.data()));
        if (!version.empty() && version[0] == '.')
            version.remove_prefix(1);
        else if (!version.empty())
            return false;
        if (version.empty()) return true; // "2.0" and "2.0.1"
    }
    return version.find_first_not_of("0.") == version.npos; // "2.0.1.0"
}

installed find_installed(const std::string& device_root, const std::string& home)
{
    struct place {
        std::string root, folder;
    };
    std::vector<place> places;
    if (!home.empty()) places.push_back({device_root, home + "/.local/share"});
    places.push_back({device_root, "/usr/local/share"});
    places.push_back({device_root, "/usr/share"});
    installed found;
    for (const place& p : places) {
        std::string text;
        service_file file;
        if (!read_small(p.root, p.folder + file_name, text)) continue;
        found.file = without_root(p.folder + file_name, device_root);
        if (!parse_service_file(text, file).ok()) return found;
        found.program = without_root(file.words[0], device_root);
        found.judged = judge_command(file.words);
        found.missing =
            find_program(device_root, found.program, found.program_time) == presence::missing;
        return found;
    }
    return found;
}

} // namespace dsreg::broker
