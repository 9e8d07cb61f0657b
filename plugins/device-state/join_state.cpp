#include "device-state/join_state.h"

namespace device_state {

// Microsoft Learn, "Troubleshoot devices by using the dsregcmd command": the four named states. A
// device cannot be joined to Microsoft Entra ID and to an on-premises registration service, and the
// latter exists only in a domain.
join_state judge_join(answer joined, answer enterprise, answer domain, answer workplace)
{
    const bool j = joined == answer::yes, e = enterprise == answer::yes, d = domain == answer::yes;
    if (j && e) return {"", "device.both-joined"};
    if (e && domain == answer::no) return {"", "device.enterprise-no-domain"};
    if (joined == answer::unknown || domain == answer::unknown) return {};
    if (j) return {d ? "Microsoft Entra hybrid joined" : "Microsoft Entra joined", ""};
    if (enterprise == answer::unknown) return {};
    if (e) return {"On-premises DRS Joined", ""};
    if (d) return {"Domain Joined", ""};
    if (workplace == answer::unknown) return {};
    return {workplace == answer::yes ? "Microsoft Entra registered" : "not joined", ""};
}

} // namespace device_state
