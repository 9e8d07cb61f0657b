#include "device-state/parts.h"
#include "device-state/reading.h"

namespace device_state {
namespace {

// One line without control characters.
std::string_view name_of(std::string_view text)
{
    const std::string_view line = text.substr(0, text.find('\n'));
    if (line.size() > 253) return {};
    for (const char c : line)
        if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) return {};
    return line;
}

} // namespace

void report_name(dsreg::host host)
{
    const dsreg_dbus_reply* reply =
        property(host, "org.freedesktop.hostname1", "/org/freedesktop/hostname1",
                 "org.freedesktop.hostname1", "Hostname");
    std::string_view name = reply == nullptr ? std::string_view{} : name_of(item(*reply, "0"));
    if (!name.empty()) {
        host.fact("device.name", dsreg::text(name), "systemd");
        return;
    }
    name = name_of(read(host, "/etc/hostname").bytes);
    host.fact("device.name",
              name.empty() ? dsreg::unknown("nothing that can be read names this machine")
                           : dsreg::text(name),
              "/etc/hostname");
}

} // namespace device_state
