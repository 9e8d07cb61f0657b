#include "wire/channel.h"

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/uio.h>

namespace dsreg::wire {
namespace {

constexpr std::size_t no_limit = static_cast<std::size_t>(-1);

bool send_frame(int fd, const frame_header& header, std::string_view part)
{
    iovec parts[2] = {{const_cast<frame_header*>(&header), sizeof header},
                      {const_cast<char*>(part.data()), part.size()}};
    msghdr msg{};
    msg.msg_iov = parts;
    msg.msg_iovlen = 2;
    ssize_t n = 0;
    do n = ::sendmsg(fd, &msg, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    return n == static_cast<ssize_t>(sizeof header + part.size());
}

} // namespace

bool channel::send(frame_type type, uint32_t run, uint32_t id, std::string_view payload)
{
    const std::lock_guard lock(sending_);
    do {
        const std::string_view part = payload.substr(0, payload_max);
        payload.remove_prefix(part.size());
        const frame_header header{static_cast<uint32_t>(part.size()), static_cast<uint16_t>(type),
                                  payload.empty() ? uint16_t{0} : flag_more, run, id};
        if (!send_frame(socket_.get(), header, part)) return false;
    } while (!payload.empty());
    return true;
}

bool channel::receive(message& ret)
{
    assembler parts;
    parts.allow(no_limit, no_limit); // the host is trusted with how much it says
    parts.limit_message(no_limit);
    buffer_.resize(frame_max);
    for (;;) {
        ssize_t n = 0;
        do n = ::recv(socket_.get(), buffer_.data(), buffer_.size(), MSG_TRUNC);
        while (n < 0 && errno == EINTR);
        if (n <= 0) return false;
        const auto size = static_cast<std::size_t>(n);
        const char* fault = nullptr;
        switch (parts.take(std::string_view(buffer_).substr(0, size), size, ret, fault)) {
        case assembler::taken::part:
            continue;
        case assembler::taken::whole:
            return true;
        case assembler::taken::wrong:
            return false;
        }
    }
}

} // namespace dsreg::wire
