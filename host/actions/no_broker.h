// Why nobody could be asked for the user's sign-in, and what helps: exit code 2.
#pragma once
#include "actions/part.h"
#include "bus/client.h"
#include "wire/services.h"

#include <string>
#include <vector>

namespace dsreg::actions {

constexpr int exit_no_broker = 2;

// What systemd says of the system unit behind the session's broker.
struct unit_state {
    std::string unit;   // without ".service"; "": this kind of broker has none here
    std::string load;   // "masked"; "": systemd could not be asked
    std::string active; // "failed"
};

struct broker_absence {
    std::string cause;  // "no identity broker is installed: ..."; foreign words in it
    std::string advice; // one sentence; "": the commands say it all
    std::vector<std::string> commands; // "systemctl status microsoft-identity-device-broker"
};

// True: nobody was there to be asked. False: a broker was reached, whatever came of it. `info` as
// broker::session_broker::info gives it, or with the error of broker::connect.
bool is_absent(const wire::broker_info& info) noexcept;

// `authd`: authd's Entra broker is installed, which is none of these.
broker_absence explain_absence(const wire::world& where, const wire::broker_info& info,
                               const unit_state& unit, bool authd);

// Asks the machine's system bus what explain_absence() needs, two seconds at the most.
broker_absence find_absence(const wire::world& where, const wire::broker_info& info);

// Says it on stderr: "Failed to get broker instance: CAUSE" and the commands. Returns
// exit_no_broker.
int say_no_broker(const call& c, const broker_absence& why);

} // namespace dsreg::actions
