// The messages of dsreg.device/1. They mirror sdk/include/dsreg/svc/device.h, where every member is
// explained.
#pragma once
#include "wire/bytes.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dsreg::wire {

constexpr uint16_t device_list_call = 1;
constexpr uint16_t device_key_match_call = 2;
constexpr uint16_t device_sign_test_call = 3;
constexpr uint16_t device_server_test_call = 4;

struct device_certificate {
    bool there = false;
    uint32_t key_bits = 0;
    int64_t not_before = 0, not_after = 0;
    bool client_auth = false, enterprise = false;
    uint32_t join_type = 0;
    std::string thumbprint, subject, issuer, issuer_unit;
    std::string device_id, tenant_id, user_id, region, key_type, der;
    template <class A>
    void fields(A& a)
    {
        a(there, key_bits, not_before, not_after, client_auth, enterprise, join_type, thumbprint,
          subject, issuer, issuer_unit, device_id, tenant_id, user_id, region, key_type, der);
    }
};
struct device_record {
    uint32_t hardware = 2;
    std::string instance, tenant_id, device_id, source, path, key_container, key_provider;
    device_certificate certificate;
    template <class A>
    void fields(A& a)
    {
        a(hardware, instance, tenant_id, device_id, source, path, key_container, key_provider,
          certificate);
    }
};
struct device_file {
    uint32_t kind = 0, state = 0;
    bool exposed = false;
    uint32_t uid = 0, gid = 0, mode = 0;
    uint64_t size = 0;
    std::string path, instance, text;
    template <class A>
    void fields(A& a)
    {
        a(kind, state, exposed, uid, gid, mode, size, path, instance, text);
    }
};
// What a list holds at the most.
constexpr std::size_t device_records_most = 64, device_files_most = 256;

struct device_list {
    uint32_t error = 0;
    std::vector<device_record> records;
    std::vector<device_file> files;
    std::string text;
    template <class A>
    void fields(A& a)
    {
        a(error, records, files, text);
    }
};
struct device_request { // of the three tests; `cloud` for the server's only
    std::string instance, cloud;
    template <class A>
    void fields(A& a)
    {
        a(instance, cloud);
    }
};
struct device_verdict {
    uint32_t verdict = 0, error = 0, aadsts = 0;
    int32_t http_status = 0;
    uint32_t attempts = 0;
    std::string correlation, host, suberror, text;
    template <class A>
    void fields(A& a)
    {
        a(verdict, error, aadsts, http_status, attempts, correlation, host, suberror, text);
    }
};

// ---- what changes the device: actions in process, or root through org.dsreg.DeviceBroker1
// --------

enum class removed : uint32_t { yes = 1, absent, failed, kept };

struct device_step {  // one path, or one thing that was done
    uint32_t how = 0; // removed
    std::string path, why;
    template <class A>
    void fields(A& a)
    {
        a(how, path, why);
    }
};
struct device_removal {
    uint32_t error = 0; // DSREG_X_*; 0: all of it is gone. ACCESS: the border refused
    std::vector<device_step> steps;
    std::string text; // what went wrong, one sentence; "": nothing
    template <class A>
    void fields(A& a)
    {
        a(error, steps, text);
    }
};

enum class unregistered : uint32_t {
    done = 1,    // the tenant's yes, and nothing of it is left here
    nothing,     // there is no registration for this tenant
    no_key,      // there is one, and its key cannot be used
    refused,     // 401: already gone, or our certificate did not arrive
    not_removed, // 400 and every other answer of the server
    unreachable, // no answer
    left_behind, // the tenant's yes, but files are left here: run it again
    not_started, // something on this machine is in the way; nothing was sent
};
struct device_unregistering {
    uint32_t end = 0;   // unregistered
    uint32_t error = 0; // DSREG_X_*
    int32_t http_status = 0;
    bool finished_earlier = false; // an earlier run had the tenant's yes already
    std::string device_id, host, correlation, text;
    std::vector<device_step> steps;
    template <class A>
    void fields(A& a)
    {
        a(end, error, http_status, finished_earlier, device_id, host, correlation, text, steps);
    }
};

} // namespace dsreg::wire
