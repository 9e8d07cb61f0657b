// What the two services on buses share.
#pragma once
#include "dsreg/probe.h"
#include "services/service.h"

#include <algorithm>

namespace dsreg::services {

// A little before the host's deadline, so that the answer still arrives in time.
inline clock::time_point answer_by(const wire::service_call& call)
{
    const clock::time_point deadline = deadline_of(call);
    const clock::duration left = deadline - clock::now();
    return deadline - std::clamp<clock::duration>(left / 10, std::chrono::milliseconds(0),
                                                  std::chrono::milliseconds(20));
}

inline wire::service_reply refused(int32_t status)
{
    wire::service_reply reply;
    reply.status = status;
    return reply;
}

// `error` DSREG_X_TIMEOUT at the end of the time is no answer to remember.
template <class T>
wire::service_reply answered(const T& payload, uint32_t error, clock::time_point by)
{
    wire::service_reply reply;
    reply.status = DSREG_OK;
    reply.cut_short = error == DSREG_X_TIMEOUT && clock::now() >= by;
    reply.payload = wire::encode(payload);
    return reply;
}

} // namespace dsreg::services
