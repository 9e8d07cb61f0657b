// What an answer to "this device leaves" means.
#pragma once
#include "net/http_transfer.h"
#include "wire/device.h"

#include <cstdint>
#include <string>

namespace dsreg::device {

struct removal_answer {
    wire::device_unregistering end; // `done`: the tenant's yes; else why there is none
    // Without the yes: can the tenant have removed the device all the same, by this request?
    bool open = false;
};

struct removal_moments { // seconds since 1970
    int64_t earlier = 0; // a request before this one that went without an answer; 0: none did
    int64_t valid_from = 0, valid_to = 0; // our certificate
    int64_t now = 0;                      // by the machine's clock
};

// Only a 200 of a server that wanted to see our certificate, with what that service sends,
// is a yes: a gateway that inspects TLS can say 200 too, and cannot know who we are.
removal_answer judge_removal(const std::string& host, const wire::http_reply& reply,
                             const net::client_identity& as, const removal_moments& when);

} // namespace dsreg::device
