// One run of one probe, written down: what it met, what it asked, what it said.
//
//   {"schema": "recording-1.schema.json", "format": "1.0", "probe": ..., "module": ...,
//    "order":   {"started_ns", "budget_ms", "services", "inputs", "settings"},
//    "calls":   [{"service", "method", "flags", "timeout_ms", "request", "status", "reply"}],
//    "outcome": {"concluded", "outcome", "reason", "outer", "inner", "about", "text", "facts",
//                "findings", "verdict": {"outcome", "reason", "text"}}}
//
// Members have names that never change and mean what schemas/recording-1.schema.json says. A reader
// takes what it knows and lets the rest be; what is absent is empty.
#pragma once
#include "base/status.h"
#include "recording/cleaner.h"
#include "wire/messages.h"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dsreg::recording {

struct call {
    std::string service;
    uint16_t method = 0;
    uint32_t flags = 0, timeout_ms = 0; // as the probe gave them
    int32_t status = 0;
    std::string request, reply; // as they travel; `reply` with status DSREG_OK only
};

struct told_finding {
    finding said;
    int32_t severity = 0;
};

struct document {
    std::string probe, module;

    int64_t started_ns = 0; // of the machine's clock, as the probe saw it
    uint32_t budget_ms = 0;
    std::vector<std::string> services; // that were offered
    std::vector<wire::input> inputs;
    std::vector<named_value> settings;

    std::vector<call> calls; // in the order of their answers

    uint32_t concluded = 0;
    wire::conclusion said;   // the first time
    std::vector<fact> facts; // flags: those of the declaration, too
    std::vector<told_finding> findings;
    // What dsreg made of it: "pass", "fail", "skip" or "error", the reason and a sentence.
    std::string verdict, verdict_reason, verdict_text;
};

constexpr std::size_t document_bytes_max = 64 * 1024 * 1024;

// A call that is no message of this build (only a worker that lies makes one) has no request.
boost::json::value to_json(const document& d, const cleaner& clean);

// errc::invalid with what belongs behind the file's name: ": /calls/3/reply/port must be ...". A
// call of a service or a method that this build does not know is left out.
[[nodiscard]] status from_json(std::string_view text, document& ret);

} // namespace dsreg::recording
