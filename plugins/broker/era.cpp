// Sources: nixpkgs (microsoft-identity-broker 2.0.1, nixos/modules/services/security/intune.nix)
// for the user of the Java era; Microsoft Learn, "What's new in single sign-on for Linux", for the
// change of 2.0.2.
#include "broker/era.h"

#include "common/evidence.h"
#include "common/input.h"

namespace broker {
namespace {

constexpr std::string_view java_user = "microsoft-identity-broker";

// "User=root" of the service file's lines.
std::string user_line(std::string_view text)
{
    constexpr std::string_view name = "User=";
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (line.substr(0, name.size()) == name) return std::string(line.substr(name.size()));
    }
    return {};
}

era judge(std::string_view user)
{
    if (user == java_user) return era::java;
    return user == "root" ? era::cpp : era::unknown;
}

} // namespace

device_era era_of(const unit_state& unit, std::string_view service_file)
{
    if (unit.user_known) {
        const std::string user = unit.user.empty() ? "root" : unit.user;
        return {judge(user), user, "systemd"};
    }
    const std::string user = user_line(service_file);
    return {judge(user), user, "service file"};
}

bool report_mismatch(dsreg::host host, const char* unit_name, const device_era& device)
{
    if (common::input_state(host, "broker.java-era") != DSREG_IN_PRESENT) return false;
    const std::string_view vendor = common::input_text(host, "broker.vendor");
    if (vendor != "microsoft" && vendor != "reference") return false;
    const bool java = common::input_number(host, "broker.java-era", 0) != 0;
    const std::string version(common::input_text(host, "broker.version"));
    // The previews 2.0.2 to 2.0.4 moved piece by piece; nothing public says as whom they run.
    const bool preview = !java && version.rfind("2.0.", 0) == 0;
    const era session = java ? era::java : era::cpp;
    if (preview || version.empty() || device.what == era::unknown || device.what == session)
        return false;

    common::evidence e;
    e.text("too-old", java ? "session broker" : "device broker").text("session-version", version);
    e.text("unit", unit_name).text("device-user", device.user).text("source", device.source);
    e.report(host, "broker.mismatch",
             java
                 ? "the session's broker (" + version +
                       ") is of the Java era and the device broker is not: the session's is too "
                       "old"
                 : "the device broker is of the Java era (2.0.1 or older) and the session's broker "
                   "is " +
                       version + ": the device broker is too old");
    return true;
}

} // namespace broker
