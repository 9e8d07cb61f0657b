// One unregistration, from looking what is here to removing it after the tenant's yes. A crash at
// any step leaves a state that the next one recognises:
//
//   no note          nothing was asked; certificate and key are whole
//   note "asked"     the tenant may have been asked: ask again
//   note "gone"      the tenant said yes: remove what the note names, ask nobody
#pragma once
#include "device/home_notes.h"
#include "device/own_registration.h"
#include "device/unregister_note.h"
#include "net/network.h"
#include "wire/device.h"
#include "wire/world.h"

#include <functional>
#include <string>

namespace dsreg::device {

class unregistering
{
public:
    // In their order; `removing` once for each file. A test ends the process there.
    enum class step { begun, written, asked, answered, gone, removing, removed, over };

    struct parts { // all outlive it
        const wire::world& where;
        const root& below;
        const home_notes& home;
    };
    explicit unregistering(const parts& of, std::function<void(step)> at = {});

    // How run() would end at once without asking the tenant; `end` 0: it would ask, as `device_id`.
    // Where nothing of the tenant is left, the note of a request goes too.
    wire::device_unregistering look(const std::string& tenant_id);

    wire::device_unregistering run(const std::string& tenant_id, const std::string& cloud,
                                   net::time_point until);

private:
    bool begin(const std::string& tenant_id, wire::device_unregistering& ret);
    bool ask(const std::string& tenant_id, const std::string& cloud, net::time_point until,
             wire::device_unregistering& ret);
    void finish(const std::string& tenant_id, wire::device_unregistering& ret);
    bool note_request(const std::string& tenant_id, wire::device_unregistering& ret);
    void forget_request(const std::string& tenant_id, wire::device_unregistering& ret);
    void at(step s) const
    {
        if (at_) at_(s);
    }

    const parts of_;
    const std::function<void(step)> at_;
    note_folder notes_;
    unregister_note::state state_ = unregister_note::state::none;
    unregister_note note_; // as it lies there, then as we wrote it
    own_registration own_;
    int64_t earlier_ = 0; // a request before ours that went without an answer
};

} // namespace dsreg::device
