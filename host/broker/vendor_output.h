// What Microsoft's own `dsreg --status` prints, read. Its words are foreign: bounded, and nothing
// in them is trusted to have a shape.
//
// Two layouts are public: labels padded to 35 columns (version 3.0.2, as posted in
// git-ecosystem/git-credential-manager, docs/msauth-broker.md) and to 29 columns (Microsoft Learn,
// "Troubleshoot device registration with the dsreg tool (Linux)"). Ids are opaque text: the
// document's own sample is no GUID. What could be a token is taken out of every value.
#pragma once
#include "base/status.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dsreg::broker {

constexpr std::size_t largest_output = 64 * 1024;

struct vendor_account {
    std::string home_account_id, environment, tenant_id;
};

// A member that is empty, 0 or DSREG_KNOWN_NOT was not printed, or not in words that we know.
struct vendor_output {
    std::vector<vendor_account> accounts;
    uint32_t registered = 0; // DSREG_KNOWN_*
    std::string device_id, tenant_id, tenant_domain, device_mode;
    uint32_t prt = 0;                                           // DSREG_KNOWN_*
    int64_t prt_cached = 0, prt_refreshed = 0, prt_expires = 0; // ns since 1970
    std::string session_key_protocol;
};

// errc::protocol for what is no such output: too long, control characters, a row twice, none of its
// blocks. Rows and blocks that we do not know are passed over.
status parse_vendor_output(std::string_view text, vendor_output& ret);

// "2026-09-15 10:33:57 UTC"; false for anything else, and for years before 2000 and after 2199.
bool parse_utc(std::string_view text, int64_t& ret_ns);

} // namespace dsreg::broker
