// The attempts to get or to renew a primary refresh token that somebody recorded, and which of the
// failed ones stand: those that are newer than the last success.
#pragma once
#include "common/refusal.h"

#include <dsreg/probe.hpp>
#include <dsreg/svc/journal.h>

#include <string>
#include <string_view>
#include <vector>

namespace prt {

enum class kind { acquire, refresh };

struct attempt {
    kind what = kind::acquire;
    bool failed = true;
    int64_t time = 0;  // 0: not known
    uint32_t code = 0; // HRESULT or NTSTATUS; 0: none
    int32_t http_status = 0;
    bool has_http_error = false;
    uint32_t http_error = 0;
    std::string user, credential, correlation, endpoint, http_method, server_error, server_text;
    std::string tag;           // of the vendor's broker
    const char* source = "";   // "broker", "journal"
    bool stored = true;        // false: it was granted, and the keyring did not keep it
    bool own = true;           // of the user that dsreg works for
    uint32_t uid = UINT32_MAX; // of who wrote the line
};

attempt from_broker(kind what, const dsreg_broker_attempt& a);

// One entry of the user broker's log; false: it tells of no attempt.
bool read_line(const dsreg_journal_entry& entry, attempt& ret);

// AADSTS50126 -> 50126; 0: its words name none.
uint32_t aadsts_of(const attempt& a);
common::refusal cause_of(const attempt& a);

// Marks those that are somebody else's: of another uid, or with a name that is none of the
// signed-in accounts'.
void find_owners(std::vector<attempt>& all, const std::vector<std::string>& accounts, int64_t uid);

// The newest failed attempt of that kind that no success of the same user followed; this user's
// own before another's. nullptr: none. `last_success`: of this user, 0 when not known.
const attempt* standing(const std::vector<attempt>& all, kind what, int64_t last_success);

} // namespace prt
