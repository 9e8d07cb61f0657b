// One logged line: does it tell of an attempt to register this device? Pure functions over foreign
// bytes. What they do not know for certain they leave alone: most errors that a broker logs have
// nothing to do with a registration.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace joining {

struct attempt {
    bool succeeded = false;
    std::string phase;  // one of the four; "": not said
    std::string type;   // "sync"; "": not said
    bool coded = false; // `client_code` was said
    uint32_t client_code = 0;
    std::string server_code, server_message; // the server's words; "": none
    int32_t https_status = 0;                // 0: none
    std::string request_id;                  // GUID in lower case; "": none
    std::string tag, status; // of Microsoft's broker: "4kv4v", "Unexpected"; "": none
    int64_t time = 0;
};

// True: `message` tells of an attempt, and `ret` what it says. Known are the reference broker's
// line ("registration attempt: {...}") and Himmelblau's ("Failed to join domain: ...", "Joined
// domain ...").
bool read_attempt(std::string_view message, attempt& ret);

// Microsoft's broker logs what it did as a block of lines, one for each name and value.
struct telemetry_line {
    enum class kind { begin, item, end } what = kind::item;
    std::string thread;      // "[MSAL:0002]"
    std::string name, value; // of an item
};

bool read_telemetry(std::string_view message, telemetry_line& ret);

} // namespace joining
