// One GET, and its reply judged: what stands between the question and a document.
#pragma once
#include "common/transport.h"

#include <dsreg/probe.hpp>
#include <dsreg/svc/http.h>

#include <string>
#include <string_view>

namespace drs {

enum class answer {
    document, // 200 with a body that is no HTML
    dns,
    refused,
    timeout,
    tls,
    reset,
    proxy,
    protocol,    // not HTTP, or too large
    http,        // another HTTP status
    unavailable, // 503
    portal,      // 200 with HTML: a proxy's or a hotel's page
};

struct got {
    answer what = answer::document;
    uint32_t code = 0; // HRESULT; 0 for a document
    const dsreg_http_reply* reply = nullptr;
    std::string_view body() const { return dsreg::view(reply->body); }
};

// DSREG_OK: `ret` holds the answer.
dsreg_status get(dsreg::host host, const dsreg_svc_http& http, const std::string& url,
                 uint32_t timeout_ms, got& ret);

// No answer came, and net.endpoints had none from this host either: that one is the root cause.
bool is_known_trouble(dsreg::host host, const char* server, const got& g);

// Continues "HOST: ", for what is not a document.
std::string words(const got& g);

// Who answered what to which question.
void add_answer(common::evidence& e, const std::string& url, const got& g);

} // namespace drs
