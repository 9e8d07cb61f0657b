// Lines of a device service's log, newest first, as join-history reads them.
#include "join-history/history.h"
#include "oracle.h"

using namespace dsreg::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    std::vector<joining::logged> lines;
    std::string_view rest = text_of(data, size);
    while (!rest.empty() && lines.size() < 64) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const auto n = static_cast<int32_t>(lines.size());
        lines.push_back({1000 - n, n % 2, rest.substr(0, end)});
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    joining::attempt a;
    if (!joining::last_attempt(lines, a)) {
        ALWAYS(a.time == 0 && a.phase.empty() && !a.coded);
        return 0;
    }
    ALWAYS(a.time > 0 && a.time <= 1000); // of a line that is there
    ALWAYS(a.phase.empty() || a.phase == "pre-check" || a.phase == "discover" ||
           a.phase == "auth" || a.phase == "join");
    ALWAYS(a.coded || a.client_code == 0);
    ALWAYS(a.https_status == 0 || (a.https_status >= 100 && a.https_status <= 599));
    ALWAYS(is_guid_or_empty(a.request_id));
    ALWAYS(a.server_message.size() <= 2048 && a.server_code.size() <= 64);
    ALWAYS(a.type.size() <= 64 && a.tag.size() <= 16 && a.status.size() <= 64);
    return 0;
}
