// Devices that the tests of certs, device-state and key-sign look at.
#pragma once
#include "bundled.h"

namespace dsreg::testkit {

inline const std::string device_id = "b4c8e1d0-52f7-4e69-8a3b-61d7f09c2e58";
inline const std::string other_device_id = "11223344-5566-7788-99aa-bbccddeeff00";
inline const std::string tenant_id = "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234";
inline const std::string other_tenant_id = "0b5b1a2c-77c4-4c0f-9d2e-5a8e3f6b9c10";
inline constexpr int64_t now = 1'790'000'000'000'000'000; // of the fake host

inline device_record registration(const std::string& instance, const std::string& device,
                                  const std::string& tenant)
{
    device_record r{instance,
                    tenant,
                    device,
                    "certificate",
                    "/etc/microsoft/identity-broker/certs/drs_" + instance,
                    "drs_" + instance,
                    "Software (PEM file)",
                    0,
                    device_certificate{}};
    r.certificate->device_id = device;
    r.certificate->tenant_id = tenant;
    return r;
}

// What Intune's registration.toml tells.
inline device_record note(const std::string& device, const std::string& tenant)
{
    return {"registration.toml",
            tenant,
            device,
            "registration.toml",
            "/home/alice/.config/intune/registration.toml",
            "",
            "",
            2,
            std::nullopt};
}

inline device_file file_of(uint32_t kind, const std::string& path, const std::string& instance,
                           uint32_t state = DSREG_FILE_GOOD)
{
    device_file f;
    f.kind = kind;
    f.state = state;
    f.path = path;
    f.instance = instance;
    return f;
}

inline device_file certificate_file(const std::string& path, uint32_t state)
{
    return file_of(DSREG_FILE_CERTIFICATE, path, "", state);
}

// A joined device with all its files.
inline device_answer joined_device()
{
    device_answer a;
    a.records.push_back(registration("device-1", device_id, tenant_id));
    a.files.push_back(file_of(DSREG_FILE_CERTIFICATE, a.records[0].path, "device-1"));
    a.files.push_back(file_of(DSREG_FILE_KEY, "/etc/private/drs_device-1", "device-1"));
    a.files.push_back(file_of(DSREG_FILE_TRANSPORT, "/etc/private/stk_device-1", "device-1"));
    return a;
}

inline device_answer two_tenants()
{
    device_answer a = joined_device();
    a.records.push_back(registration("device-2", other_device_id, other_tenant_id));
    return a;
}

inline world with_device(const device_answer& answer)
{
    world w;
    w.offered.device = [answer] { return answer; };
    return w;
}

inline device_verdict verdict_of(uint32_t verdict, uint32_t error = DSREG_X_NONE)
{
    device_verdict v;
    v.verdict = verdict;
    v.error = error;
    return v;
}

} // namespace dsreg::testkit
