// The machine around a device: a system bus with its small services, files, and a broker.
#pragma once
#include "device_world.h"

namespace dsreg::testkit {

// systemd's hostnamed, and realmd that knows no realm.
inline dbus_answer plain_bus(const dbus_question& q)
{
    dbus_answer a;
    if (q.destination == "org.freedesktop.hostname1")
        a.items = {{"0", "lab-device"}};
    else if (q.destination != "org.freedesktop.realmd")
        a.error = DSREG_X_NOT_FOUND;
    return a;
}

inline std::function<dbus_answer(const dbus_question&)>
bus_with_realm(const std::string& domain, const std::string& software,
               const std::string& configured = "org.freedesktop.realmd.KerberosMembership")
{
    return [=](const dbus_question& q) {
        if (q.destination != "org.freedesktop.realmd") return plain_bus(q);
        dbus_answer a;
        if (q.member == "Get")
            a.items = {{"0/0", "/org/freedesktop/realmd/Sssd/domain"}};
        else
            a.items = {{"0/Name", domain},
                       {"0/Configured", configured},
                       {"0/Details/0/0", "client-software"},
                       {"0/Details/0/1", "sssd"},
                       {"0/Details/1/0", "server-software"},
                       {"0/Details/1/1", software}};
        return a;
    };
}

inline fs_answer file_says(uint32_t error, const std::string& bytes = {})
{
    fs_answer a;
    a.error = error;
    a.bytes = bytes;
    return a;
}

inline world state_world(const device_answer& device, const broker_state& broker = {})
{
    world w = with_device(device);
    w.offered.state = [broker] { return broker; };
    w.offered.dbus = plain_bus;
    w.offered.fs = [](const std::string&) { return file_says(DSREG_X_NOT_FOUND); };
    w.state("broker.vendor", DSREG_IN_SILENT); // looked for, and there is none
    return w;
}

} // namespace dsreg::testkit
