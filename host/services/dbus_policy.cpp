#include "services/dbus_policy.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace dsreg::services {
namespace {

constexpr std::string_view driver = "org.freedesktop.DBus";

// Questions to the bus itself. None of them starts, owns or watches anything.
constexpr std::array<std::string_view, 8> driver_questions{
    "GetId",
    "ListNames",
    "ListActivatableNames",
    "NameHasOwner",
    "GetNameOwner",
    "GetConnectionUnixUser",
    "GetConnectionUnixProcessID",
    "ListQueuedOwners",
};

struct pair {
    std::string_view destination, interface;
};

// The services that may be read, by destination and interface. What is not here cannot be reached.
// Left out on purpose: com.microsoft.identity.* (its tokens cross no border; dsreg.broker/1 has the
// verdicts), org.freedesktop.secrets, and interfaces whose Get* methods hand out secrets, such as
// NetworkManager's Settings.Connection and AgentManager.
constexpr std::array<pair, 25> allowed{{
    {"org.freedesktop.systemd1", "org.freedesktop.systemd1.Manager"},
    {"org.freedesktop.systemd1", "org.freedesktop.systemd1.Unit"},
    {"org.freedesktop.systemd1", "org.freedesktop.systemd1.Service"},
    {"org.freedesktop.systemd1", "org.freedesktop.systemd1.Socket"},
    {"org.freedesktop.systemd1", "org.freedesktop.systemd1.Timer"},
    {"org.freedesktop.login1", "org.freedesktop.login1.Manager"},
    {"org.freedesktop.login1", "org.freedesktop.login1.Session"},
    {"org.freedesktop.login1", "org.freedesktop.login1.User"},
    {"org.freedesktop.login1", "org.freedesktop.login1.Seat"},
    {"org.freedesktop.timedate1", "org.freedesktop.timedate1"},
    {"org.freedesktop.hostname1", "org.freedesktop.hostname1"},
    {"org.freedesktop.realmd", "org.freedesktop.realmd.Provider"},
    {"org.freedesktop.realmd", "org.freedesktop.realmd.Realm"},
    {"org.freedesktop.realmd", "org.freedesktop.realmd.Kerberos"},
    {"org.freedesktop.realmd", "org.freedesktop.realmd.KerberosMembership"},
    {"org.freedesktop.realmd", "org.freedesktop.realmd.Service"},
    {"org.freedesktop.resolve1", "org.freedesktop.resolve1.Manager"},
    {"org.freedesktop.resolve1", "org.freedesktop.resolve1.Link"},
    {"org.freedesktop.NetworkManager", "org.freedesktop.NetworkManager"},
    {"org.freedesktop.NetworkManager", "org.freedesktop.NetworkManager.Device"},
    {"org.freedesktop.NetworkManager", "org.freedesktop.NetworkManager.Connection.Active"},
    {"org.freedesktop.NetworkManager", "org.freedesktop.NetworkManager.IP4Config"},
    {"org.freedesktop.NetworkManager", "org.freedesktop.NetworkManager.IP6Config"},
    {"org.freedesktop.NetworkManager", "org.freedesktop.NetworkManager.DHCP4Config"},
    {"org.freedesktop.NetworkManager", "org.freedesktop.NetworkManager.DnsManager"},
}};

bool is_destination(std::string_view name)
{
    return std::any_of(allowed.begin(), allowed.end(),
                       [&](const pair& p) { return p.destination == name; });
}

bool is_allowed(std::string_view destination, std::string_view interface)
{
    return std::any_of(allowed.begin(), allowed.end(), [&](const pair& p) {
        return p.destination == destination && p.interface == interface;
    });
}

// Questions by name that hand out the arguments of processes, or make polkit ask the person at the
// screen for a password.
constexpr std::array<std::string_view, 4> no_questions{"GetUnitProcesses", "GetProcesses",
                                                       "GetProductUUID", "GetHardwareSerial"};

// People put passwords there, although systemd's manual says that others can read them.
constexpr std::array<std::string_view, 3> secret_properties{"Environment", "SetCredential",
                                                            "SetCredentialEncrypted"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& list, std::string_view name)
{
    return std::find(list.begin(), list.end(), name) != list.end();
}

// Get*, List*, Is*, Can*, Has*, with a new word after it: "Hash", "Cancel" and "Isolate" are none.
bool is_question(std::string_view member)
{
    if (is_one_of(no_questions, member)) return false;
    for (const std::string_view verb : {"Get", "List", "Is", "Can", "Has"}) {
        if (member.substr(0, verb.size()) != verb || member.size() == verb.size()) continue;
        const char next = member[verb.size()];
        if ((next >= 'A' && next <= 'Z') || (next >= '0' && next <= '9')) return true;
    }
    return false;
}

} // namespace

bool is_reading_call(const wire::dbus_request& r)
{
    if (r.destination == driver && r.interface == driver) {
        return is_one_of(driver_questions, r.member);
    }
    if (r.interface == "org.freedesktop.DBus.Peer") {
        const bool known = r.destination == driver || is_destination(r.destination);
        return known && (r.member == "Ping" || r.member == "GetMachineId");
    }
    if (r.interface == "org.freedesktop.DBus.ObjectManager") {
        return is_destination(r.destination) && r.member == "GetManagedObjects";
    }
    if (r.interface == "org.freedesktop.DBus.Properties") {
        // The first argument names the interface whose properties are read.
        const bool reads = (r.member == "Get" && r.signature == "ss") ||
                           (r.member == "GetAll" && r.signature == "s");
        if (r.member == "Get" &&
            (r.arguments.size() != 2 || is_one_of(secret_properties, r.arguments[1].text)))
            return false;
        return reads && !r.arguments.empty() && is_allowed(r.destination, r.arguments[0].text);
    }
    return is_allowed(r.destination, r.interface) && is_question(r.member);
}

void drop_secrets(const wire::dbus_request& r, std::vector<named_value>& ret_items)
{
    if (r.interface != "org.freedesktop.DBus.Properties" || r.member != "GetAll") return;
    const auto secret = [](const named_value& item) {
        std::string_view path = item.first; // "0/Environment/3"
        path.remove_prefix(path.find('/') == path.npos ? path.size() : path.find('/') + 1);
        return is_one_of(secret_properties, path.substr(0, path.find('/')));
    };
    ret_items.erase(std::remove_if(ret_items.begin(), ret_items.end(), secret), ret_items.end());
}

} // namespace dsreg::services
