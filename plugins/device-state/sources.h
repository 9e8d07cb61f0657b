// Who says what about this machine's registration: its certificate, then what management noted
// down, then the broker or its vendor's tool.
#pragma once
#include "common/account.h"
#include "common/registration.h"
#include "device-state/answer.h"

#include <dsreg/svc/broker.h>

namespace device_state {

struct sources {
    const dsreg_device_list* list = nullptr;   // nullptr: it could not be asked for
    const dsreg_broker_state* state = nullptr; // nullptr: no broker was asked
    common::registration chosen;

    const dsreg_device_certificate* certificate() const
    {
        return chosen.record != nullptr ? chosen.record->certificate : nullptr;
    }
    // Nothing but a note of management names this device. It tells which device this was; whether
    // it still is one, a certificate tells that may be read, or the broker.
    bool only_noted() const
    {
        if (chosen.note == nullptr || common::is_kept_away(*chosen.note)) return false;
        return state == nullptr || state->registered != DSREG_KNOWN_YES;
    }
    // Every certificate could be looked at.
    bool all_seen() const
    {
        return list != nullptr &&
               (chosen.how == common::standing::found || chosen.how == common::standing::none) &&
               (list->error == DSREG_X_NONE || list->error == DSREG_X_NOT_FOUND);
    }
};

struct named {
    std::string text; // "": nothing says it
    std::string source;
};

said is_registered(dsreg::host host, const sources& all);
said is_joined(dsreg::host host, const sources& all, const said& registered);
said is_enterprise(dsreg::host host, const sources& all, const said& registered);
said is_workplace(const sources& all, const said& registered, const said& joined);
// An AD FS certificate and one of a joined device at once.
bool says_both(const sources& all);

// The broker's name was looked for, and the answer is known: some keep the registration elsewhere.
bool knows_broker(dsreg::host host);
// No broker is here but authd, which may have registered this machine by itself: canonical/authd-
// msentraid keeps that in files of its own.
bool is_authds(dsreg::host host);

named device_id(const sources& all);
named tenant_id(dsreg::host host, const sources& all);

} // namespace device_state
