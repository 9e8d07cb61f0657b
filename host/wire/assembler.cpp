#include "wire/assembler.h"

#include <cstring>
#include <utility>

namespace dsreg::wire {

assembler::taken assembler::take(std::string_view received, std::size_t size, message& ret,
                                 const char*& ret_fault)
{
    const auto wrong = [&](const char* what) {
        ret_fault = what;
        return taken::wrong;
    };
    if (frames_left_ == 0) return wrong("sent more frames than a run may");
    frames_left_--;
    if (size > frame_max || size != received.size()) return wrong("sent a frame that is too long");
    if (size < header_size) return wrong("sent a frame that is too short");
    if (size > bytes_left_) return wrong("sent more bytes than a run may");
    bytes_left_ -= size;

    frame_header header{};
    std::memcpy(&header, received.data(), sizeof header);
    const std::string_view payload = received.substr(header_size);
    if (header.size != payload.size()) return wrong("sent a frame with a false length");
    if ((header.flags & ~flag_more) != 0) return wrong("sent a frame with unknown flags");
    const auto type = static_cast<frame_type>(header.type);
    if (type == frame_type::trapped) { // a signal handler cannot wait for the message's end
        ret = {type, header.run, header.id, std::string(payload)};
        return taken::whole;
    }
    const bool continues =
        type == partial_.type && header.run == partial_.run && header.id == partial_.id;
    if (in_message_ && !continues) return wrong("mixed two messages");
    if (!in_message_) partial_ = {type, header.run, header.id, {}};
    if (payload.size() > message_max_ - partial_.payload.size())
        return wrong("sent a message that is too long");
    partial_.payload.append(payload);
    in_message_ = (header.flags & flag_more) != 0;
    if (in_message_) return taken::part;
    ret = std::exchange(partial_, {});
    return taken::whole;
}

} // namespace dsreg::wire
