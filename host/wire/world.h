// Where a run acts: the real machine, or a lab that plays one. Made once by the host (from the
// lab's descriptor, the environment and the configuration) and handed to the service processes.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace dsreg::wire {

// One entry of a lab's host map. `fail` is "", "nxdomain", "servfail", "refused" or "silent".
struct host_entry {
    std::string name; // "login.microsoftonline.com"
    uint16_t port = 443;
    std::string address; // "127.0.0.1"
    uint16_t to_port = 0;
    std::string fail;
    template <class A>
    void fields(A& a)
    {
        a(name, port, address, to_port, fail);
    }
};

// Owner and mode that a lab's file pretends to have (a lab runs without root).
struct owner_entry {
    std::string path; // below the device root, "/etc/..."
    uint32_t uid = 0;
    uint32_t gid = 0;
    uint32_t mode = 0; // as st_mode; 0: as on disk
    template <class A>
    void fields(A& a)
    {
        a(path, uid, gid, mode);
    }
};

struct world {
    bool lab = false;
    std::string scenario;

    uint32_t uid = 0; // target user
    uint32_t gid = 0;
    std::string user;
    std::string home; // outside the device root's prefix

    std::string session_bus; // D-Bus address; "": the user has none
    std::string session_why; // why there is none, one sentence
    std::string system_bus;
    std::string device_root; // "": "/"

    // Network. In a lab a name that is not in `hosts` does not exist.
    std::vector<host_entry> hosts;
    std::string dns_server; // "127.0.0.1:5353"; "": the system's
    std::string ca_file;    // trust these roots only; "": the system's
    std::string proxy;      // URL of the proxy for https; "": direct
    std::string proxy_source;
    std::string no_proxy;

    // May the device's own files be read? Root may; in a lab, whoever its scenario plays.
    bool elevated = false;

    int64_t clock_offset = 0; // ns, added to the wall clock
    std::vector<owner_entry> owners;

    template <class A>
    void fields(A& a)
    {
        a(lab, scenario, uid, gid, user, home, session_bus, session_why, system_bus, device_root,
          hosts, dns_server, ca_file, proxy, proxy_source, no_proxy, elevated, clock_offset,
          owners);
    }
};

// What the machine's clock shows; ns since 1970.
int64_t wall_clock(const world& where);

} // namespace dsreg::wire
