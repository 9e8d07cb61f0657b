// What --status tells: a plain value, and its two renderers.
#pragma once
#include "base/value.h"
#include "report/origin.h"
#include "report/siphash.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dsreg::report {

// What a row says and who says so. An unknown value's text says why it is unknown.
struct stated {
    value val;
    std::string source; // of a known one
};
using maybe = std::optional<stated>; // nullopt: there is no such row

struct account_status {
    stated home_account_id, environment, tenant_id;
    maybe username; // in no text
};

struct device_status { // of one tenant
    stated registered; // boolean
    maybe device_id, tenant_id, tenant_name, thumbprint;
};

struct token_status {
    stated present;                                              // boolean
    maybe cached, age, expires, refreshed, session_key_protocol; // age: real, hours
};

struct broker_status {
    stated version, service, binary;
    maybe binary_time, device_mode;
};

// A question that came to nothing.
struct status_error {
    std::string question; // "broker", "version", "accounts", "state"
    std::string kind;     // "not-found", "timeout", "refused", ...
    std::string sentence;
    int32_t status = -1, sub_status = -1; // -1: none
    uint32_t aadsts = 0;
    std::string status_name, tag, suberror, correlation, dbus_error, text; // "": none
};

struct status_report : origin {
    std::string tenant_id; // that was asked for; "": none
    int64_t taken = 0;     // ns since 1970
    std::vector<account_status> accounts;
    std::vector<device_status> devices; // the one that is meant first
    token_status token;
    broker_status broker;
    std::optional<status_error> error;
    std::vector<std::string> notes;
    int exit_code = 0;
};

struct status_style {
    bool ascii = false;               // no UTF-8 locale
    bool color = false;               // stripping the colours gives the bytes without
    const hash_key* redact = nullptr; // PERSONAL values become pseudonyms; see redact.h
};

// Rows, labels and their order are those of Microsoft's dsreg 3.0.2, and of its document where that
// tells of more. Foreign text is made safe here.
std::string status_text(const status_report& r, const status_style& style);

// schemas/status-1.schema.json says what every member means.
std::string status_json(const status_report& r, const hash_key* redact = nullptr);

// See redact.h.
status_report withheld(const status_report& r, const hash_key* key);

} // namespace dsreg::report
