// The child's end of the socket: blocking, used by workers and service processes.
// (The host's end never blocks and lives in engine/child.h.)
#pragma once
#include "base/status.h"
#include "base/unique_fd.h"
#include "wire/assembler.h"

#include <mutex>
#include <string>
#include <string_view>

namespace dsreg::wire {

class channel
{
public:
    explicit channel(unique_fd socket) : socket_(std::move(socket)) {}

    // [any-thread] Cuts the payload into frames. False: the host is gone.
    bool send(frame_type type, uint32_t run, uint32_t id, std::string_view payload);

    // [one thread at a time] Waits for a whole message. False: the host is gone, or it said
    // something that is no message of ours.
    bool receive(message& ret);

    int fd() const noexcept { return socket_.get(); }

private:
    unique_fd socket_;
    std::mutex sending_;
    std::string buffer_;
};

} // namespace dsreg::wire
