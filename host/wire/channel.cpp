#include "wire/channel.h"

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/uio.h>

namespace dsreg::wire {
namespace {

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
    message whole;
    buffer_.resize(frame_max);
    for (bool first = true;; first = false) {
        ssize_t n = 0;
        do n = ::recv(socket_.get(), buffer_.data(), buffer_.size(), MSG_TRUNC);
        while (n < 0 && errno == EINTR);
        if (n < static_cast<ssize_t>(header_size) || n > static_cast<ssize_t>(frame_max))
            return false;
        frame_header header{};
        std::memcpy(&header, buffer_.data(), sizeof header);
        if (header.size != static_cast<std::size_t>(n) - header_size) return false;
        const auto type = static_cast<frame_type>(header.type);
        if (!first && (type != whole.type || header.id != whole.id)) return false;
        whole.type = type;
        whole.run = header.run;
        whole.id = header.id;
        whole.payload.append(buffer_, header_size, header.size);
        if ((header.flags & flag_more) == 0) break;
    }
    ret = std::move(whole);
    return true;
}

} // namespace dsreg::wire
