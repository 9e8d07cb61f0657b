#include "actions/cleanup_words.h"

#include <algorithm>

namespace dsreg::actions {
namespace {

struct registration {
    std::string tenant, device;
    bool certified = false; // else somebody noted it, which proves nothing
};

std::vector<registration> registrations(const wire::device_list& list)
{
    std::vector<registration> all;
    for (const wire::device_record& r : list.records) {
        const std::string& tenant =
            r.certificate.tenant_id.empty() ? r.tenant_id : r.certificate.tenant_id;
        const std::string& device =
            r.certificate.device_id.empty() ? r.device_id : r.certificate.device_id;
        const bool known = std::any_of(all.begin(), all.end(), [&](const registration& other) {
            return other.tenant == tenant && other.device == device;
        });
        if (!known) all.push_back({tenant, device, r.certificate.there});
    }
    return all;
}

} // namespace

std::vector<std::string> cleanup_notes(const wire::device_list& list, bool keys_gone)
{
    std::vector<std::string> lines;
    const std::vector<registration> all = registrations(list);
    for (const registration& r : all) {
        const std::string device = "his device" + (r.device.empty() ? "" : " (" + r.device + ")");
        const std::string tenant = r.tenant.empty() ? "its tenant" : "the tenant " + r.tenant;
        lines.push_back((r.certified
                             ? "T" + device + " is still registered in " + tenant
                             : "If t" + device + " was registered in " + tenant + ", it still is") +
                        ": cleanup does not unregister it.");
    }
    const std::string tenant =
        all.size() == 1 && !all.front().tenant.empty() ? all.front().tenant : "<id>";
    const std::string command = "sudo dsreg --tenant-id " + tenant + " --unregister";
    if (all.empty()) {
        lines.emplace_back("If this device was registered, it still is: cleanup does not "
                           "unregister it.");
        lines.emplace_back("The Microsoft Entra admin center (Devices) can remove it.");
    } else if (keys_gone) {
        lines.push_back("Without its key only the Microsoft Entra admin center (Devices) can "
                        "remove it; " +
                        command +
                        " does it as long as the key is here, so run that first the next time.");
    } else {
        lines.push_back("To remove it from the tenant: " + command);
    }
    lines.emplace_back("Users must sign in again to restore the Primary Refresh Token.");
    return lines;
}

} // namespace dsreg::actions
