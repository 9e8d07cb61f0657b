// Layouts: Microsoft's packages as nixpkgs, Gentoo and Arch repackage them; Himmelblau's own; of
// frostyard/intuneme what stays on the host.
#include "device_root.h"

#include "journal.h"
#include "moments.h"
#include "registration.h"
#include "tree.h"

#include <ctime>
#include <filesystem>
#include <sys/stat.h>

namespace dsreg::lab {
namespace {

namespace fs = std::filesystem;

const std::string vendor_bin = "/opt/microsoft/identity-broker/bin/";
const std::string device_unit = "microsoft-identity-device-broker.service";

int64_t program_time(const std::string& kind)
{
    if (kind == "java") return file_time;
    if (kind == "himmelblau") return 1'787'200'000; // August 2026
    return 1'776'886'138;                           // 2026-04-22 19:28:58 UTC
}

void distribution_files(tree& t, const scenario& s)
{
    t.file("/etc/os-release", "PRETTY_NAME=\"Ubuntu 24.04.3 LTS\"\nNAME=\"Ubuntu\"\n"
                              "VERSION_ID=\"24.04\"\nVERSION=\"24.04.3 LTS (Noble Numbat)\"\n"
                              "VERSION_CODENAME=noble\nID=ubuntu\nID_LIKE=debian\n");
    t.file("/etc/machine-id", std::string(machine_id) + "\n");
    t.file("/etc/hostname", s.machine.hostname + "\n");
    t.dir("/usr/share/dbus-1/services", 0755);
    t.dir("/usr/share/dbus-1/system-services", 0755);
    t.dir("/usr/share/dbus-1/system.d", 0755);
    t.dir("/usr/lib/systemd/system", 0755);
}

void user_service_file(tree& t, const std::string& kind, const std::string& home)
{
    std::string exec = broker_program(kind), unit, folder = "/usr/share";
    if (kind == "proxy") folder = home + "/.local/share"; // it installs itself for one user
    if (kind == "java") {
        exec = vendor_bin + "microsoft-identity-broker"; // a script that starts java
        unit = "SystemdService=microsoft-identity-broker.service\n";
    }
    if (kind == "himmelblau") unit = "SystemdService=himmelblau-broker.service\n";
    t.file(folder + "/dbus-1/services/com.microsoft.identity.broker1.service",
           "[D-BUS Service]\nName=com.microsoft.identity.broker1\nExec=" + exec + "\n" + unit);
}

void java_files(tree& t)
{
    const std::string java = broker_program("java");
    t.file(vendor_bin + "microsoft-identity-broker",
           "#!/bin/sh\nexec " + java +
               " -classpath '/opt/microsoft/identity-broker/lib/*' "
               "com.microsoft.identity.broker.service.IdentityBrokerService\n",
           0755);
    t.dir("/opt/microsoft/identity-broker/lib", 0755);
    t.file("/usr/lib/systemd/user/microsoft-identity-broker.service",
           "[Unit]\nDescription=Microsoft Identity Broker Service\n\n[Service]\nType=dbus\n"
           "BusName=com.microsoft.identity.broker1\nExecStart=" +
               vendor_bin + "microsoft-identity-broker\n");
}

// What the vendor's own dsreg prints, as a program that prints it.
void vendor_dsreg(tree& t, const scenario& s)
{
    if (s.machine.vendor_dsreg.empty()) return;
    std::string quoted; // between '', where nothing but ' itself means anything
    const int64_t now = std::time(nullptr) + s.machine.clock_offset_s;
    for (const char c : with_moments(s.machine.vendor_dsreg, now))
        quoted += c == '\'' ? "'\\''" : std::string(1, c);
    t.file("/usr/bin/dsreg", "#!/bin/sh\nprintf '%s' '" + quoted + "'\n", 0755);
}

bool java_device_broker(const scenario& s)
{
    return (s.machine.device_era.empty() ? s.broker.kind : s.machine.device_era) == "java";
}

void device_broker_files(tree& t, const scenario& s)
{
    const std::string name = "com.microsoft.identity.devicebroker1";
    const std::string start = vendor_bin + "microsoft-identity-device-broker";
    const std::string user = java_device_broker(s) ? "microsoft-identity-broker" : "root";
    t.file("/usr/share/dbus-1/system-services/" + name + ".service",
           "[D-BUS Service]\nName=" + name + "\nExec=/bin/false\nUser=" + user +
               "\nSystemdService=" + device_unit + "\n");
    t.file("/usr/share/dbus-1/system.d/" + name + ".conf",
           "<busconfig>\n  <policy user=\"" + user + "\"><allow own=\"" + name +
               "\"/></policy>\n  <policy context=\"default\"><allow send_destination=\"" + name +
               "\"/></policy>\n</busconfig>\n");
    t.file("/usr/lib/systemd/system/" + device_unit,
           "[Unit]\nDescription=Microsoft Identity Device Broker Service\n\n[Service]\nType=dbus\n"
           "User=" +
               user + "\nBusName=" + name +
               "\nStateDirectory=microsoft-identity-device-broker\nStateDirectoryMode=0700\n"
               "SuccessExitStatus=143\nTimeoutStopSec=10\nRestart=on-failure\nExecStart=" +
               start + "\n");
    if (java_device_broker(s)) {
        t.file(start,
               "#!/bin/sh\nexec " + broker_program("java") +
                   " -classpath '/opt/microsoft/identity-broker/lib/*' "
                   "com.microsoft.identity.broker.service.DeviceBrokerService\n",
               0755);
    }
    t.dir("/etc/microsoft/identity-broker", 0755);
    t.dir("/etc/microsoft/identity-broker/certs", 0700);
    t.dir("/etc/microsoft/identity-broker/private", 0700);
    t.dir("/var/lib/microsoft-identity-device-broker", 0700);
}

void himmelblau_files(tree& t, const scenario& s)
{
    t.file("/etc/himmelblau/himmelblau.conf", "[global]\ndomains = " + s.tenant.domain + "\n");
    for (const char* unit : {"himmelblaud", "himmelblaud-tasks"}) {
        t.file("/usr/lib/systemd/system/" + std::string(unit) + ".service",
               "[Service]\nType=notify\nExecStart=/usr/sbin/" + std::string(unit) + "\n");
    }
    t.file("/usr/lib/systemd/user/himmelblau-broker.service",
           "[Service]\nType=dbus\nBusName=com.microsoft.identity.broker1\n"
           "ExecStart=/usr/sbin/himmelblau_broker\nSlice=background.slice\n");
}

// All but the user's home and the journal belongs to root.
void list_owners(const std::string& root, const std::string& home,
                 std::vector<wire::owner_entry>& ret)
{
    for (auto at = fs::recursive_directory_iterator(root); at != fs::recursive_directory_iterator();
         ++at) {
        const std::string path = at->path().string().substr(root.size());
        if (path == home || path == journal_folder) { // the journal's maker says whose that is
            at.disable_recursion_pending();
            continue;
        }
        struct stat info {};
        if (::lstat(at->path().c_str(), &info) == 0) ret.push_back({path, 0, 0, info.st_mode});
    }
}

} // namespace

std::string broker_program(const std::string& kind)
{
    if (kind == "java") return "/usr/lib/jvm/java-11-openjdk-amd64/bin/java";
    if (kind == "cpp") return vendor_bin + "microsoft-identity-broker";
    if (kind == "himmelblau") return "/usr/sbin/himmelblau_broker";
    if (kind == "proxy") return "/home/lab/.local/bin/intuneme";
    return kind == "reference" ? "/usr/libexec/dsreg/dsreg-lab-broker" : "";
}

std::string device_broker_program(const scenario& s)
{
    const std::string& kind = s.broker.kind; // a proxy's is inside its container
    const bool has_one = kind != "none" && kind != "himmelblau" && kind != "proxy";
    if (!has_one) return "";
    return java_device_broker(s) ? broker_program("java")
                                 : vendor_bin + "microsoft-identity-device-broker";
}

status make_device_root(const scenario& s, const std::string& root, const std::string& home,
                        const std::string& broker, const std::string& share,
                        std::vector<wire::owner_entry>& ret_owners)
{
    tree t{root, {}};
    const std::string& kind = s.broker.kind;
    distribution_files(t, s);
    t.dir(home, 0700);
    if (kind != "none") {
        user_service_file(t, kind, home);
        t.program(broker, broker_program(kind), program_time(kind));
    }
    if (kind == "java") java_files(t);
    if (kind == "himmelblau") himmelblau_files(t, s);
    if (const std::string program = device_broker_program(s); !program.empty()) {
        device_broker_files(t, s);
        if (program != broker_program(kind)) {
            t.program(broker, program, program_time(java_device_broker(s) ? "java" : kind));
        }
    }
    vendor_dsreg(t, s);
    write_registration(t, s, share, home);
    for (const auto& [path, content] : s.machine.files) t.file(path, content);
    if (!t.error.ok()) return t.error;
    try {
        std::vector<wire::owner_entry> owners;
        list_owners(root, home, owners);
        ret_owners = std::move(owners);
    } catch (const fs::filesystem_error& e) {
        return {errc::io, e.what()};
    }
    return {};
}

} // namespace dsreg::lab
