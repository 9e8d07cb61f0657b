// What the two network services have in common: who may call, until when, and nothing thrown.
#pragma once
#include "services/service.h"

#include <algorithm>
#include <dsreg/probe.h>

namespace dsreg::services {

inline wire::service_reply refused(int32_t status)
{
    return {status, false, ""};
}

// A little before the deadline: the reply still has to be packed and sent.
inline clock::time_point answer_by(const wire::service_call& call)
{
    using std::chrono::milliseconds;
    const clock::time_point deadline = deadline_of(call);
    const auto left = std::max<clock::duration>(deadline - clock::now(), clock::duration::zero());
    return deadline - std::clamp<clock::duration>(left / 5, milliseconds(20), milliseconds(100));
}

template <class F>
wire::service_reply answer_network_call(const wire::service_call& call, F&& work) noexcept
{
    try {
        if (!(call.probe_flags & DSREG_P_NETWORK)) return refused(DSREG_E_UNDECLARED);
        return work();
    } catch (...) {
        return refused(DSREG_E_SERVICE);
    }
}

} // namespace dsreg::services
