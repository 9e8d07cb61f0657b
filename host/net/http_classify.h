// From what libcurl says, and what was seen of the handshake, to the words of the contract.
#pragma once
#include "net/chain.h"
#include "net/http_policy.h"
#include "net/http_reader.h"

#include <curl/curl.h>
#include <string_view>

namespace dsreg::net {

struct transfer_end {
    CURLcode code = CURLE_OK;
    long system_errno = 0;
    int status = 0;              // 0: no answer began
    std::string_view curl_words; // the error buffer
};

// No failure for CURLE_OK.
failure classify(const transfer_end& end, const http_plan& plan, const http_reader& got,
                 const handshake& seen, const trust& roots);

} // namespace dsreg::net
