#include "connectivity/route.h"

#include <dsreg/svc/fs.h>

#include <algorithm>
#include <string_view>

namespace connectivity {

bool has_no_route(dsreg::host host)
{
    const auto* fs = host.service<dsreg_svc_fs>(DSREG_SVC_FS);
    if (fs == nullptr) return false;
    const dsreg_call call{sizeof call, DSREG_CALL_OPTIONAL, 500, 0};
    const dsreg_fs_reply* reply = nullptr;
    if (fs->read(host.raw(), &call, "/proc/net/route", 0, &reply) != DSREG_OK) return false;
    if (reply->error != DSREG_X_NONE) return false;
    const std::string_view v4 = dsreg::view(reply->bytes);
    const std::size_t lines = static_cast<std::size_t>(std::count(v4.begin(), v4.end(), '\n'));
    if (lines > 1) return false; // the first one is the heading
    if (fs->read(host.raw(), &call, "/proc/net/ipv6_route", 0, &reply) != DSREG_OK) return false;
    if (reply->error == DSREG_X_NOT_FOUND) return true;
    if (reply->error != DSREG_X_NONE) return false;
    std::string_view v6 = dsreg::view(reply->bytes);
    while (!v6.empty()) { // the device stands last; every machine has routes over lo
        const std::size_t end = v6.find('\n');
        const std::string_view line = v6.substr(0, end);
        v6.remove_prefix(end == std::string_view::npos ? v6.size() : end + 1);
        const std::size_t last = line.find_last_not_of(' ');
        if (last == std::string_view::npos) continue;
        const std::string_view device = line.substr(0, last + 1);
        if (device.substr(device.rfind(' ') + 1) != "lo") return false;
    }
    return true;
}

} // namespace connectivity
