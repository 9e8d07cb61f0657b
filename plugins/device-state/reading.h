// Small questions to the bus and the file system on which no verdict hangs: who cannot answer says
// nothing.
#pragma once
#include <dsreg/probe.hpp>
#include <dsreg/svc/dbus.h>
#include <dsreg/svc/fs.h>

#include <string>
#include <string_view>

namespace device_state {

inline constexpr dsreg_call small_call{sizeof(dsreg_call), DSREG_CALL_OPTIONAL, 800, 0};

struct file {
    enum { read, absent, denied, broken } state = broken;
    std::string_view bytes;
};

inline file read_up_to(dsreg::host host, const char* path, uint32_t most)
{
    const auto* fs = host.service<dsreg_svc_fs>(DSREG_SVC_FS);
    const dsreg_fs_reply* reply = nullptr;
    if (fs == nullptr || fs->read(host.raw(), &small_call, path, most, &reply) != DSREG_OK)
        return {};
    switch (reply->error) {
    case DSREG_X_NONE:
        return {file::read, dsreg::view(reply->bytes)};
    case DSREG_X_NOT_FOUND:
        return {file::absent, {}};
    case DSREG_X_ACCESS:
        return {file::denied, {}};
    default:
        return {};
    }
}
inline file read(dsreg::host host, const char* path)
{
    return read_up_to(host, path, 0);
}
// Is it there? One byte at most is asked for, so that what is in it stays where it is.
inline file look_at(dsreg::host host, const char* path)
{
    return read_up_to(host, path, 1);
}

// Text at `path` of a reply; "": not there, or no text.
inline std::string_view item(const dsreg_dbus_reply& reply, std::string_view path)
{
    for (uint32_t i = 0; i < reply.item_count; i++)
        if (path == reply.items[i].name && reply.items[i].value.type == DSREG_T_STR)
            return dsreg::view(reply.items[i].value.u.s);
    return {};
}

namespace detail {

inline const dsreg_dbus_reply* ask(dsreg::host host, const char* destination, const char* path,
                                   const char* member, const char* signature,
                                   const dsreg_value* arguments)
{
    const auto* dbus = host.service<dsreg_svc_dbus>(DSREG_SVC_DBUS);
    if (dbus == nullptr) return nullptr;
    const dsreg_dbus_request request{
        sizeof request, DSREG_BUS_SYSTEM, destination, path, "org.freedesktop.DBus.Properties",
        member,         signature,        arguments};
    const dsreg_dbus_reply* reply = nullptr;
    if (dbus->call(host.raw(), &small_call, &request, &reply) != DSREG_OK) return nullptr;
    return reply->error == DSREG_X_NONE ? reply : nullptr;
}

} // namespace detail

// On the system bus; nullptr: not answered.
inline const dsreg_dbus_reply* property(dsreg::host host, const char* destination, const char* path,
                                        const char* interface, const char* name)
{
    const dsreg_value arguments[] = {dsreg::text(interface), dsreg::text(name)};
    return detail::ask(host, destination, path, "Get", "ss", arguments);
}
inline const dsreg_dbus_reply* properties(dsreg::host host, const char* destination,
                                          const char* path, const char* interface)
{
    const dsreg_value argument = dsreg::text(interface);
    return detail::ask(host, destination, path, "GetAll", "s", &argument);
}

} // namespace device_state
