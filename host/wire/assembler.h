// Frames to messages: what came off the socket, believed nothing. Pure: no descriptor is touched.
#pragma once
#include "wire/frame.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace dsreg::wire {

struct message {
    frame_type type{};
    uint32_t run = 0;
    uint32_t id = 0;
    std::string payload;
};

class assembler
{
public:
    enum class taken { part, whole, wrong };

    // One datagram. `whole`: `ret` is a message. `wrong`: ret_fault says what it did, to follow
    // "the worker ", and nothing more may be taken. `size`: of the datagram as it was sent, which
    // may be more than what was received of it.
    taken take(std::string_view received, std::size_t size, message& ret, const char*& ret_fault);
    taken take(std::string_view datagram, message& ret, const char*& ret_fault)
    {
        return take(datagram, datagram.size(), ret, ret_fault);
    }

    // How much may come from now on.
    void allow(std::size_t frames, std::size_t bytes)
    {
        frames_left_ = frames;
        bytes_left_ = bytes;
    }
    void limit_message(std::size_t bytes) { message_max_ = bytes; }

private:
    std::size_t frames_left_ = 64, bytes_left_ = bytes_per_run, message_max_ = bytes_per_run;
    message partial_;
    bool in_message_ = false;
};

} // namespace dsreg::wire
