// dsreg.fs/1 and dsreg.dbus/1, asked for what they must not give.
#include "hostile.h"

#include <dsreg/svc/dbus.h>
#include <dsreg/svc/fs.h>
#include <unistd.h>

using namespace hostile;

namespace {

#define KEYS "/etc/microsoft/identity-broker/private/"
#define KEY KEYS "drs_7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234.pem"

struct file_door {
    const char* door;
    const char* path;
    bool list;
    uint32_t max;
};
constexpr file_door doors[] = {
    {"shadow", "/etc/shadow", false, 0},
    {"shadow-backup", "/etc/shadow-", false, 0},
    {"group-shadow", "/etc/gshadow", false, 0},
    {"dots", "/etc/../etc/shadow", false, 0},
    {"dot", "/etc/./shadow", false, 0},
    {"two-slashes", "/etc//shadow", false, 0},
    {"relative", "etc/shadow", false, 0},
    {"undeclared", "/usr/lib/os-release", false, 0},
    {"beside-declared", "/etcetera", false, 0},
    {"home-dots", "~/../../etc/shadow", false, 0},
    {"home-of-root", "~root/.profile", false, 0},
    {"home-bare", "~", false, 0},
    {"key", KEY, false, 0},
    {"keys-list", KEYS, true, 0},
    {"key-by-folder-link", "/etc/way/drs_7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234.pem", false, 0},
    {"keys-list-by-link", "/etc/way", true, 0},
    {"key-by-link", "/etc/key-way", false, 0},
    {"key-in-home", "~/id_key", false, 0},
    {"link-out", "/etc/out-way", false, 0},
    {"own-environ", "/proc/self/environ", false, 0},
    {"own-maps", "/proc/self/maps", false, 0},
    {"magic-root", "/proc/self/root/etc/shadow", false, 0},
    {"magic-descriptor", "/proc/self/fd/3", false, 0},
    {"magic-thread", "/proc/thread-self/environ", false, 0},
    {"init", "/proc/1/environ", false, 0},
    {"zero", "/dev/zero", false, 0},
    {"terminal", "/dev/tty", false, 0},
    {"memory", "/dev/mem", false, 0},
    {"too-much", "/etc/hostname", false, 0xFFFFFFFF},
    {"empty", "", false, 0},
};
constexpr const char* paths[] = {"/etc/", "/proc/", "/dev/", "~/", nullptr};

void ask_file(const dsreg_host* host, const dsreg_svc_fs* fs, const char* door, const char* path,
              bool list, uint32_t max)
{
    const dsreg_fs_reply* reply = nullptr;
    const dsreg_status s =
        list ? fs->list(host, &trying, path, &reply) : fs->read(host, &trying, path, max, &reply);
    const std::size_t got = s != DSREG_OK ? 0 : list ? reply->count : reply->bytes.len;
    report(host, door, answer(s, s == DSREG_OK ? reply->error : 0, got));
}

void files(const dsreg_host* host)
{
    const auto* fs = service<dsreg_svc_fs>(host, DSREG_SVC_FS);
    for (const file_door& d : doors) ask_file(host, fs, d.door, d.path, d.list, d.max);
    const std::string parent = "/proc/" + std::to_string(::getppid());
    for (const char* file : {"environ", "maps", "mem", "cmdline", "stack", "root/etc/shadow"})
        ask_file(host, fs, (std::string("host-") + file).c_str(), (parent + "/" + file).c_str(),
                 false, 0);
    ask_file(host, fs, "host-fd", (parent + "/fd").c_str(), true, 0);
    ask_file(host, fs, "long", ("/etc/" + std::string(20'000, 'x')).c_str(), false, 0);
    ask_file(host, fs, "deep", ("/etc/" + std::string(4000, 'x')).c_str(), false, 0);
    ask_file(host, fs, "honest", "/etc/hostname", false, 0); // shows that the rest was really asked
    pass(host);
}

struct bus_door {
    const char *door, *destination, *path, *interface, *member, *signature;
    const char* arguments[3];
    uint32_t bus;
};
#define SYSTEMD "org.freedesktop.systemd1", "/org/freedesktop/systemd1"
#define MANAGER SYSTEMD, "org.freedesktop.systemd1.Manager"
#define PROPERTIES "org.freedesktop.DBus.Properties"
#define SECRETS "org.freedesktop.secrets", "/org/freedesktop/secrets"
#define BROKER "com.microsoft.identity.broker1", "/com/microsoft/identity/broker1"
#define DEVICE "org.dsreg.DeviceBroker1", "/org/dsreg/DeviceBroker1"
#define DRIVER "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus"
constexpr bus_door bus_doors[] = {
    {"start-unit", MANAGER, "StartUnit", "ss", {"x.service", "replace"}, 1},
    {"stop-unit", MANAGER, "StopUnit", "ss", {"x.service", "replace"}, 1},
    {"kill-unit", MANAGER, "KillUnit", "ss", {"x.service", "all"}, 1},
    {"start-user-unit", MANAGER, "StartUnit", "ss", {"x.service", "replace"}, 2},
    {"start-transient", MANAGER, "StartTransientUnit", "ss", {"x.service", "fail"}, 2},
    {"set-environment", MANAGER, "SetEnvironment", "s", {"A=b"}, 2},
    {"reload", MANAGER, "Reload", "", {}, 1},
    {"set-property",
     SYSTEMD,
     PROPERTIES,
     "Set",
     "sss",
     {"org.freedesktop.systemd1.Manager", "LogLevel", "debug"},
     1},
    {"environment",
     SYSTEMD,
     PROPERTIES,
     "Get",
     "ss",
     {"org.freedesktop.systemd1.Manager", "Environment"},
     2},
    {"arguments", MANAGER, "GetUnitProcesses", "s", {"x.service"}, 1},
    {"power-off",
     "org.freedesktop.login1",
     "/org/freedesktop/login1",
     "org.freedesktop.login1.Manager",
     "PowerOff",
     "",
     {},
     1},
    {"serial",
     "org.freedesktop.hostname1",
     "/org/freedesktop/hostname1",
     "org.freedesktop.hostname1",
     "GetHardwareSerial",
     "",
     {},
     1},
    {"wifi-secrets",
     "org.freedesktop.NetworkManager",
     "/org/freedesktop/NetworkManager/Settings/1",
     "org.freedesktop.NetworkManager.Settings.Connection",
     "GetSecrets",
     "s",
     {""},
     1},
    {"secrets", SECRETS, "org.freedesktop.Secret.Service", "GetSecrets", "", {}, 2},
    {"secrets-search", SECRETS, "org.freedesktop.Secret.Service", "SearchItems", "", {}, 2},
    {"secrets-session",
     SECRETS,
     "org.freedesktop.Secret.Service",
     "OpenSession",
     "s",
     {"plain"},
     2},
    {"secret",
     "org.freedesktop.secrets",
     "/org/freedesktop/secrets/collection/login/1",
     "org.freedesktop.Secret.Item",
     "GetSecret",
     "o",
     {"/x"},
     2},
    {"secret-properties",
     SECRETS,
     PROPERTIES,
     "GetAll",
     "s",
     {"org.freedesktop.Secret.Service"},
     2},
    {"secret-ping", SECRETS, "org.freedesktop.DBus.Peer", "Ping", "", {}, 2},
    {"broker-token",
     BROKER,
     "com.microsoft.identity.Broker1",
     "acquireTokenSilently",
     "sss",
     {"0.0", "x", "{}"},
     2},
    {"broker-cookie",
     BROKER,
     "com.microsoft.identity.Broker1",
     "acquirePrtSsoCookie",
     "sss",
     {"0.0", "x", "{}"},
     2},
    {"broker-accounts",
     BROKER,
     "com.microsoft.identity.Broker1",
     "getAccounts",
     "sss",
     {"0.0", "x", "{}"},
     2},
    {"broker-get", BROKER, "com.microsoft.identity.Broker1", "GetToken", "", {}, 2},
    {"device-unregister", DEVICE, "org.dsreg.DeviceBroker1", "Unregister", "s", {"x"}, 1},
    {"device-cleanup", DEVICE, "org.dsreg.DeviceBroker1", "Cleanup", "", {}, 1},
    {"device-list", DEVICE, "org.dsreg.DeviceBroker1", "List", "", {}, 1},
    {"device-get", DEVICE, PROPERTIES, "GetAll", "s", {"org.dsreg.DeviceBroker1"}, 1},
    {"start-service", DRIVER, "StartServiceByName", "su", {"org.freedesktop.secrets", ""}, 2},
    {"environment-of-bus", DRIVER, "UpdateActivationEnvironment", "", {}, 2},
    {"listen", DRIVER, "AddMatch", "s", {"eavesdrop=true"}, 2},
    {"monitor",
     "org.freedesktop.DBus",
     "/org/freedesktop/DBus",
     "org.freedesktop.DBus.Monitoring",
     "BecomeMonitor",
     "",
     {},
     1},
    {"own", DRIVER, "RequestName", "s", {"com.microsoft.identity.broker1"}, 2},
    {"credentials", DRIVER, "GetConnectionCredentials", "s", {":1.0"}, 2},
    {"by-number", ":1.1", "/x", "org.freedesktop.systemd1.Manager", "ListUnits", "", {}, 1},
    {"no-interface", SYSTEMD, "", "StartUnit", "", {}, 1},
    {"line-break", MANAGER, "GetUnit\r\nStartUnit", "", {}, 1},
    {"bad-signature", MANAGER, "ListUnits", "a{sv}", {}, 1},
    {"other-bus", MANAGER, "ListUnits", "", {}, 3},
};

void buses(const dsreg_host* host)
{
    const auto* dbus = service<dsreg_svc_dbus>(host, DSREG_SVC_DBUS);
    for (const bus_door& d : bus_doors) {
        dsreg_value arguments[3] = {};
        for (int i = 0; i < 3; i++) {
            if (d.arguments[i] == nullptr) continue;
            arguments[i].type = d.signature[i] == 'u' ? DSREG_T_INT : DSREG_T_STR;
            if (d.signature[i] != 'u')
                arguments[i].u.s = {d.arguments[i], std::strlen(d.arguments[i])};
        }
        const dsreg_dbus_request request{sizeof request, d.bus,    d.destination, d.path,
                                         d.interface,    d.member, d.signature,   arguments};
        const dsreg_dbus_reply* reply = nullptr;
        const dsreg_status s = dbus->call(host, &trying, &request, &reply);
        report(host, d.door,
               answer(s, s == DSREG_OK ? reply->error : 0, s == DSREG_OK ? reply->item_count : 0));
    }
    pass(host);
}

constexpr const char* fs_services[] = {DSREG_SVC_FS, nullptr};
constexpr const char* dbus_services[] = {DSREG_SVC_DBUS, nullptr};
HOSTILE_PROBE(fs_probe, "fs", "File Service Test", files, 0, fs_services, paths);
HOSTILE_PROBE(dbus_probe, "dbus", "Bus Service Test", buses, 0, dbus_services);
constexpr const dsreg_probe* probes[] = {&fs_probe, &dbus_probe};

} // namespace

extern "C" constinit const dsreg_module dsreg_probe_module_v1 = module(probes);
